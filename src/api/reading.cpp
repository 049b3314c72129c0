#include "cerec/api/reading.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::api {

Reading::Next Reading::inconsistent(std::string trouble) {
  trouble_ = std::move(trouble);
  return Next::inconsistent;
}

Reading::Next Reading::add(Page page) {
  ++pages_;
  if (endless())
    return inconsistent(fmt::format("there is no end after {} pages", k_most_pages));
  last_page_size_ = page.instances.size();
  if (page.total_count) {
    // A total that grows is an instance made meanwhile, at the end; one that shrinks may have moved a page.
    if (total_ && *page.total_count < *total_) {
      return inconsistent(
          fmt::format("the number of instances fell from {} to {}", *total_, *page.total_count));
    }
    total_ = page.total_count;
  }
  for (model::LiveInstance& instance : page.instances) {
    if (!ids_.insert(instance.id).second)
      return inconsistent(fmt::format("instance {} was listed twice", instance.id));
    instances_.push_back(std::move(instance));
  }
  token_ = std::move(page.next_page);
  // A token may come with the last page too, so a total that is reached ends the pass on a page with room
  // left. On a full page the token is followed even then: to stop early would prove a false absence if the
  // total were wrong.
  const bool complete = total_ && static_cast<int64_t>(size()) == *total_ && last_page_size_ < k_page_size;
  if (token_.empty() || last_page_size_ == 0 || complete)
    return at_end();
  if (!seen_tokens_.insert(token_).second)
    return inconsistent("a page token came twice");
  return Next::follow_token;
}

Reading::Next Reading::at_end() {
  const int64_t listed = static_cast<int64_t>(size());
  if (total_ && (of_ == Of::tag ? listed > *total_ : listed != *total_))
    return inconsistent(fmt::format("{} instances were listed, {} stated", size(), *total_));
  return Next::done;
}

Reading::Proof Reading::proof() const {
  const bool single_page_with_room = pages_ == 1 && last_page_size_ < k_page_size;
  const bool counted = total_ && static_cast<int64_t>(size()) == *total_;
  return counted || single_page_with_room ? Proof::proven : Proof::unproven;
}

std::vector<model::LiveInstance> Reading::take() {
  std::sort(instances_.begin(), instances_.end(),
            [](const model::LiveInstance& a, const model::LiveInstance& b) { return a.id < b.id; });
  return std::move(instances_);
}

} // namespace cerec::api
