#pragma once
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/operations/request.hpp"
#include "cerec/plan/make_plan.hpp"
#include "cerec/secret/resolve.hpp"
#include "operations/inputs/manifests.hpp"
#include "operations/inputs/step.hpp"

/// From a request to all that is known before the first request of the network: manifests -> checks ->
/// settings -> secrets. All faults of the input are reported at once.
namespace cerec::operations {

/// What the manifests and the settings come to.
struct Inputs {
  config::Configuration configuration;
  std::vector<manifest::ManifestFile> files;
  std::vector<model::ManifestDigest> digests; ///< of the files, by path
  std::vector<model::DesiredInstance> desired;
  std::optional<crypto::FingerprintKey> key;  ///< always there after a successful gather
  std::shared_ptr<secret::Resolver> resolver; ///< for what only a create sends; there with Needs::manifests
  base::KnownSecrets known; ///< what was read and is never said: of the account, of manifests, tokens

  [[nodiscard]] const config::Settings& settings() const { return configuration.settings; }
  [[nodiscard]] const config::Project& project() const { return configuration.project; }
};

/// `declarations`: the manifests without what they refer to.
enum class Needs { manifests, declarations, nothing };

/// What an operation reads before it asks the service.
struct Gathering {
  Needs needs = Needs::manifests;
  std::vector<std::string> manifests{}; ///< as given
  model::PlanMode selected{};           ///< its targets, excludes and shard say whose secrets are read
};
/// Reads manifests (if needed) and settings, checks all, and resolves the secrets that a comparison needs, of
/// the instances that are selected. `ended` gets the diagnostics and what the project may do.
[[nodiscard]] Step<Inputs> gather(const Common& common, const Gathering& gathering, const Ports& ports,
                                  Ended& ended);

/// The part of a plan's mode that chooses instances.
[[nodiscard]] model::PlanMode selected_by(const PlanningRequest& request);
/// Options of make_plan from a request and the settings.
[[nodiscard]] Step<plan::Options> plan_options(const Inputs& inputs, const PlanningRequest& request);
/// The binding of a plan that is made of these inputs as far as they were read.
[[nodiscard]] model::PlanBinding binding_of(const Inputs& inputs);
/// Notes what the references of the manifests came to, and secrets that manifests spell out.
void know_secrets(Inputs& inputs);

/// How the settings reach what is outside.
[[nodiscard]] config::SettingPorts setting_ports(const Ports& ports);

} // namespace cerec::operations
