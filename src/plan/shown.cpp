#include "plan/shown.hpp"

#include "cerec/model/canonical_json.hpp"
#include "cerec/model/label.hpp"
#include "cerec/plan/make_plan.hpp"

#include <algorithm>

namespace cerec::plan {
namespace {

constexpr std::string_view k_plain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-:@%+,";

std::string setting_text(const std::vector<std::string>& values) {
  const bool plain = values.size() == 1 && !values.front().empty() &&
                     values.front().find_first_not_of(k_plain) == std::string::npos;
  return plain ? values.front() : model::list_text(values);
}

} // namespace

model::Shown shown_text(std::string text) {
  return {text.empty() ? model::Shown::Kind::absent : model::Shown::Kind::text, std::move(text)};
}

model::Shown shown_flag(bool value) {
  return {model::Shown::Kind::text, value ? "true" : "false"};
}

std::string shown_tags(const std::vector<std::string>& tags) {
  return model::list_text(model::labels_of(tags));
}

std::string reference_at(const model::DesiredInstance& desired, const model::FieldPath& path) {
  const auto found = desired.references.find(path);
  std::string text;
  if (found != desired.references.end())
    for (const std::string& reference : found->second)
      text += (text.empty() ? "" : ", ") + reference;
  return text;
}

std::string text_of(const model::SinkSpec& sink) {
  std::string text = sink.type;
  for (const auto& [name, values] : sink.stated.empty() ? sink.settings : sink.stated)
    text += " " + name + "=" + setting_text(values);
  return text;
}

std::vector<std::string> texts_of(const std::vector<model::SinkSpec>& sinks) {
  std::vector<std::string> texts;
  texts.reserve(sinks.size());
  for (const model::SinkSpec& sink : sinks)
    texts.push_back(text_of(sink));
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

std::vector<std::string> sink_texts(const std::vector<model::DesiredInstance>& desired,
                                    std::vector<model::SinkSpec> sinks) {
  for (const model::DesiredInstance& one : desired)
    sinks.insert(sinks.end(), one.sinks.begin(), one.sinks.end());
  return texts_of(sinks);
}

} // namespace cerec::plan
