#include "cerec/crypto/fingerprint.hpp"
#include "cerec/crypto/hash.hpp"

#include <algorithm>
#include <set>

namespace cerec::crypto {
namespace {

constexpr size_t k_bytes = 32;
/// 32 random bytes have fewer different values than this once in 10^13 keys.
constexpr size_t k_different = 16;

int digit_of(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Half a byte at the end does not count.
std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(digit_of(digits[i]) * 16 + digit_of(digits[i + 1]));
  return bytes;
}

/// What is hex all through is read as hex: as base64 it would have more bytes, and no more bits.
std::optional<std::string> bytes_of(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return digit_of(c) >= 0; }))
    return from_hex(text);
  if (auto bytes = from_base64url(text))
    return bytes;
  return from_base64(text);
}

} // namespace

bool is_random_key(const base::Secret& text) {
  const auto bytes = bytes_of(text.reveal());
  return bytes && bytes->size() >= k_bytes &&
         std::set<char>(bytes->begin(), bytes->end()).size() >= k_different;
}

base::Secret new_key(const std::function<uint64_t()>& random) {
  std::string bytes;
  while (bytes.size() < k_bytes) {
    const uint64_t word = random();
    for (unsigned shift = 0; shift < 64; shift += 8)
      bytes += static_cast<char>(word >> shift & 0xFFU);
  }
  return base::Secret(base64url(bytes));
}

} // namespace cerec::crypto
