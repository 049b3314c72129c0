#pragma once
#include "cerec/crypto/fingerprint.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The reserved tags: what cerec keeps on an instance instead of a state file. All begin with `cerec:` and
/// are under 128 characters of [A-Za-z0-9._:/=-].
///
///   cerec:id:<stack>/<logical id>          identity: at most one settled instance of an account carries it
///   cerec:settled                          the maker's last word: this is the instance of that identity
///   cerec:run:<nonce>                      the run that posted it; removed when settled
///   cerec:protect                          refuse to delete or replace, even without the manifest
///   cerec:fp:<key id>:<salt>:<n>:<marks>   last-applied fields, 9 marks of 7 bytes a tag, base64url
///   cerec:quarantine                       deleted by `--delete-mode disable`
///   cerec:release                          `cerec.onRemove: release`, for when the manifest is gone
namespace cerec::model {

inline constexpr std::string_view k_reserved_prefix = "cerec:";

/// What was last applied, field by field.
struct Fingerprint {
  std::string key_id;
  unsigned salt = 0;
  std::vector<crypto::FieldMark> marks; ///< sorted by path

  bool operator==(const Fingerprint&) const = default;
  /// The mark of a path, if that path was applied.
  [[nodiscard]] std::optional<crypto::FieldMark> find(uint32_t path) const;
};

/// Marks of all fields (path -> normalised text); picks the first salt without a collision.
[[nodiscard]] Fingerprint make_fingerprint(const crypto::FingerprintKey& key,
                                           const std::map<std::string, base::Secret>& fields);

struct Ownership {
  std::string stack;      ///< empty: nobody owns it
  std::string logical_id; ///< within the stack
  bool settled = false;
  bool protect = false;
  bool quarantined = false;
  bool release = false;                   ///< on removal of the manifest: forget, do not delete
  std::string run;                        ///< nonce of the run that posted it, until settled
  std::optional<Fingerprint> fingerprint; ///< absent: never written, or unreadable
  bool operator==(const Ownership&) const = default;
};

/// Tags as the service lists them, taken apart. User tags keep their order.
struct TagSplit {
  Ownership ownership;
  std::vector<std::string> user_tags;
  std::vector<std::string> unknown_reserved; ///< `cerec:` tags of a newer version: kept when tags are written
  bool contradictory = false;                ///< two different identities on one instance
};
[[nodiscard]] TagSplit split_tags(const std::vector<std::string>& tags);

/// The whole tag list to send, since the service replaces all tags at once: user tags, then the reserved ones
/// in a fixed order.
[[nodiscard]] std::vector<std::string> join_tags(const std::vector<std::string>& user_tags,
                                                 const Ownership& ownership,
                                                 const std::vector<std::string>& unknown_reserved = {});

/// The identity tag alone, for look-ups.
[[nodiscard]] std::string identity_tag(std::string_view stack, std::string_view logical_id);

/// True for a stack or logical id that fits a tag: 1 to 60 of [A-Za-z0-9._-].
[[nodiscard]] bool is_valid_id(std::string_view text);

/// The logical id of a manifest that states none: the element key and the name, made fit for a tag. A name
/// that does not fit as it stands gets a hash suffix, so that two names never share an id.
[[nodiscard]] std::string derived_id(std::string_view element_key, std::string_view name);

} // namespace cerec::model
