#pragma once
#include "cerec/http/transport.hpp"
#include "cerec/sim/choices.hpp"
#include "cerec/sim/instance.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cerec::sim {

/// Path under which the API lives on its hosts (docs/api.md 1.1).
inline constexpr std::string_view k_base_path = "/elements/api-v2";

/// One user of an account, with credentials in clear: it is a simulator.
struct Account {
  std::string user;
  std::string organization;
};
/// The credentials of the demonstration, documented in docs/simulator.md.
[[nodiscard]] Account demo_account();

/// A request as the platform sees it.
struct Call {
  http::Method method = http::Method::get;
  std::string path; ///< below the base path, without the query; empty: outside of the API
  std::vector<std::pair<std::string, std::string>> query; ///< decoded
  std::string authorization;
  std::string content_type = "application/json";
  std::string accept = "application/json";
  std::string body;
  std::string actor; ///< for the audit only

  [[nodiscard]] const std::string* find_query(std::string_view name) const;
};

/// Takes an origin-form target ("/elements/api-v2/instances?pageSize=2") apart.
[[nodiscard]] Call make_call(http::Method method, std::string_view target);
/// POST /instances and POST /elements/{k}/instances.
[[nodiscard]] bool is_create(const Call& call);
/// The target of an absolute URL: from the path on.
[[nodiscard]] std::string_view target_of(std::string_view url);

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
  std::string body;
};

/// How a listing is read: as of an earlier moment, with its pages moved by one item, or without tags.
struct Reading {
  base::Duration stale{0};
  enum class Shift { none, skip, repeat } shift = Shift::none;
  bool without_tags = false;
};

struct PendingCreate;
/// A request that has arrived and has had no effect yet, besides an id given (choice `ids=at-start`) and a
/// consumed OAuth code.
struct Begun {
  Call call;
  std::optional<Answer> answer; ///< refused already: there is nothing to commit
  std::shared_ptr<const PendingCreate> create;
};

struct PlatformConfig {
  std::vector<Account> accounts{demo_account()};
  Choices choices;
  uint64_t seed = 1; ///< tokens, request ids, shuffled orders
  int64_t first_id = 40'001;
  size_t largest_page = 200;       ///< of a listing; a small one makes many pages of few instances
  size_t history_limit = SIZE_MAX; ///< mutations kept; the oldest half goes when there are more
};

/// The instances API as a pure, deterministic model: same calls at the same times, same answers.
class Platform {
public:
  explicit Platform(PlatformConfig config = {});
  ~Platform();
  Platform(Platform&&) noexcept;
  Platform& operator=(Platform&&) noexcept;

  /// The whole of a request at one moment: begin and finish.
  [[nodiscard]] Answer handle(const Call& call, base::WallTime now);

  /// First phase: who asks, what for, is it valid. Writes of the second phase come when the platform gets
  /// round to them, perhaps after the caller has gone.
  [[nodiscard]] Begun begin(Call call, base::WallTime now);
  /// Second phase: the effect, and the answer.
  [[nodiscard]] Answer finish(const Begun& begun, base::WallTime now, const Reading& reading = {});
  /// An answer in the API's error shape, with a request id of its own.
  [[nodiscard]] Answer error(int status, std::string_view message, std::string_view provider_message = {});

  [[nodiscard]] const PlatformConfig& config() const;
  /// By id, ascending; all accounts.
  [[nodiscard]] const std::map<int64_t, InstancePtr>& instances() const;
  [[nodiscard]] InstancePtr find(int64_t id) const; ///< null if there is none
  /// Every committed write in order (the newest, if there is a limit).
  [[nodiscard]] const std::vector<Mutation>& history() const;
  /// Called after each committed write, for the state file.
  void on_mutation(std::function<void(const Mutation&)> listener);

  /// Puts an instance in place as if it had always been there; id 0 and an empty token are filled in. The
  /// element has to exist. Returns the id.
  int64_t add(Instance instance);
  /// The id that the next create gets; skip_ids moves it forward.
  [[nodiscard]] int64_t next_id() const;
  void skip_ids(int64_t next_id);
  /// Marks a code as used up; codes come back from used_codes().
  void use_code(std::string code);
  [[nodiscard]] std::vector<std::string> used_codes() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Configuration as the service would use it: defaults of the element, then what was set; secrets in clear.
[[nodiscard]] Settings effective_configuration(const Instance& instance);

} // namespace cerec::sim
