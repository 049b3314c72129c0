#pragma once
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/model/instance.hpp"
#include "cerec/model/plan.hpp"

/// What a plan belongs to: the account, the user, and the inputs that it was made of.
namespace cerec::plan {

/// What a binding is made of, beside the desired instances.
struct BindingParts {
  std::string base_url;
  base::Secret organization;
  base::Secret user;
  std::string stack;
  std::string environment{};                      ///< of the project file; empty: none was chosen
  std::vector<model::ManifestDigest> manifests{}; ///< in any order
  const crypto::FingerprintKey* key = nullptr; ///< never null in use; the marks of secrets are made with it
  std::vector<model::SinkSpec> sinks{};        ///< the project's
};

/// The binding of a plan of `desired`. Its secret marks are those that the plan shows of the same values;
/// what was not resolved has none.
[[nodiscard]] model::PlanBinding bind(const BindingParts& parts,
                                      const std::vector<model::DesiredInstance>& desired);

/// The marks of all values that are made of references, sorted by address and path.
[[nodiscard]] std::vector<model::SecretMark> secret_marks(const std::vector<model::DesiredInstance>& desired,
                                                          const std::string& stack,
                                                          const crypto::FingerprintKey& key);

/// The digests by which a plan names the account and the user: 16 hex digits.
[[nodiscard]] std::string account_digest(const base::Secret& organization);
[[nodiscard]] std::string user_digest(const base::Secret& user);

} // namespace cerec::plan
