#include "cerec/api/client.hpp"
#include "cerec/api/listing.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::api {
namespace {

constexpr size_t k_details_ahead =
    64; ///< details handed to the dispatcher at once, so that memory stays bounded

tl::unexpected<base::Failure> interrupted() {
  return base::fail("interrupted while reading the account", base::FailureKind::interrupted);
}

/// The calls of one read.
class Session {
public:
  Session(http::Dispatcher& dispatcher, io::Signals& signals) : calls_(dispatcher), signals_(signals) {}

  /// Waits for the next finished call. nullopt: a signal came.
  std::optional<http::Finished> wait() {
    while (signals_.count() == 0) {
      if (auto finished = calls_.next(base::TimePoint::max())) {
        requests_made += finished->attempts;
        return finished;
      }
    }
    return std::nullopt;
  }

  http::CallId start(http::Request request) { return calls_.start(std::move(request), http::Repeat::freely); }

  int requests_made = 0;

private:
  http::Calls calls_;
  io::Signals& signals_;
};

base::Failure failure_of(const ListingFailure& why, int readings) {
  switch (why.cause) {
  case ListingFailure::Cause::page:
    return why.error.failure("cannot list the instances");
  case ListingFailure::Cause::count:
    return why.error.failure("cannot count the instances");
  case ListingFailure::Cause::endless:
    return {base::FailureKind::error, "cannot list the instances: " + why.trouble, {}};
  case ListingFailure::Cause::moving:
    break;
  }
  return {base::FailureKind::error,
          fmt::format("the listing of instances is not consistent, read {} times: {}", readings, why.trouble),
          "nothing is planned from an incomplete listing; try again when no one else changes the account"};
}

base::Failure detail_failure(int64_t id, const ApiError& error) {
  if (error.no_such_instance()) {
    return {base::FailureKind::error,
            fmt::format("instance {} was removed while the account was being read", id),
            "run the command again"};
  }
  return error.failure(fmt::format("cannot read instance {}", id));
}

} // namespace

Reader::Reader(const Requests& requests, http::Dispatcher& dispatcher, io::Signals& signals)
    : requests_(requests), dispatcher_(dispatcher), signals_(signals) {}

base::Result<model::Listing> Reader::list(const std::string& tag, const Progress& progress) {
  Session session(dispatcher_, signals_);
  ListingOptions options;
  options.tag = tag;
  Lister lister(requests_, options);
  Lister::Step step = lister.begin();
  while (auto* request = std::get_if<http::Request>(&step)) {
    if (signals_.count() > 0)
      return interrupted();
    (void)session.start(std::move(*request));
    const auto finished = session.wait();
    if (!finished)
      return interrupted();
    const size_t pages = lister.progress().pages;
    step = lister.answered(*finished, finished->sent_at); // nobody asks here when an answer came
    if (progress && lister.progress().pages > pages)
      progress(lister.progress().seen, lister.progress().total);
  }
  if (const auto* why = std::get_if<ListingFailure>(&step))
    return tl::unexpected<base::Failure>(failure_of(*why, options.readings));
  auto& listed = std::get<Listed>(step);
  return model::Listing{std::move(listed.instances), listed.requests, 0, listed.date};
}

base::Result<void> Reader::add_details(model::Listing& listing, const std::vector<int64_t>& ids,
                                       const Progress& progress) {
  Session session(dispatcher_, signals_);
  std::map<http::CallId, int64_t> asked;
  size_t started = 0, done = 0;
  while (done < ids.size()) {
    if (signals_.count() > 0)
      return interrupted();
    for (; started < ids.size() && asked.size() < k_details_ahead; ++started)
      asked.emplace(session.start(requests_.get(ids[started])), ids[started]);
    auto finished = session.wait();
    if (!finished)
      return interrupted();
    const int64_t id = asked.extract(finished->id).mapped();
    auto detail = decode_instance(finished->result);
    auto place =
        std::lower_bound(listing.instances.begin(), listing.instances.end(), id,
                         [](const model::LiveInstance& each, int64_t wanted) { return each.id < wanted; });
    const bool is_it = detail && detail->id == id && place != listing.instances.end() && place->id == id;
    if (!detail)
      return tl::unexpected<base::Failure>(detail_failure(id, detail.error()));
    if (!is_it)
      return base::fail(fmt::format("instance {} was asked for, another one was answered", id));
    *place = std::move(*detail);
    ++done;
    if (progress)
      progress(done, ids.size());
  }
  listing.detail_requests += session.requests_made;
  return {};
}

} // namespace cerec::api
