#pragma once
#include "cerec/model/instance.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cerec::model {

/// One word of --take-over. "NAME" takes over the one candidate that another stack owns, "NAME=ID" settles
/// which of several instances (or any instance of the same element) is meant.
struct TakeOver {
  std::string name; ///< a name, address or logical id
  std::optional<int64_t> id{};

  /// Any text is one. A name may hold `=`: only an id behind the last one is an id.
  [[nodiscard]] static TakeOver parse(std::string_view text);
  /// As it is given: "NAME" or "NAME=ID".
  [[nodiscard]] std::string text() const;
  /// True if the name is one of this manifest.
  [[nodiscard]] bool names(const DesiredInstance& desired) const;
  std::strong_ordering operator<=>(const TakeOver& other) const { return text() <=> other.text(); }
  bool operator==(const TakeOver& other) const = default;
};

} // namespace cerec::model
