#include "plan/select.hpp"

#include "cerec/base/text.hpp"
#include "cerec/model/label.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::plan {

bool names(std::string_view pattern, std::string_view name, const model::Address& address) {
  return base::glob_match(pattern, name) || base::glob_match(pattern, address.logical_id) ||
         base::glob_match(pattern, address.text()) ||
         base::glob_match(pattern, fmt::format("{}/{}", address.element, name));
}

Selection::Selection(const model::PlanMode& mode, std::string stack) : stack_(std::move(stack)) {
  for (const std::string& text : mode.targets)
    targets_.push_back({text, false});
  for (const std::string& text : mode.excludes)
    excludes_.push_back({text, false});
  shard_ = mode.shard;
}

bool Selection::matches(Pattern& pattern, std::string_view name, const model::Address& address,
                        const std::vector<std::string>& tags) {
  constexpr std::string_view tag_prefix = "tag:";
  const std::string_view text = pattern.text;
  bool hit = false;
  if (text.starts_with(tag_prefix))
    hit = std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
      return base::glob_match(text.substr(tag_prefix.size()), tag);
    });
  else
    hit = names(text, name, address);
  pattern.used = pattern.used || hit;
  return hit;
}

bool Selection::covers(std::string_view name, const model::Address& address,
                       const std::vector<std::string>& tags) {
  if (shard_ && !shard_->holds(stack_, address.logical_id))
    return false;
  bool in = targets_.empty();
  for (Pattern& pattern : targets_) // all of them, so that each that matches something counts as used
    in = matches(pattern, name, address, tags) || in;
  for (Pattern& pattern : excludes_)
    in = !matches(pattern, name, address, tags) && in;
  return in;
}

bool Selection::covers(const model::DesiredInstance& desired) {
  static const std::vector<std::string> none;
  return !partial() || covers(desired.name, desired.address, desired.tags ? *desired.tags : none);
}

bool Selection::covers(const model::LiveInstance& owned) {
  return !partial() || covers(model::label_of(owned.name), {owned.element.key, owned.ownership.logical_id},
                              model::labels_of(owned.user_tags));
}

bool Selection::in_shard(const model::LiveInstance& owned) const {
  return !shard_ || shard_->holds(stack_, owned.ownership.logical_id);
}

std::function<bool(const model::DesiredInstance&)> selection_of(const model::PlanMode& mode,
                                                                const std::string& stack) {
  auto selection = std::make_shared<Selection>(mode, stack);
  if (!selection->partial())
    return {};
  return [selection](const model::DesiredInstance& desired) { return selection->covers(desired); };
}

std::vector<std::string> Selection::unused() const {
  std::vector<std::string> texts;
  if (shard_) // a pattern may well match in another shard only
    return texts;
  for (const Pattern& pattern : targets_)
    if (!pattern.used)
      texts.push_back(fmt::format("--target '{}'", pattern.text));
  for (const Pattern& pattern : excludes_)
    if (!pattern.used)
      texts.push_back(fmt::format("--exclude '{}'", pattern.text));
  return texts;
}

std::vector<std::string> unused_patterns(const std::vector<model::DesiredInstance>& desired,
                                         const model::Listing& live, const model::PlanMode& mode,
                                         const std::string& stack) {
  Selection selection(mode, stack);
  for (const model::DesiredInstance& one : desired)
    (void)selection.covers(one);
  for (const model::LiveInstance& one : live.instances)
    if (one.ownership.stack == stack)
      (void)selection.covers(one);
  std::vector<std::string> texts = selection.unused();
  for (const std::string& pattern : mode.rotate)
    if (!mode.shard && std::none_of(desired.begin(), desired.end(),
                                    [&](const auto& one) { return names(pattern, one.name, one.address); }))
      texts.push_back(fmt::format("--rotate '{}'", pattern));
  return texts;
}

} // namespace cerec::plan
