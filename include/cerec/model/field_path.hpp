#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cerec::model {

/// What a field of an instance is. Whoever decides by a field asks this, not its text.
enum class Field : uint8_t {
  // A listing shows them, and plans compare them.
  name,
  tags,
  disabled,
  configuration, ///< an entry (FieldPath::key), or all of it
  // Only a create sends them; no listing shows them.
  provider_data,
  external_authentication,
  other,   ///< any other member of the body
  element, ///< of a replace
  // What is kept in reserved tags.
  ownership,
  protect,
  on_remove,
  settled,
  quarantined,
  readable_tags,
  fingerprint_key,
  other_reserved, ///< of a newer version
};

/// Where a field stands, parsed once: "name", "configuration.username", "cerec.protect". Ordered by its text.
class FieldPath {
public:
  FieldPath() = default;
  /// Any text is a path; what is not known is Field::other.
  explicit FieldPath(std::string text);
  /// The path of a field that has one word.
  FieldPath(Field field); // NOLINT(google-explicit-constructor): a field is its own path
  /// The path of one entry.
  [[nodiscard]] static FieldPath configuration(std::string_view key);

  [[nodiscard]] Field field() const { return field_; }
  [[nodiscard]] bool is(Field field) const { return field_ == field; }
  /// The key of an entry of `configuration`; empty for any other path.
  [[nodiscard]] std::string_view key() const;
  [[nodiscard]] const std::string& text() const { return text_; }

  /// True if a listing shows it and a plan compares it.
  [[nodiscard]] bool compared() const { return field_ <= Field::configuration; }
  /// True if it is kept in reserved tags.
  [[nodiscard]] bool reserved() const { return field_ >= Field::ownership; }

  bool operator==(const FieldPath& other) const { return text_ == other.text_; }
  std::strong_ordering operator<=>(const FieldPath& other) const { return text_ <=> other.text_; }

private:
  FieldPath(Field field, std::string text) : field_(field), text_(std::move(text)) {}
  Field field_ = Field::other;
  std::string text_;
};

/// Their texts, in their order.
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<FieldPath>& paths);

} // namespace cerec::model
