#pragma once
#include "cerec/base/number.hpp"
#include "cerec/model/value.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

/// What a reader of JSON makes of the events of a text.
namespace cerec::api {

/// A scalar of any kind, as events hand it over.
struct Scalar {
  enum class Kind { null, boolean, whole, number, text } kind = Kind::null;
  bool flag = false;
  int64_t whole = 0;
  nlohmann::json number; ///< of every number, as it would be written
  std::string* text = nullptr;

  [[nodiscard]] std::string take_text() const {
    return kind == Kind::text ? std::move(*text) : std::string();
  }
  [[nodiscard]] std::optional<bool> as_flag() const {
    return kind == Kind::boolean ? std::optional(flag) : std::nullopt;
  }
  /// A whole number, also if it is written as a string.
  [[nodiscard]] std::optional<int64_t> as_whole() const {
    if (kind == Kind::whole)
      return whole;
    return kind == Kind::text ? base::parse_number<int64_t>(*text) : std::nullopt;
  }
  [[nodiscard]] nlohmann::json as_json() const {
    switch (kind) {
    case Kind::null:
      break;
    case Kind::boolean:
      return flag;
    case Kind::whole:
    case Kind::number:
      return number;
    case Kind::text:
      return std::move(*text);
    }
    return nullptr;
  }
  [[nodiscard]] model::Value as_value() const {
    switch (kind) {
    case Kind::null:
      break;
    case Kind::boolean:
      return model::Value::boolean(flag);
    case Kind::whole:
    case Kind::number:
      return model::Value::number(number.dump());
    case Kind::text: {
      model::Value value = model::Value::string(std::move(*text));
      return value.is_mask() ? value.as_sensitive() : value;
    }
    }
    return {};
  }
};

/// Builds a tree from events: of a configuration value that is an object or a list.
class Tree {
public:
  [[nodiscard]] bool is_open() const { return !open_.empty(); }
  void key(std::string& name) { name_ = std::move(name); }
  void open(nlohmann::json::value_t kind) {
    nlohmann::json& place = put(nlohmann::json(kind));
    open_.push_back(&place);
  }
  /// True: it is whole.
  bool close() {
    open_.pop_back();
    return open_.empty();
  }
  nlohmann::json& put(nlohmann::json value) {
    if (open_.empty())
      return root_ = std::move(value);
    nlohmann::json& top = *open_.back();
    if (top.is_object())
      return top[name_] = std::move(value);
    top.push_back(std::move(value));
    return top.back();
  }
  [[nodiscard]] std::string text() const { return root_.dump(); }

private:
  nlohmann::json root_;
  std::vector<nlohmann::json*> open_; ///< each the last one in its parent, which does not grow meanwhile
  std::string name_;
};

} // namespace cerec::api
