#pragma once
#include "cerec/base/result.hpp"
#include "cerec/http/dispatcher.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/model/instance.hpp"

#include <functional>
#include <optional>
#include <string>
#include <variant>

namespace cerec::api {

struct Account {
  std::string base_url; ///< with the path prefix, without a trailing slash
  base::Secret user;
  base::Secret organization;
  std::string empty_listing{}; ///< glob: what else the service may say of an empty listing; the operator's
};

/// Why a call failed, parsed from the answer (docs/api.md 8) or from the lack of one.
struct ApiError {
  enum class Kind {
    credentials,
    not_found,
    refused,
    throttled,
    server,
    unreadable,
    network
  } kind = Kind::server;
  int status = 0;      ///< 0: no answer
  std::string message; ///< the service's words, made safe; or what happened on the network
  std::string provider_message;
  std::string request_id;
  bool ambiguous = false; ///< for a write: the service may have acted
  std::string advice{};   ///< what the user can do, if the kind alone does not say it
  /// "HTTP 400: message (provider: ...) [request 5f...]", on one line.
  [[nodiscard]] std::string text() const;
  /// A 404 of a call on one instance that speaks of the instance: it does not exist. Any other 404, "No route
  /// found" for one, says nothing of it.
  [[nodiscard]] bool no_such_instance() const;
  /// What the user can do about it, may be empty.
  [[nodiscard]] std::string hint() const;
  [[nodiscard]] base::FailureKind failure_kind() const;
  /// As the failure of a whole operation: "cannot list instances: ...".
  [[nodiscard]] base::Failure failure(std::string_view operation) const;
};
template <class T>
using ApiResult = base::Result<T, ApiError>;

inline constexpr int k_page_size = 200; ///< default and maximum of the service (docs/api.md 4.1)

/// Requests as values. Each names its place in docs/api.md.
class Requests {
public:
  Requests(Account account, base::Duration timeout);
  [[nodiscard]] http::Request list(const std::string& tag, const std::string& next_page) const; // 4.1
  [[nodiscard]] http::Request count() const;         // 2: GET /instances/count
  [[nodiscard]] http::Request get(int64_t id) const; // 6
  [[nodiscard]] http::Request create(const model::DesiredInstance& desired,
                                     const model::Ownership& ownership) const;     // 5.1
  [[nodiscard]] http::Request patch(int64_t id, const base::Secret& body) const;   // 6
  [[nodiscard]] http::Request enable(int64_t id, bool enabled) const;              // 6
  [[nodiscard]] http::Request remove(int64_t id) const;                            // 6
  [[nodiscard]] http::Request element(const std::string& key) const;               // 7
  [[nodiscard]] http::Request element_configuration(const std::string& key) const; // 7
  [[nodiscard]] const std::string& base_url() const { return account_.base_url; }
  /// For decode_page.
  [[nodiscard]] const std::string& empty_listing() const { return account_.empty_listing; }

private:
  Account account_;
  base::Duration timeout_;
};

/// The body of a PATCH: only what is stated is sent.
struct Patch {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> tags; ///< whole list, reserved ones included
  model::Configuration configuration;           ///< null resets
  [[nodiscard]] bool empty() const { return !name && !tags && configuration.empty(); }
};
[[nodiscard]] base::Secret patch_body(const Patch& patch);

struct Page {
  std::vector<model::LiveInstance> instances;
  std::string next_page;              ///< empty: the last one
  std::optional<int64_t> total_count; ///< elements-total-count
  std::optional<int64_t> returned_count;
  std::optional<base::WallTime> date; ///< the service's clock, from the Date header
};

/// Answers -> values. A 404 that can only mean an empty list of instances is an empty page (4.3); every other
/// 404 is an error, so that a wrong URL is never "no instances". `empty_listing`: see Account. Items without
/// `tags` are unreadable: nobody can say whose they are.
[[nodiscard]] ApiResult<Page> decode_page(const base::Result<http::Response, http::TransportError>& result,
                                          std::string_view empty_listing = {});
[[nodiscard]] ApiResult<model::LiveInstance>
decode_instance(const base::Result<http::Response, http::TransportError>& result);
/// For calls without a result; a 404 of a DELETE is for the caller to judge.
[[nodiscard]] ApiResult<void> decode_empty(const base::Result<http::Response, http::TransportError>& result);
[[nodiscard]] ApiResult<int64_t>
decode_count(const base::Result<http::Response, http::TransportError>& result);

/// Entries that an error message names, out of `known` configuration keys (5.2).
[[nodiscard]] std::vector<std::string> named_entries(const std::string& message,
                                                     const std::vector<std::string>& known);

/// Progress of a long read: pages or details so far, and the total if known.
using Progress = std::function<void(size_t done, size_t total)>;

/// Reads only: what plan, drift and export get. There is no write call on it.
class Reader {
public:
  Reader(const Requests& requests, http::Dispatcher& dispatcher, io::Signals& signals);
  /// A complete, consistent listing, or a failure. Counts are compared with `elements-total-count` and
  /// /instances/count where the service states them; a repeated or missing item makes it read again (up to 3
  /// times), then it fails. `tag` empty: all instances of the user. With a tag a stated total may count the
  /// whole account: it proves only what it equals.
  [[nodiscard]] base::Result<model::Listing> list(const std::string& tag, const Progress& progress);
  /// Replaces the light items of these ids by their details, in parallel. An id that is gone since the
  /// listing makes the listing inconsistent: a failure.
  [[nodiscard]] base::Result<void> add_details(model::Listing& listing, const std::vector<int64_t>& ids,
                                               const Progress& progress);

private:
  const Requests& requests_;
  http::Dispatcher& dispatcher_;
  io::Signals& signals_;
};

} // namespace cerec::api
