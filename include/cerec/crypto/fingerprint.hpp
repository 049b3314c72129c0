#pragma once
#include "cerec/base/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace cerec::crypto {

/// What is remembered of one applied field: 24 bits that name the path and 32 bits of a keyed hash of the
/// value. 32 bits: a changed value goes unnoticed once in four thousand million; without the key nothing can
/// be guessed.
struct FieldMark {
  uint32_t path = 0;  ///< 24 bits
  uint32_t value = 0; ///< 32 bits
  bool operator==(const FieldMark&) const = default;
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
  /// `salt` 0-63: another one is tried when two paths of one instance collide.
  [[nodiscard]] FieldMark mark(std::string_view path, std::string_view value, unsigned salt) const;
  /// Only the path part of `mark`; needs no secret, but the same key so that tags of two stacks tell nothing.
  [[nodiscard]] uint32_t mark_path(std::string_view path, unsigned salt) const;
  /// 8 hex digits of a keyed hash, for showing in a plan that a secret differs: secret(ab12cd34 -> ...).
  [[nodiscard]] std::string short_mark(std::string_view path, std::string_view value) const;

private:
  FingerprintKey(const base::Secret& material, std::string_view purpose);
  base::Secret key_;
  std::string id_;
};

} // namespace cerec::crypto
