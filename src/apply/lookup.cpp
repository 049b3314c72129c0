#include "apply/lookup.hpp"

#include <algorithm>

namespace cerec::apply {

Send LookUp::begin(std::optional<base::Duration> timeout) {
  timeout_ = timeout;
  items_.clear();
  tokens_.clear();
  as_of_.reset();
  return page({});
}

Send LookUp::page(const std::string& token) const {
  Send send;
  send.request = context_.requests.list(model::identity_tag(context_.stack(), id_), token);
  if (timeout_)
    send.request.timeout = std::min(send.request.timeout, *timeout_);
  send.repeat = http::Repeat::freely;
  send.kind = CallKind::list;
  return send;
}

api::ApiError LookUp::inconsistent() const {
  api::ApiError error;
  error.kind = api::ApiError::Kind::unreadable;
  error.message = "the listing contradicts itself";
  return error;
}

LookUp::Progress LookUp::answered(const http::Finished& finished) {
  auto page_read = api::decode_page(finished.result);
  if (!page_read)
    return page_read.error();
  if (!as_of_)
    as_of_ = finished.sent_at;
  const bool empty = page_read->instances.empty();
  for (model::LiveInstance& instance : page_read->instances) {
    const int64_t id = instance.id;
    if (!items_.emplace(id, std::move(instance)).second)
      return inconsistent(); // seen on an earlier page: then another one slipped through
  }
  const std::optional<int64_t> total = page_read->total_count;
  const auto read = static_cast<int64_t>(items_.size());
  if (const std::string& token = page_read->next_page;
      !token.empty() && !empty && (!total || read < *total)) {
    if (!tokens_.insert(token).second)
      return inconsistent();
    return page(token);
  }
  if (total && *total != read)
    return inconsistent();
  return result();
}

LookUp::Found LookUp::result() {
  Found found;
  found.as_of = *as_of_;
  for (auto& [id, instance] : items_) {
    // The service has filtered; a proxy or another version that ignores the filter must not fool us.
    const model::Ownership& owner = instance.ownership;
    if (owner.stack == context_.stack() && owner.logical_id == id_ && !owner.quarantined)
      found.instances.push_back(std::move(instance));
  }
  return found;
}

} // namespace cerec::apply
