#pragma once
#include "cerec/model/fingerprint.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The reserved tags: what cerec keeps on an instance instead of a state file. Each is at most 32 characters
/// of letters, digits, `.`, `-` and `:`. See docs/tags.md.
///
///   cerec:id:<code>            identity: at most one settled instance of an account carries it
///   cerec:s<n>:<text>          the stack in pieces, for people: believed only if the code confirms it
///   cerec:n<n>:<text>          the logical id, likewise
///   cerec:settled              the maker's last word: this is the instance of that identity
///   cerec:run:<nonce>          the run that posted it; removed when settled
///   cerec:protect              refuse to delete or replace, even without the manifest
///   cerec:quarantine           deleted by `--delete-mode disable`
///   cerec:release              `cerec.onRemove: release`, for when the manifest is gone
///   cerec:fk:..., cerec:f:...  the fingerprint: what was last applied, field by field
namespace cerec::model {

inline constexpr std::string_view k_reserved_prefix = "cerec:";

/// The identity in 23 letters and digits: base32 of 115 bits of SHA-256 over stack and logical id.
[[nodiscard]] std::string identity_code(std::string_view stack, std::string_view logical_id);
/// The identity tag of a code, for look-ups.
[[nodiscard]] std::string identity_tag(std::string_view code);

/// Whose an instance is, and what its owner keeps on it.
struct Ownership {
  std::string code;       ///< of the identity; empty: nobody owns the instance
  std::string stack;      ///< empty: nobody owns it, or its readable tags are lost or damaged
  std::string logical_id; ///< within the stack
  bool settled = false;
  bool protect = false;
  bool quarantined = false;
  bool release = false;                   ///< on removal of the manifest: forget, do not delete
  std::string run;                        ///< nonce of the run that posted it, until settled
  std::optional<Fingerprint> fingerprint; ///< absent: never written, or unreadable
  std::vector<std::string> damaged;       ///< readable tags that the code does not confirm, sorted
  bool operator==(const Ownership&) const = default;

  [[nodiscard]] static Ownership of(std::string_view stack, std::string_view logical_id);
  /// By anybody, readable or not.
  [[nodiscard]] bool owned() const { return !code.empty(); }
  /// False for an instance that somebody owns, and whose owner only the code tells.
  [[nodiscard]] bool readable() const { return !stack.empty(); }
  /// "stack/logical id"; the identity tag if that is all there is; empty if nobody owns it.
  [[nodiscard]] std::string owner_text() const;
};

/// Tags as the service lists them, taken apart. User tags keep their order.
struct TagSplit {
  Ownership ownership; ///< of several identities the one with the lowest code, unreadable
  std::vector<std::string> other_identities; ///< codes of further identities, sorted: a contradiction
  std::vector<std::string> user_tags;
  std::vector<std::string> unknown_reserved; ///< `cerec:` tags of a newer version: kept when tags are written
};
[[nodiscard]] TagSplit split_tags(const std::vector<std::string>& tags);

/// The whole tag list to send, since the service replaces all tags at once: user tags, then the reserved ones
/// in a fixed order. Stack and logical id, where they are known, say the identity; else the code.
[[nodiscard]] std::vector<std::string> join_tags(const std::vector<std::string>& user_tags,
                                                 const Ownership& ownership,
                                                 const std::vector<std::string>& unknown_reserved = {});

/// True if some service would make a reserved tag of this one: after its HTML is stripped, its entities are
/// undone, and all but letters, digits and `:` is dropped, in whatever case.
[[nodiscard]] bool is_reserved_tag(std::string_view tag);

/// True for a stack or logical id: 1 to 60 of [A-Za-z0-9._-].
[[nodiscard]] bool is_valid_id(std::string_view text);

/// The logical id of a manifest that states none: the element key and the name, made fit for a tag. A name
/// that does not fit as it stands gets a hash suffix, so that two names never share an id.
[[nodiscard]] std::string derived_id(std::string_view element_key, std::string_view name);

} // namespace cerec::model
