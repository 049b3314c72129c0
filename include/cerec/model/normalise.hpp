#pragma once
#include "cerec/model/canonical_json.hpp"
#include "cerec/model/instance.hpp"

#include <map>
#include <string>
#include <vector>

namespace cerec::model {

/// The text by which a declared field is compared and fingerprinted: as the service returns it (docs/api.md
/// 3, 5.1): bool as text, numbers by their decimal value, objects as canonical JSON, tags as a sorted list,
/// webhook = webhooks.
[[nodiscard]] base::Secret normalise(const FieldPath& path, const Value& value);
/// A live value, normalised as what the manifest has: the service shows texts for numbers and booleans.
[[nodiscard]] base::Secret normalise_beside(const FieldPath& path, const Value& live, const Value& desired);
/// User tags as compared and fingerprinted: their labels (model::label_of), sorted, unique, one a line.
[[nodiscard]] std::string normalised_tags(const std::vector<std::string>& tags);

/// All declared fields that are compared, but for those that `cerec.ignore` names: by path.
[[nodiscard]] std::map<FieldPath, base::Secret> normalised_fields(const DesiredInstance& desired);
/// True if `cerec.ignore` names the path, exactly or by glob.
[[nodiscard]] bool is_ignored(const DesiredInstance& desired, const FieldPath& path);

/// True if the service would show the same for both: numbers by their decimal value, never by a double.
/// `live` is not masked. Fast for equal texts.
[[nodiscard]] bool same_meaning(const FieldPath& path, const Value& desired, const Value& live);
/// The first number of an object of which the live value has only what a double keeps, if nothing else
/// differs: no update mends that, if it is the service that makes doubles of them.
[[nodiscard]] std::optional<RoundedNumber> rounded_number(const Value& desired, const Value& live);

} // namespace cerec::model
