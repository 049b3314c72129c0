#include "cerec/model/label.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>

namespace cerec::model {
namespace {

/// Sorted, each once.
std::vector<std::string> set_of(std::vector<std::string> tags) {
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

} // namespace

std::string label_of(std::string_view text) {
  if (text.find_first_of("<&") == std::string_view::npos)
    return std::string(text);
  return base::undo_entities(base::strip_html(text));
}

bool same_label(std::string_view a, std::string_view b) {
  return a == b || label_of(a) == label_of(b);
}

std::vector<std::string> labels_of(const std::vector<std::string>& tags) {
  std::vector<std::string> labels;
  labels.reserve(tags.size());
  for (const std::string& tag : tags)
    labels.push_back(label_of(tag));
  return set_of(std::move(labels));
}

std::vector<std::string> stored_tags(const std::vector<std::string>& tags) {
  std::vector<std::string> stored;
  for (const std::string& tag : tags)
    if (std::string text = base::strip_html(tag); !text.empty())
      stored.push_back(std::move(text));
  return set_of(std::move(stored));
}

std::vector<std::string> labels_beside_name(const std::vector<std::string>& tags, std::string_view name,
                                            const std::vector<std::string>& declared) {
  std::vector<std::string> labels = labels_of(tags);
  const std::string own = label_of(name);
  const bool is_declared = std::any_of(declared.begin(), declared.end(),
                                       [&](const std::string& tag) { return label_of(tag) == own; });
  if (!is_declared)
    std::erase(labels, own);
  return labels;
}

} // namespace cerec::model
