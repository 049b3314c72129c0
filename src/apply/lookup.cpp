#include "apply/lookup.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {

namespace {

constexpr int k_most_readings = 3;

api::ApiError two_identities(const model::LiveInstance& instance) {
  api::ApiError error;
  error.kind = api::ApiError::Kind::unreadable;
  error.message = fmt::format("instance {} carries two identities ({}); remove one of its cerec:id tags",
                              instance.id, base::visible(instance.owner_text()));
  return error;
}

api::ApiError contradiction(const std::string& what) {
  api::ApiError error;
  error.kind = api::ApiError::Kind::unreadable;
  error.message = "the listing contradicts itself: " + what;
  return error;
}

} // namespace

Send LookUp::begin(std::optional<base::Duration> timeout) {
  timeout_ = timeout;
  reading_ = fresh();
  unproven_.reset();
  readings_ = 0;
  as_of_.reset();
  return page({});
}

Send LookUp::page(const std::string& token) const {
  Send send;
  send.request = context_.requests.list(code_.empty() ? std::string() : model::identity_tag(code_), token);
  if (timeout_)
    send.request.timeout = std::min(send.request.timeout, *timeout_);
  send.repeat = http::Repeat::freely;
  send.kind = CallKind::list;
  return send;
}

LookUp::Reply LookUp::answered(const http::Finished& finished) {
  auto page_read = api::decode_page(finished.result, context_.requests.empty_listing());
  if (!page_read)
    return page_read.error();
  if (!as_of_) {
    as_of_ = finished.sent_at;
    if (page_read->date)
      clock_ = ServiceClock{context_.now, *page_read->date};
  }
  switch (reading_.add(std::move(*page_read))) {
  case api::Reading::Next::follow_token:
    return page(reading_.next_token());
  case api::Reading::Next::done:
    return whole();
  case api::Reading::Next::inconsistent:
    break;
  }
  if (reading_.endless() || ++readings_ >= k_most_readings)
    return contradiction(reading_.trouble());
  unproven_.reset();
  as_of_.reset();
  reading_ = fresh();
  return page({});
}

LookUp::Reply LookUp::whole() {
  if (reading_.proof() == api::Reading::Proof::proven || unproven_ == reading_.ids())
    return result();
  if (++readings_ >= k_most_readings)
    return contradiction("the service states no total, and two readings differ");
  unproven_ = reading_.ids();
  reading_ = fresh();
  return page({});
}

LookUp::Reply LookUp::result() {
  Found found;
  found.as_of = *as_of_;
  found.clock = clock_;
  if (code_.empty()) {
    found.instances = reading_.take();
    return found;
  }
  for (model::LiveInstance& instance : reading_.take()) {
    // The service has filtered; a proxy or another version that ignores the filter must not fool us.
    if (!instance.carries(code_))
      continue;
    if (instance.contradictory())
      return two_identities(instance);
    if (!instance.ownership.quarantined)
      found.instances.push_back(std::move(instance));
  }
  return found;
}

} // namespace cerec::apply
