#include "cerec/crypto/fingerprint.hpp"

#include "cerec/crypto/hash.hpp"

#include <array>
#include <fmt/format.h>
#include <sodium.h>

namespace cerec::crypto {
namespace {

using Digest = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// HMAC-SHA-256 over the parts, each led by its length so that no two lists of parts read the same.
Digest hmac(std::string_view key, std::initializer_list<std::string_view> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  for (const std::string_view part : parts) {
    const uint64_t size = part.size();
    std::array<unsigned char, 8> length{};
    for (size_t i = 0; i < length.size(); ++i)
      length[i] = static_cast<unsigned char>(size >> (8 * i));
    crypto_auth_hmacsha256_update(&state, length.data(), length.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(part), part.size());
  }
  Digest digest{};
  crypto_auth_hmacsha256_final(&state, digest.data());
  return digest;
}

uint32_t bits(const Digest& digest, size_t count_of_bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < count_of_bytes; ++i)
    value = value << 8 | digest[i];
  return value;
}

std::string text_of(const Digest& digest) {
  return {digest.begin(), digest.end()};
}

} // namespace

FingerprintKey::FingerprintKey(const base::Secret& material, std::string_view purpose)
    : key_(text_of(hmac(purpose, {material.reveal()}))) {
  const Digest digest = hmac(key_.reveal(), {"key id"});
  id_ = base64url(std::string_view(reinterpret_cast<const char*>(digest.data()), 3));
}

FingerprintKey FingerprintKey::from_account(const base::Secret& user, const base::Secret& organization) {
  const base::Secret both(fmt::format("{}:{}{}", user.reveal().size(), user.reveal(), organization.reveal()));
  return {both, "cerec fingerprint key, account, v1"};
}

FingerprintKey FingerprintKey::from_configured(const base::Secret& key) {
  return {key, "cerec fingerprint key, configured, v1"};
}

InstanceKey FingerprintKey::of_instance(std::string_view identity) const {
  return InstanceKey(base::Secret(text_of(hmac(key_.reveal(), {"instance", identity}))));
}

std::string FingerprintKey::digest(std::string_view purpose, std::string_view bytes) const {
  const Digest whole = hmac(key_.reveal(), {"digest", purpose, bytes});
  std::string text;
  for (size_t i = 0; i < 8; ++i)
    text += fmt::format("{:02x}", whole[i]);
  return text;
}

FieldMark InstanceKey::mark(std::string_view path, std::string_view value, unsigned salt) const {
  return {mark_path(path, salt), mark_value(path, value)};
}

uint32_t InstanceKey::mark_path(std::string_view path, unsigned salt) const {
  const char salted = static_cast<char>('A' + static_cast<int>(salt % 64));
  return bits(hmac(key_.reveal(), {"path", std::string_view(&salted, 1), path}), 2) >> 2;
}

uint32_t InstanceKey::mark_value(std::string_view path, std::string_view value) const {
  return bits(hmac(key_.reveal(), {"value", path, value}), 4) >> 2;
}

std::string InstanceKey::short_mark(std::string_view path, std::string_view value) const {
  return fmt::format("{:08x}", mark_value(path, value));
}

} // namespace cerec::crypto
