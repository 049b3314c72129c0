#include "cerec/sim/platform.hpp"

#include "cerec/base/number.hpp"
#include "sim/calls.hpp"
#include "sim/json_text.hpp"
#include "sim/render.hpp"

#include "cerec/crypto/hash.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace cerec::sim {
namespace {

constexpr std::string_view k_bad_credentials =
    "Invalid Organization or User secret, or invalid Element token provided.";

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

/// The parts of `User u, Organization o, Element t`, in any order. Secrets hold `+ / =`, never ", ".
struct Credentials {
  std::string_view user, organization, element;
};
Credentials credentials_of(std::string_view text) {
  Credentials credentials;
  while (!text.empty()) {
    const size_t end = std::min(text.find(", "), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    const size_t blank = std::min(part.find(' '), part.size());
    const std::string_view value = part.substr(std::min(blank + 1, part.size()));
    const std::string_view name = part.substr(0, blank);
    (name == "User"           ? credentials.user
     : name == "Organization" ? credentials.organization
                              : credentials.element) = value;
  }
  return credentials;
}

bool is_json(std::string_view type) {
  return type.empty() || type.substr(0, 16) == "application/json" ||
         type.find("*/*") != std::string_view::npos;
}

/// A route below /instances (or /elements/{k}/instances): which instance, which part of it.
struct Target {
  std::optional<int64_t> id;
  std::vector<std::string_view> rest; ///< after the id
};

Answer instance_call(const CallContext& context, const Instance& instance, const Target& target) {
  using http::Method;
  const Method method = context.call.method;
  if (target.rest.empty()) {
    switch (method) {
    case Method::get:
      return get_instance(context, instance);
    case Method::patch:
      return write_instance(context, instance, MutationKind::patch);
    case Method::put:
      return write_instance(context, instance, MutationKind::put);
    case Method::del:
      return remove_instance(context, instance);
    default:
      return context.core.error(405, "Method not allowed");
    }
  }
  const std::string_view part = target.rest[0];
  const bool toggles = method == Method::put || method == Method::del;
  if (part == "enabled" && target.rest.size() == 1)
    return toggles ? set_enabled(context, instance, method == Method::put)
                   : context.core.error(405, "Method not allowed");
  if (part == "trace-logging" && target.rest.size() == 1)
    return toggles ? context.core.ok({}) : context.core.error(405, "Method not allowed");
  if (part == "configuration" && target.rest.size() <= 2 &&
      (method == Method::get || target.rest.size() == 2))
    return configuration_call(context, instance,
                              target.rest.size() == 2
                                  ? base::parse_number<int64_t>(target.rest[1]).value_or(-1)
                                  : std::optional<int64_t>());
  return context.core.error(404, "Resource not found");
}

} // namespace

base::WallTime service_time(base::WallTime now, const Choices& choices) {
  switch (choices.date) {
  case Choices::Date::hour_ahead:
    return now + std::chrono::hours(1);
  case Choices::Date::hour_behind:
    return now - std::chrono::hours(1);
  case Choices::Date::exact:
  case Choices::Date::absent:
    break;
  }
  return now;
}

std::string http_date(base::WallTime time) {
  const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(seconds));
}

void add_date(Answer& answer, base::WallTime now, const Choices& choices) {
  if (choices.date != Choices::Date::absent)
    answer.headers.emplace_back("date", http_date(service_time(now, choices)));
}

Account demo_account() {
  return {"ZGVtbyB1c2VyIHNlY3JldCBvZiB0aGUgc2ltdWxhdG8=", "0123456789abcdef0123456789abcdef"};
}

const std::string* Call::find_query(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name)
      return &value;
  return nullptr;
}

// --- Core ----------------------------------------------------------------------------------------------

