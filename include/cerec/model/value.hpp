#pragma once
#include "cerec/base/secret.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cerec::model {

/// A configuration value as the manifest or the service states it. Its text is kept exactly (`0123`, `1e5`,
/// `NO`). A sensitive value (it came from a reference, its key is declared a secret, or the service masked
/// it) has no way to a diff or a plan: plain() is empty and only text_for_request() reveals it.
class Value {
public:
  enum class Kind { null, string, boolean, number, json }; ///< json: object or list, as canonical JSON text

  Value() = default; ///< null
  [[nodiscard]] static Value string(std::string text) { return {Kind::string, std::move(text), false}; }
  [[nodiscard]] static Value boolean(bool value) { return {Kind::boolean, value ? "true" : "false", false}; }
  /// `text` as written; the caller has checked that it is a JSON number.
  [[nodiscard]] static Value number(std::string text) { return {Kind::number, std::move(text), false}; }
  /// `text`: canonical JSON (members sorted, no blanks).
  [[nodiscard]] static Value json(std::string text) { return {Kind::json, std::move(text), false}; }
  [[nodiscard]] Value as_sensitive() const {
    Value copy = *this;
    copy.sensitive_ = true;
    return copy;
  }

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  [[nodiscard]] bool sensitive() const { return sensitive_; }
  /// The text of a value that may be shown; nullopt for null and for sensitive values.
  [[nodiscard]] std::optional<std::string_view> plain() const {
    if (sensitive_ || is_null())
      return std::nullopt;
    return text_.reveal();
  }
  /// The text for a request body or a keyed hash. Never for output.
  [[nodiscard]] const base::Secret& text_for_request() const { return text_; }
  /// True for the eight asterisks with which the service hides a secret (docs/api.md 3.1).
  [[nodiscard]] bool is_mask() const { return kind_ == Kind::string && text_.reveal() == "********"; }
  /// Same kind and bytes. Equality of meaning is plan's business (normalisation).
  [[nodiscard]] bool same_as(const Value& other) const {
    return kind_ == other.kind_ && text_.same_as(other.text_);
  }

private:
  Value(Kind kind, std::string text, bool sensitive)
      : kind_(kind), text_(std::move(text)), sensitive_(sensitive) {}
  Kind kind_ = Kind::null;
  base::Secret text_;
  bool sensitive_ = false;
};

using Configuration = std::map<std::string, Value>;

} // namespace cerec::model
