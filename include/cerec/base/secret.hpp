#pragma once
#include <compare>
#include <fmt/format.h>
#include <iosfwd>
#include <string>
#include <string_view>

namespace cerec::base {

/// Bytes that must never be shown: account secrets, configuration secrets, element tokens, request bodies.
/// There is no way to format, stream or compare one; the bytes are wiped when it is destroyed.
/// `reveal()` is the only way out. It is for request bodies, headers, token sinks and keyed hashes; each use
/// is listed in tests/arch/reveal.allow, and a test fails on a use in a file that is not listed.
class Secret {
public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  [[nodiscard]] std::string_view reveal() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  /// True if both hold the same bytes; time does not depend on where they differ.
  [[nodiscard]] bool same_as(const Secret& other) const;

  bool operator==(const Secret&) const = delete;
  auto operator<=>(const Secret&) const = delete;
  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

private:
  void wipe() noexcept;
  std::string bytes_;
};

} // namespace cerec::base

/// Declared and never defined: formatting a Secret does not compile.
template <>
struct fmt::formatter<cerec::base::Secret>;
