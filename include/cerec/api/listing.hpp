#pragma once
#include "cerec/api/reading.hpp"

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace cerec::api {

struct ListingOptions {
  std::string tag{};     ///< empty: all instances of the user
  int readings = 4;      ///< of the listing, at most
  int page_attempts = 3; ///< of one page whose body is unreadable
  /// Where the pages of an account state no total, GET /instances/count may prove that they are all there.
  bool may_count = true;
  std::optional<base::Duration> page_timeout{}; ///< of each page, if it is shorter than the usual one
};

/// All that there is.
struct Listed {
  std::vector<model::LiveInstance> instances; ///< sorted by id
  /// What proves that none is missing: the pages themselves (see Reading::Proof), the service's count, or a
  /// second reading of the same ids.
  enum class Proof { pages, count, second_reading } proof = Proof::pages;
  int requests = 0;        ///< sent for it, repeats included
  base::TimePoint as_of{}; ///< when the first page of the readings that count was asked for
  /// The service's clock, as the answer to that page told it, and when the answer came: a lower bound.
  std::optional<base::WallTime> date{};
  base::TimePoint date_came{};
};

/// Why a listing proves nothing.
struct ListingFailure {
  enum class Cause {
    page,    ///< a page could not be had
    count,   ///< the count could not be had
    endless, ///< more pages than any account has
    moving,  ///< each reading contradicts itself or the one before it
  } cause = Cause::page;
  ApiError error{};      ///< of the call, for `page` and `count`
  std::string trouble{}; ///< what moved, for the others
};

/// The listing protocol, as a machine: it is given answers, and says what to ask for next, until it has a
/// complete listing with its proof, or a failure. It never waits, so any number of them can share a loop.
/// Page tokens are offsets, and the API has no snapshot (docs/api.md 4.2): what the pages do not prove to be
/// whole is counted or read again, a few times.
class Lister {
public:
  /// `requests` has to outlive it.
  Lister(const Requests& requests, ListingOptions options);

  /// The first request; what was under way is forgotten.
  [[nodiscard]] http::Request begin();
  using Step = std::variant<http::Request, Listed, ListingFailure>;
  /// The end of the request that it asked for last, and when that was.
  [[nodiscard]] Step answered(const http::Finished& finished, base::TimePoint now);

  struct Progress {
    size_t pages = 0; ///< taken over, of all readings
    size_t seen = 0;  ///< instances of the reading under way
    size_t total = 0; ///< as stated, 0: it is not
  };
  [[nodiscard]] const Progress& progress() const { return progress_; }

private:
  [[nodiscard]] http::Request page() const;
  [[nodiscard]] Step counted(const http::Finished& finished);
  [[nodiscard]] Step whole();
  [[nodiscard]] Step compare_with_next();
  [[nodiscard]] Step again(std::string trouble);
  [[nodiscard]] Listed listed(Listed::Proof proof);

  const Requests* requests_;
  ListingOptions options_;
  Reading reading_;
  std::optional<std::set<int64_t>> unproven_; ///< what the reading before this one showed
  int readings_ = 0, attempts_ = 0, sent_ = 0;
  bool counting_ = false;
  std::optional<base::TimePoint> as_of_;
  std::optional<base::WallTime> date_;
  base::TimePoint date_came_{};
  Progress progress_;
};

} // namespace cerec::api
