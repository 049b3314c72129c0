#pragma once
#include "cerec/sim/platform.hpp"

#include <nlohmann/json.hpp>
#include <string>

/// A caller of the platform without a network, for the tests of the model.
namespace cerec::sim {

inline constexpr base::WallTime k_noon{std::chrono::seconds{1'767'268'800}}; // 2026-01-01T12:00:00Z

inline std::string authorization(const Account& account = demo_account()) {
  return "User " + account.user + ", Organization " + account.organization;
}

inline Call call(http::Method method, const std::string& target, std::string body = {}) {
  Call made = make_call(method, std::string(k_base_path) + target);
  made.authorization = authorization();
  made.body = std::move(body);
  return made;
}

/// Platform and short words for its calls.
struct Client {
  explicit Client(const std::vector<std::string>& choices = {}, PlatformConfig config = {})
      : platform([&] {
          for (const std::string& choice : choices)
            if (auto set = set_choice(config.choices, choice); !set)
              throw std::invalid_argument(set.error().message);
          return config;
        }()) {}

  Platform platform;
  base::WallTime now = k_noon;

  Answer get(const std::string& target) { return platform.handle(call(http::Method::get, target), now); }
  Answer post(const std::string& body) {
    return platform.handle(call(http::Method::post, "/instances", body), now);
  }
  Answer patch(int64_t id, const std::string& body) {
    return platform.handle(call(http::Method::patch, "/instances/" + std::to_string(id), body), now);
  }
  Answer put(int64_t id, const std::string& body) {
    return platform.handle(call(http::Method::put, "/instances/" + std::to_string(id), body), now);
  }
  Answer remove(int64_t id) {
    return platform.handle(call(http::Method::del, "/instances/" + std::to_string(id)), now);
  }
  /// Creates a GoodData instance; its id.
  int64_t create(const std::string& name, const std::string& tags = "[]") {
    const Answer answer = post(gooddata(name, tags));
    return nlohmann::json::parse(answer.body).at("id").get<int64_t>();
  }

  static std::string gooddata(const std::string& name, const std::string& tags = "[]") {
    return R"({"element":{"key":"gooddata"},"name":")" + name + R"(","tags":)" + tags +
           R"(,"configuration":{"username":"u@example.com","password":"s3cret","siteAddress":"secure.gooddata.com"}})";
  }
};

inline nlohmann::json json_of(const Answer& answer) {
  return nlohmann::json::parse(answer.body);
}
inline std::string message_of(const Answer& answer) {
  return json_of(answer).at("message").get<std::string>();
}
inline std::string header_of(const Answer& answer, const std::string& name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name)
      return value;
  return "(none)";
}

} // namespace cerec::sim
