#pragma once
#include "cerec/plan/make_plan.hpp"

#include <cstdint>
#include <functional>
#include <random>

/// A small model of the service for the tests of plan: what is written comes back as the service shows it, so
/// that plans can be applied in memory. Knows nothing of faults; that is the simulation's business.
namespace plan_test {

using namespace cerec;

const crypto::FingerprintKey& key();
const crypto::FingerprintKey& other_key();
bool is_secret(std::string_view element, std::string_view key);
plan::Options options();

/// A manifest: gooddata/<name> of element `gooddata`, with the derived logical id.
model::DesiredInstance manifest(const std::string& name, model::Configuration configuration = {},
                                const std::string& element = "gooddata");
model::Value text(const std::string& value);
model::Value secret(const std::string& value);

class World {
public:
  /// As a console user makes one. Returns the id.
  int64_t add(const std::string& element, const std::string& name, model::Configuration configuration = {});
  /// As cerec leaves one behind: owned, settled, with its fingerprint.
  int64_t add_owned(const model::DesiredInstance& desired, const std::string& stack = "prod");
  model::LiveInstance& at(int64_t id);
  void erase(int64_t id);
  /// The service's clock: every unsettled instance is old by it.
  base::WallTime now = std::chrono::sys_days(std::chrono::June / 1 / 2026);

  /// What GET by id shows of all (details), or what a light listing does.
  [[nodiscard]] model::Listing listing(bool details = true) const;
  /// Carries out each change that is not refused, as the contract of Change says.
  void apply(const model::Plan& plan, const std::vector<model::DesiredInstance>& desired,
             const crypto::FingerprintKey& fingerprint_key = key());

private:
  void create(const model::Change& change, const model::DesiredInstance& desired, const std::string& stack,
              const crypto::FingerprintKey& fingerprint_key);
  void write(model::LiveInstance& live, const model::Change& change, const model::DesiredInstance& desired,
             const std::string& stack, const crypto::FingerprintKey& fingerprint_key);
  std::vector<model::LiveInstance> instances_;
  int64_t next_id_ = 1001;
};

/// One line for each change: "update gooddata/x #1001 renamed: name configuration.a(drift) !refusal".
std::string outline(const model::Plan& plan);

} // namespace plan_test
