#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cerec::model {

/// `--shard 2/8`: the second of eight parts. The parts are told by a stable hash of the identity, so any
/// number of runners covers each instance exactly once.
struct Shard {
  uint64_t index = 1; ///< 1 ... count
  uint64_t count = 1;
  [[nodiscard]] bool holds(std::string_view stack, std::string_view logical_id) const;
  [[nodiscard]] std::string text() const; ///< "2/8"
  bool operator==(const Shard&) const = default;
};
/// nullopt: not of the form I/N with 1 <= I <= N.
[[nodiscard]] std::optional<Shard> parse_shard(std::string_view text);

} // namespace cerec::model
