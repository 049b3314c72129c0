#pragma once
#include "sim/body.hpp"
#include "sim/element_model.hpp"
#include "sim/store.hpp"

#include "cerec/sim/platform.hpp"
#include "cerec/sim/timeline.hpp"

/// The calls of the API, one function each; platform.cpp routes to them.
namespace cerec::sim {

/// What a listing asks for, besides the page.
struct Filter {
  size_t account = 0;
  const ElementModel* model = nullptr; ///< null: of all elements
  std::vector<std::string> tags;
  std::string search;
  bool operator==(const Filter&) const = default;
};

/// A whole listing of which one page was asked for: the next pages are read from it while nothing changes.
struct Listed {
  Filter filter;
  std::optional<uint64_t> version; ///< of the store; nullopt: it is not to be repeated
  std::vector<InstancePtr> found;
};

/// What is common to all calls of one platform.
struct Core {
  explicit Core(PlatformConfig config_in)
      : config(std::move(config_in)), store(config.first_id, config.history_limit), random(config.seed) {}
  PlatformConfig config;
  Store store;
  SeededRandom random;
  uint64_t answers = 0;
  std::optional<Listed> listed;

  [[nodiscard]] Answer ok(std::string body);
  [[nodiscard]] Answer error(int status, std::string_view message, std::string_view provider_message = {});
  [[nodiscard]] Answer unknown_instance(int64_t id);
  [[nodiscard]] std::string token_for(int64_t id) const;

private:
  [[nodiscard]] Answer make(int status, std::string body, const std::string& request_id);
  [[nodiscard]] std::string next_request_id();
};

/// The service's own clock.
[[nodiscard]] base::WallTime service_time(base::WallTime now, const Choices& choices);
/// The form that HTTP prefers (RFC 9110, section 5.6.7), in whole seconds.
[[nodiscard]] std::string http_date(base::WallTime time);
/// The Date header, if the service sends one.
void add_date(Answer& answer, base::WallTime now, const Choices& choices);

/// One authenticated request on its way.
struct Context {
  Core& core;
  const Call& call;
  size_t account = 0;
  base::WallTime now{};
  Reading reading;
};

/// A create that passed all checks of its arrival.
struct PendingCreate {
  Draft draft;
  const ElementModel* model = nullptr;
  size_t account = 0;
  int64_t id = 0; ///< 0: given at the commit
};

// create.cpp
/// `element`: from the path of POST /elements/{k}/instances, else empty. Answer: refused.
[[nodiscard]] std::optional<Answer> begin_create(const Context& context, std::string_view element,
                                                 std::shared_ptr<const PendingCreate>& pending);
[[nodiscard]] Answer commit_create(Core& core, const PendingCreate& pending, base::WallTime now,
                                   const std::string& actor);
/// The message for a refused OAuth code or credential, if the provider refuses what the draft holds.
[[nodiscard]] std::optional<Answer> provider_refuses(Core& core, const Draft& draft);

// write.cpp
[[nodiscard]] Answer get_instance(const Context& context, const Instance& instance);
[[nodiscard]] Answer write_instance(const Context& context, const Instance& instance, MutationKind kind);
[[nodiscard]] Answer remove_instance(const Context& context, const Instance& instance);
[[nodiscard]] Answer set_enabled(const Context& context, const Instance& instance, bool enabled);
[[nodiscard]] Answer configuration_call(const Context& context, const Instance& instance,
                                        std::optional<int64_t> config_id);
/// Puts sent values over the stored ones by the choices; the failure is the message of a 400.
[[nodiscard]] base::Result<void> merge_configuration(const Choices& choices, const ElementModel& model,
                                                     const Settings& sent, Settings& stored);

// listing.cpp
/// `model`: only instances of this element (GET /elements/{k}/instances), or null.
[[nodiscard]] Answer list_instances(const Context& context, const ElementModel* model);
[[nodiscard]] Answer count_instances(const Context& context);

/// A page of a list: which part, and the token of the next one.
struct PageWindow {
  size_t offset = 0, limit = 0;
  size_t page = 1;
};
/// Reads pageSize and nextPage; the failure is the message of a 400.
[[nodiscard]] base::Result<PageWindow> read_window(const Call& call, const PlatformConfig& config);
[[nodiscard]] std::string page_token(size_t limit, size_t page, const Choices& choices);

// element_calls.cpp
[[nodiscard]] Answer element_call(Core& core, const Call& call,
                                  const std::vector<std::string_view>& segments);

} // namespace cerec::sim
