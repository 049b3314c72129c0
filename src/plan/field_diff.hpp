#pragma once
#include "cerec/plan/make_plan.hpp"

#include <string>
#include <vector>

namespace cerec::plan {

/// A declared object whose numbers the service has rounded: no update can mend that.
struct Rounded {
  model::FieldPath path;
  std::string declared, kept; ///< the first of its numbers; empty if the object is a secret
};

/// What of the declared fields differs, and what cannot be told.
struct FieldDiff {
  std::vector<model::FieldChange> fields;   ///< sorted by path; what a PATCH has to write
  std::vector<model::FieldPath> unverified; ///< paths hidden by the service, without a usable mark
  std::string_view why_unverified;
  std::vector<Rounded> rounded;
  size_t undeclared = 0;     ///< applied once, declared no more
  bool previous_key = false; ///< the record of what was last applied was made with a previous key
};

/// Compares what the manifest declares, field by field. `rotate`: secrets are written though nothing differs.
[[nodiscard]] FieldDiff diff_fields(const model::DesiredInstance& desired, const model::LiveInstance& live,
                                    const Options& options, bool rotate);

/// True if the fingerprint (made with a known key) says that each declared field was applied as it is now.
[[nodiscard]] bool manifest_unmoved(const model::DesiredInstance& desired, const model::LiveInstance& live,
                                    const Options& options);

/// True if a declared field cannot be compared with what was read so far.
[[nodiscard]] bool lacks_details(const model::DesiredInstance& desired, const model::LiveInstance& live);

} // namespace cerec::plan
