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

Send list(http::Request request) {
  Send send;
  send.request = std::move(request);
  send.repeat = http::Repeat::freely;
  send.kind = CallKind::list;
  return send;
}

} // namespace

Send LookUp::begin(std::optional<base::Duration> timeout) {
  api::ListingOptions options;
  options.tag = code_.empty() ? std::string() : model::identity_tag(code_);
  options.readings = k_most_readings;
  options.page_attempts = 1; // the steps look again by themselves
  options.may_count = false;
  options.page_timeout = timeout;
  lister_.emplace(context_.requests, std::move(options));
  return list(lister_->begin());
}

LookUp::Progress LookUp::answered(const http::Finished& finished) {
  api::Lister::Step step = lister_->answered(finished, context_.now);
  if (auto* request = std::get_if<http::Request>(&step))
    return list(std::move(*request));
  if (auto* listed = std::get_if<api::Listed>(&step))
    return result(std::move(*listed));
  auto& why = std::get<api::ListingFailure>(step);
  return why.trouble.empty() ? std::move(why.error) : contradiction(why.trouble);
}

LookUp::Progress LookUp::result(api::Listed listed) {
  if (listed.date)
    clock_ = ServiceClock{listed.date_came, *listed.date};
  Found found;
  found.as_of = listed.as_of;
  found.clock = clock_;
  if (code_.empty()) {
    found.instances = std::move(listed.instances);
    return found;
  }
  for (model::LiveInstance& instance : listed.instances) {
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
