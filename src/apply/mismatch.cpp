#include "apply/mismatch.hpp"

#include "cerec/model/label.hpp"
#include "cerec/model/normalise.hpp"

#include <algorithm>

namespace cerec::apply {
namespace {

size_t common_prefix(std::string_view one, std::string_view other) {
  return static_cast<size_t>(std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first -
                             one.begin());
}

bool same_value(const model::FieldPath& path, const model::Value& asked, const model::Value& shown) {
  if (asked.is_null() || shown.is_mask()) // null resets to a default that nobody here knows
    return true;
  return model::same_meaning(path, asked, shown);
}

} // namespace

std::vector<std::string> mismatches(const api::Patch& asked, const model::LiveInstance& answer) {
  std::vector<std::string> paths;
  if (asked.name && !model::same_label(*asked.name, answer.name))
    paths.emplace_back("name");
  if (asked.tags) {
    const model::TagSplit wanted = model::split_tags(*asked.tags);
    if (model::labels_of(wanted.user_tags) != model::labels_of(answer.user_tags))
      paths.emplace_back("tags");
    if (!(wanted.ownership == answer.ownership))
      paths.emplace_back("ownership");
  }
  if (!answer.configuration)
    return paths;
  for (const auto& [key, value] : asked.configuration) {
    const model::FieldPath path = model::FieldPath::configuration(key);
    const auto shown = answer.configuration->find(key);
    if (shown != answer.configuration->end() && !same_value(path, value, shown->second))
      paths.push_back(path.text());
  }
  return paths;
}

bool shows(const api::Patch& asked, const model::LiveInstance& answer) {
  const std::vector<std::string> paths = mismatches(asked, answer);
  return std::all_of(paths.begin(), paths.end(), [&](const std::string& path) {
    const auto wanted =
        std::find_if(asked.configuration.begin(), asked.configuration.end(), [&](const auto& each) {
          return model::FieldPath::configuration(each.first).text() == path;
        });
    return wanted != asked.configuration.end() &&
           model::rounded_number(wanted->second, answer.configuration->at(wanted->first)).has_value();
  });
}

std::vector<std::string> mismatches(const model::DesiredInstance& asked, const model::LiveInstance& answer) {
  api::Patch patch;
  patch.name = asked.name;
  patch.configuration = asked.configuration;
  std::vector<std::string> paths = mismatches(patch, answer);
  const bool shows_tags = !answer.ownership.code.empty();
  if (asked.tags && shows_tags &&
      model::labels_of(*asked.tags) != model::labels_beside_name(answer.user_tags, answer.name, *asked.tags))
    paths.emplace_back("tags");
  return paths;
}

std::optional<ChangedTag> changed_tag(const std::vector<std::string>& sent,
                                      const model::LiveInstance& instance) {
  const model::TagSplit split = model::split_tags(sent);
  // An unreadable fingerprint is not kept when tags are taken apart: nothing to show in its place.
  std::vector<std::string> shown =
      model::join_tags(instance.user_tags, instance.ownership, instance.unknown_reserved);
  for (const std::string& code : instance.other_identities)
    shown.push_back(model::identity_tag(code));
  const auto kept = [](const std::vector<std::string>& tags, const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  };
  for (const std::string& tag : model::join_tags({}, split.ownership)) {
    if (kept(shown, tag))
      continue;
    ChangedTag changed{tag, {}};
    for (const std::string& other : shown)
      if (!kept(sent, other) && common_prefix(other, tag) > common_prefix(changed.shows, tag))
        changed.shows = other;
    return changed;
  }
  return std::nullopt;
}

} // namespace cerec::apply
