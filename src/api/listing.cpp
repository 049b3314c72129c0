#include "cerec/api/listing.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::api {
namespace {

Reading fresh(const ListingOptions& options) {
  return Reading(options.tag.empty() ? Reading::Of::account : Reading::Of::tag);
}

} // namespace

Lister::Lister(const Requests& requests, ListingOptions options)
    : requests_(&requests), options_(std::move(options)), reading_(fresh(options_)) {}

http::Request Lister::begin() {
  reading_ = fresh(options_);
  unproven_.reset();
  readings_ = attempts_ = sent_ = 0;
  counting_ = false;
  as_of_.reset();
  date_.reset();
  progress_ = {};
  return page();
}

http::Request Lister::page() const {
  http::Request request = requests_->list(options_.tag, reading_.next_token());
  if (options_.page_timeout)
    request.timeout = std::min(request.timeout, *options_.page_timeout);
  return request;
}

Lister::Step Lister::answered(const http::Finished& finished, base::TimePoint now) {
  sent_ += finished.attempts;
  if (counting_)
    return counted(finished);
  auto read = decode_page(finished.result, requests_->empty_listing());
  if (!read) {
    if (read.error().kind == ApiError::Kind::unreadable && ++attempts_ < options_.page_attempts)
      return page();
    return ListingFailure{ListingFailure::Cause::page, std::move(read.error()), {}};
  }
  attempts_ = 0;
  if (!as_of_) {
    as_of_ = finished.sent_at;
    date_ = read->date;
    date_came_ = now;
  }
  const Reading::Next next = reading_.add(std::move(*read));
  progress_ = {progress_.pages + 1, reading_.size(), static_cast<size_t>(reading_.total().value_or(0))};
  switch (next) {
  case Reading::Next::follow_token:
    return page();
  case Reading::Next::done:
    return whole();
  case Reading::Next::inconsistent:
    break;
  }
  if (reading_.endless())
    return ListingFailure{ListingFailure::Cause::endless, {}, reading_.trouble()};
  unproven_.reset();
  return again(reading_.trouble());
}

Lister::Step Lister::whole() {
  if (reading_.proof() == Reading::Proof::proven)
    return listed(Listed::Proof::pages);
  if (unproven_ == reading_.ids())
    return listed(Listed::Proof::second_reading);
  if (!options_.may_count || !options_.tag.empty())
    return compare_with_next();
  counting_ = true;
  return requests_->count();
}

Lister::Step Lister::counted(const http::Finished& finished) {
  counting_ = false;
  const auto count = decode_count(finished.result);
  if (count && *count == static_cast<int64_t>(reading_.size()))
    return listed(Listed::Proof::count);
  if (count)
    return again(fmt::format("{} instances were listed, {} counted", reading_.size(), *count));
  const ApiError& error = count.error();
  const bool not_offered = error.kind == ApiError::Kind::not_found || error.kind == ApiError::Kind::refused ||
                           error.kind == ApiError::Kind::unreadable;
  if (not_offered)
    return compare_with_next();
  return ListingFailure{ListingFailure::Cause::count, error, {}};
}

/// Nothing proves this reading: the next one has to show the same.
Lister::Step Lister::compare_with_next() {
  unproven_ = reading_.ids();
  return again("the service states no total, and two readings differ");
}

Lister::Step Lister::again(std::string trouble) {
  if (++readings_ >= options_.readings)
    return ListingFailure{ListingFailure::Cause::moving, {}, std::move(trouble)};
  reading_ = fresh(options_);
  if (!unproven_)
    as_of_.reset();
  return page();
}

Listed Lister::listed(Listed::Proof proof) {
  return {reading_.take(), proof, sent_, *as_of_, date_, date_came_};
}

} // namespace cerec::api
