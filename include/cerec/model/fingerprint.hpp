#pragma once
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/model/field_path.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::model {

/// What was last applied to one instance, field by field.
struct Fingerprint {
  std::string key_id;
  unsigned salt = 0;
  std::vector<crypto::FieldMark> marks; ///< sorted

  bool operator==(const Fingerprint&) const = default;
  /// The mark of a path, if that path was applied. (The first one, if no salt could keep two paths apart.)
  [[nodiscard]] std::optional<crypto::FieldMark> find(uint32_t path) const;
  /// True if this very value of this path was applied.
  [[nodiscard]] bool holds(const crypto::FieldMark& mark) const;
};

/// Marks of all fields (path -> normalised text) of the instance of an identity (model::identity_code). Picks
/// the first salt without a collision; `others` are paths that must not be taken for one of the fields.
[[nodiscard]] Fingerprint make_fingerprint(const crypto::FingerprintKey& key, std::string_view identity,
                                           const std::map<FieldPath, base::Secret>& fields,
                                           const std::vector<FieldPath>& others = {});

} // namespace cerec::model
