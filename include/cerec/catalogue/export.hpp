#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/manifest/emit.hpp"
#include "cerec/model/instance.hpp"

#include <set>

namespace cerec::catalogue {

/// A secret that an exported manifest names and the user has to fill.
struct ExportedSecret {
  std::string variable;
  std::string address;
  model::FieldPath path;
};

/// One instance as it will be written.
struct ExportedInstance {
  int64_t id = 0;
  std::string file_stem; ///< for --out-dir, unique
  manifest::EmitInstance manifest;
};

struct Export {
  std::vector<ExportedInstance> instances; ///< sorted by element, name, id
  std::vector<ExportedSecret> secrets;     ///< in the order of the instances
  std::vector<std::string> warnings;
};

/// Live instances (with details) -> manifests. Pure; the same account gives the same bytes. Of an instance of
/// `stack`, exactly the fields that were applied to it come back, so that a plan of the export is empty; of
/// any other one, all that differs from the element's defaults. Secrets, and values that hold a known one,
/// become references with unique names.
[[nodiscard]] Export export_instances(const std::vector<model::LiveInstance>& instances,
                                      std::string_view stack, const crypto::FingerprintKey& key,
                                      const base::KnownSecrets& known);

} // namespace cerec::catalogue