std::string Core::next_request_id() {
  SeededRandom mixed(config.seed * 0x9E37'79B9'7F4A'7C15ULL + ++answers);
  const uint64_t low = mixed.next() >> 32; // arguments have no order of their own
  return fmt::format("{:016x}{:08x}", mixed.next(), low);
}

Answer Core::make(int status, std::string body, const std::string& request_id) {
  Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  answer.headers.reserve(5);
  answer.headers.emplace_back("content-type", "application/json;charset=UTF-8");
  answer.headers.emplace_back("elements-request-id", request_id);
  return answer;
}

Answer Core::ok(std::string body) {
  return make(200, std::move(body), next_request_id());
}

Answer Core::error(int status, std::string_view message, std::string_view provider_message) {
  const std::string request_id = next_request_id();
  std::string body = "{";
  append_member(body, "requestId", request_id);
  append_member(body, "message", message);
  if (!provider_message.empty())
    append_member(body, "providerMessage", provider_message);
  body += '}';
  return make(status, std::move(body), request_id);
}

Answer Core::unknown_instance(int64_t id) {
  std::string text = config.choices.unknown_id_text;
  if (const size_t place = text.find("{}"); place != std::string::npos)
    text.replace(place, 2, std::to_string(id));
  return error(404, text);
}

std::string Core::token_for(int64_t id) const {
  SeededRandom mixed(config.seed ^ static_cast<uint64_t>(id) * 0xD134'2543'DE82'EF95ULL);
  std::string bytes;
  for (int word = 0; word < 4; ++word) {
    const uint64_t value = mixed.next();
    for (int shift = 0; shift < 64; shift += 8)
      bytes += static_cast<char>(value >> shift & 0xFF);
  }
  return crypto::base64(bytes);
}

// --- Platform ------------------------------------------------------------------------------------------

struct Platform::Impl : Core {
  using Core::Core;

  /// The account of the credentials, or nullopt. An Element part has to be a live token of it.
  [[nodiscard]] std::optional<size_t> authenticate(const Credentials& credentials) const;
  [[nodiscard]] Answer serve(const Begun& begun, base::WallTime now, const Reading& reading);
  [[nodiscard]] Answer serve_instances(const CallContext& context, const std::vector<std::string_view>& rest,
                                       const ElementModel* model);
};

std::optional<size_t> Platform::Impl::authenticate(const Credentials& credentials) const {
  for (size_t i = 0; i < config.accounts.size(); ++i) {
    const Account& account = config.accounts[i];
    if (credentials.user != account.user || credentials.organization != account.organization)
      continue;
    if (credentials.element.empty())
      return i;
    const InstancePtr instance = store.find_token(std::string(credentials.element));
    return instance && instance->account == i ? std::optional(i) : std::nullopt;
  }
  return std::nullopt;
}

Answer Platform::Impl::serve_instances(const CallContext& context, const std::vector<std::string_view>& rest,
                                       const ElementModel* model) {
  const http::Method method = context.call.method;
  Target target;
  if (!rest.empty() && rest[0] == "count" && rest.size() == 1 && method == http::Method::get)
    return count_instances(context);
  size_t used = 0;
  if (!rest.empty() && (target.id = base::parse_number<int64_t>(rest[0])))
    used = 1;
  target.rest.assign(rest.begin() + static_cast<std::ptrdiff_t>(used), rest.end());
  InstancePtr instance;
  if (target.id) {
    instance = store.find(*target.id);
    if (instance && (instance->account != context.account || (model != nullptr && instance->model != model)))
      instance = nullptr;
    return instance ? instance_call(context, *instance, target) : unknown_instance(*target.id);
  }
  if (const std::string_view token = credentials_of(context.call.authorization).element; !token.empty())
    if ((instance = store.find_token(std::string(token))) && (method != http::Method::get || !rest.empty()))
      return instance_call(context, *instance, target); // the token form
  if (rest.empty())
    return method == http::Method::get ? list_instances(context, model) : error(405, "Method not allowed");
  return error(404, "Resource not found");
}

Answer Platform::Impl::serve(const Begun& begun, base::WallTime now, const Reading& reading) {
  const Call& call = begun.call;
  const std::vector<std::string_view> segments = segments_of(call.path);
  const auto account = authenticate(credentials_of(call.authorization));
  if (segments[0] == "elements" && !(segments.size() >= 3 && segments[2] == "instances"))
    return element_call(*this, call, segments);
  if (!account)
    return error(401, k_bad_credentials);
  const CallContext context{*this, call, *account, now, reading};
  if (segments[0] == "instances")
    return serve_instances(context, {segments.begin() + 1, segments.end()}, nullptr);
  const ElementModel* model = find_model_by_text(segments[1]);
  if (model == nullptr)
    return error(404, fmt::format("No element found with key or ID {}", segments[1]));
  return serve_instances(context, {segments.begin() + 3, segments.end()}, model);
}

Platform::Platform(PlatformConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}
Platform::~Platform() = default;
Platform::Platform(Platform&&) noexcept = default;
Platform& Platform::operator=(Platform&&) noexcept = default;

Answer Platform::handle(const Call& call, base::WallTime now) {
  return finish(begin(call, now), now);
}

Begun Platform::begin(Call call, base::WallTime now) {
  Begun begun;
  begun.call = std::move(call);
  const std::vector<std::string_view> segments = segments_of(begun.call.path);
  const auto refuse = [&](Answer answer) {
    begun.answer = std::move(answer);
    return std::move(begun);
  };
  if (begun.call.path.empty()) {
    Answer answer = impl_->error(404, "");
    answer.headers[0].second = "text/html;charset=UTF-8";
    answer.body = "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n";
    return refuse(std::move(answer));
  }
  if (segments.empty() || (segments[0] != "instances" && segments[0] != "elements"))
    return refuse(impl_->error(404, "Resource not found"));
  if (!is_json(begun.call.accept))
    return refuse(impl_->error(406, "Not acceptable"));
  if (!begun.call.body.empty() && !is_json(begun.call.content_type))
    return refuse(impl_->error(415, "Unsupported media type"));
  const bool by_element = segments.size() == 3 && segments[0] == "elements" && segments[2] == "instances";
  const bool creates = is_create(begun.call);
  if (!creates)
    return begun;
  const auto account = impl_->authenticate(credentials_of(begun.call.authorization));
  if (!account)
    return refuse(impl_->error(401, k_bad_credentials));
  const CallContext context{*impl_, begun.call, *account, now, {}};
  begun.answer = begin_create(context, by_element ? segments[1] : std::string_view(), begun.create);
  return begun;
}

Answer Platform::finish(const Begun& begun, base::WallTime now, const Reading& reading) {
  Answer answer = begun.answer   ? *begun.answer
                  : begun.create ? commit_create(*impl_, *begun.create, now, begun.call.actor)
                                 : impl_->serve(begun, now, reading);
  add_date(answer, now, config().choices);
  return answer;
}

Answer Platform::error(int status, std::string_view message, std::string_view provider_message) {
  return impl_->error(status, message, provider_message);
}

const PlatformConfig& Platform::config() const {
  return impl_->config;
}
const std::map<int64_t, InstancePtr>& Platform::instances() const {
  return impl_->store.instances();
}
InstancePtr Platform::find(int64_t id) const {
  return impl_->store.find(id);
}
const std::vector<Mutation>& Platform::history() const {
  return impl_->store.history();
}
void Platform::on_mutation(std::function<void(const Mutation&)> listener) {
  impl_->store.listener = std::move(listener);
}

int64_t Platform::add(Instance instance) {
  instance.model = find_model(instance.element);
  if (instance.model == nullptr)
    throw std::invalid_argument("no such element: " + instance.element);
  if (instance.id == 0)
    instance.id = impl_->store.take_id();
  if (instance.token.empty())
    instance.token = impl_->token_for(instance.id);
  if (instance.created.empty())
    instance.created = "2025-01-01T00:00:00Z";
  const int64_t id = instance.id;
  impl_->store.adopt(std::make_shared<const Instance>(std::move(instance)));
  return id;
}

int64_t Platform::next_id() const {
  return impl_->store.next_id();
}
void Platform::skip_ids(int64_t next_id) {
  impl_->store.skip_ids(next_id);
}
void Platform::use_code(std::string code) {
  impl_->store.used_codes.insert(std::move(code));
}
std::vector<std::string> Platform::used_codes() const {
  return {impl_->store.used_codes.begin(), impl_->store.used_codes.end()};
}

} // namespace cerec::sim
