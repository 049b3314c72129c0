#pragma once
#include "cerec/base/secret.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace cerec::crypto {

/// What is remembered of one applied field: 14 bits that name the path and 30 bits of a keyed hash of the
/// value. 30 bits: a changed value goes unnoticed once in a thousand million; without the key nothing can be
/// guessed. 14 bits do not tell all paths apart: a salt is chosen so that those of one instance differ.
struct FieldMark {
  uint32_t path = 0;  ///< 14 bits
  uint32_t value = 0; ///< 30 bits
  auto operator<=>(const FieldMark&) const = default;
};

/// The key of the marks of one instance. It hangs on the identity, so that one value has another mark on each
/// instance, and on each of its fields: equal secrets do not show.
class InstanceKey {
public:
  /// `salt` 0-63: another one is tried when two paths of one instance collide.
  [[nodiscard]] FieldMark mark(std::string_view path, std::string_view value, unsigned salt) const;
  [[nodiscard]] uint32_t mark_path(std::string_view path, unsigned salt) const;
  [[nodiscard]] uint32_t mark_value(std::string_view path, std::string_view value) const;
  /// `mark_value` as 8 hex digits, for showing that a secret differs: secret(0b12cd34 -> ...).
  [[nodiscard]] std::string short_mark(std::string_view path, std::string_view value) const;

private:
  friend class FingerprintKey;
  explicit InstanceKey(base::Secret key) : key_(std::move(key)) {}
  base::Secret key_;
};

/// The key of the fingerprints: derived from the account's two secrets, or from a configured key so that a
/// rotation of the account's secrets does not lose what is known.
class FingerprintKey {
public:
  [[nodiscard]] static FingerprintKey from_account(const base::Secret& user,
                                                   const base::Secret& organization);
  [[nodiscard]] static FingerprintKey from_configured(const base::Secret& key);

  /// 24 bits as 4 characters of base64url: tells "made with another key" from "changed".
  [[nodiscard]] const std::string& id() const { return id_; }
  /// `identity`: the code of the instance's identity (model::identity_code).
  [[nodiscard]] InstanceKey of_instance(std::string_view identity) const;
  /// 16 hex digits of a keyed hash, for facts that are compared and never shown in clear.
  [[nodiscard]] std::string digest(std::string_view purpose, std::string_view bytes) const;

private:
  FingerprintKey(const base::Secret& material, std::string_view purpose);
  base::Secret key_;
  std::string id_;
};

/// True for the text of a key that can hold 256 random bits: at least 64 hex digits, or base64 of at least 32
/// bytes, and no obvious pattern. A word that a person chose is found by trying: the marks are public.
[[nodiscard]] bool is_random_key(const base::Secret& text);
/// A new key as text, of 256 bits of this source; each call gives 64 uniform bits.
[[nodiscard]] base::Secret new_key(const std::function<uint64_t()>& random);

} // namespace cerec::crypto
