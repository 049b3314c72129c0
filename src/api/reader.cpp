#include "cerec/api/client.hpp"
#include "cerec/api/reading.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::api {
namespace {

constexpr int k_readings = 4;      ///< of a listing: the first and three more
constexpr int k_page_attempts = 3; ///< of one page whose body is unreadable
constexpr size_t k_details_ahead =
    64; ///< details handed to the dispatcher at once, so that memory stays bounded

tl::unexpected<base::Failure> interrupted() {
  return base::fail("interrupted while reading the account", base::FailureKind::interrupted);
}

/// Reads over a dispatcher that nobody else uses meanwhile.
class Session {
public:
  Session(const Requests& requests, http::Dispatcher& dispatcher, io::Signals& signals)
      : requests_(requests), dispatcher_(dispatcher), signals_(signals) {}

  /// Waits for the next finished call. nullopt: a signal came; all calls are cancelled.
  std::optional<http::Finished> wait() {
    while (signals_.count() == 0) {
      if (auto finished = dispatcher_.next(base::TimePoint::max())) {
        requests_made += finished->attempts;
        return finished;
      }
    }
    abandon();
    return std::nullopt;
  }

  /// Ends what is under way, so that nothing is left for the next user of the dispatcher.
  void abandon() {
    dispatcher_.cancel_all();
    while (dispatcher_.pending() > 0)
      (void)dispatcher_.next(base::TimePoint::max());
  }

  std::optional<http::Finished> call(http::Request request) {
    if (signals_.count() > 0)
      return std::nullopt;
    (void)dispatcher_.start(std::move(request), http::Repeat::freely);
    return wait();
  }

  base::Result<Page> page(const std::string& tag, const std::string& token);
  base::Result<Reading> reading(const std::string& tag, const Progress& progress);
  /// nullopt: the service does not say.
  base::Result<std::optional<int64_t>> count();

  int requests_made = 0;

private:
  const Requests& requests_;
  http::Dispatcher& dispatcher_;
  io::Signals& signals_;
};

base::Result<Page> Session::page(const std::string& tag, const std::string& token) {
  for (int attempt = 1;; ++attempt) {
    const auto finished = call(requests_.list(tag, token));
    if (!finished)
      return interrupted();
    auto page = decode_page(finished->result, requests_.empty_listing());
    if (page)
      return std::move(*page);
    if (page.error().kind != ApiError::Kind::unreadable || attempt == k_page_attempts)
      return tl::unexpected<base::Failure>(page.error().failure("cannot list the instances"));
  }
}

base::Result<Reading> Session::reading(const std::string& tag, const Progress& progress) {
  Reading reading(tag.empty() ? Reading::Of::account : Reading::Of::tag);
  while (true) {
    auto next_page = page(tag, reading.next_token());
    if (!next_page)
      return tl::unexpected<base::Failure>(next_page.error());
    const auto next = reading.add(std::move(*next_page));
    if (progress)
      progress(reading.size(), static_cast<size_t>(reading.total().value_or(0)));
    if (next != Reading::Next::follow_token)
      return reading;
  }
}

base::Result<std::optional<int64_t>> Session::count() {
  const auto finished = call(requests_.count());
  if (!finished)
    return interrupted();
  const auto count = decode_count(finished->result);
  if (count)
    return std::optional(*count);
  const ApiError& error = count.error();
  const bool not_offered = error.kind == ApiError::Kind::not_found || error.kind == ApiError::Kind::refused ||
                           error.kind == ApiError::Kind::unreadable;
  if (not_offered)
    return std::optional<int64_t>();
  return tl::unexpected<base::Failure>(error.failure("cannot count the instances"));
}

base::Failure moving_account(const std::string& trouble) {
  return {base::FailureKind::error,
          fmt::format("the listing of instances is not consistent, read {} times: {}", k_readings, trouble),
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
  Session session(requests_, dispatcher_, signals_);
  std::string trouble;
  std::optional<std::set<int64_t>> previous; ///< of an unproven reading
  for (int i = 0; i < k_readings; ++i) {
    auto reading = session.reading(tag, progress);
    if (!reading)
      return tl::unexpected<base::Failure>(reading.error());
    trouble = reading->trouble();
    if (reading->endless())
      return base::fail("cannot list the instances: " + trouble);
    if (!trouble.empty()) {
      previous.reset();
      continue;
    }
    bool proven = reading->proof() == Reading::Proof::proven || previous == reading->ids();
    if (!proven && tag.empty()) {
      const auto count = session.count();
      if (!count)
        return tl::unexpected<base::Failure>(count.error());
      proven = *count && **count == static_cast<int64_t>(reading->size());
      if (*count && !proven) {
        trouble = fmt::format("{} instances were listed, {} counted", reading->size(), **count);
        continue;
      }
    }
    if (proven)
      return model::Listing{reading->take(), session.requests_made, 0, reading->date()};
    trouble = "the service states no total, and two readings differ";
    previous = reading->ids();
  }
  return tl::unexpected<base::Failure>(moving_account(trouble));
}

base::Result<void> Reader::add_details(model::Listing& listing, const std::vector<int64_t>& ids,
                                       const Progress& progress) {
  Session session(requests_, dispatcher_, signals_);
  std::map<http::CallId, int64_t> asked;
  size_t started = 0, done = 0;
  while (done < ids.size()) {
    if (signals_.count() > 0) {
      session.abandon();
      return interrupted();
    }
    for (; started < ids.size() && asked.size() < k_details_ahead; ++started)
      asked.emplace(dispatcher_.start(requests_.get(ids[started]), http::Repeat::freely), ids[started]);
    auto finished = session.wait();
    if (!finished)
      return interrupted();
    const auto entry = asked.extract(finished->id);
    if (entry.empty())
      continue;
    const int64_t id = entry.mapped();
    auto detail = decode_instance(finished->result);
    auto place =
        std::lower_bound(listing.instances.begin(), listing.instances.end(), id,
                         [](const model::LiveInstance& each, int64_t wanted) { return each.id < wanted; });
    const bool is_it = detail && detail->id == id && place != listing.instances.end() && place->id == id;
    if (!is_it) {
      session.abandon();
      if (!detail)
        return tl::unexpected<base::Failure>(detail_failure(id, detail.error()));
      return base::fail(fmt::format("instance {} was asked for, another one was answered", id));
    }
    *place = std::move(*detail);
    ++done;
    if (progress)
      progress(done, ids.size());
  }
  listing.detail_requests += session.requests_made;
  return {};
}

} // namespace cerec::api
