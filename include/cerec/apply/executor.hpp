#pragma once
#include "cerec/api/client.hpp"
#include "cerec/apply/sinks.hpp"
#include "cerec/base/ports.hpp"
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/model/outcome.hpp"

namespace cerec::apply {

struct Limits {
  base::Duration settle_limit{
      180'000};                     ///< how long an ambiguous create is looked for: D of docs/guarantees.md
  base::Duration first_look{1'000}; ///< wait before the first look; doubles up to longest_look
  base::Duration longest_look{15'000};
  bool fail_fast = false;
  bool strict = false; ///< one stale change refuses all
};

struct Inputs {
  const model::Plan& plan;
  const std::vector<model::DesiredInstance>& desired; ///< of every change that writes values
  const crypto::FingerprintKey& key;
  std::vector<model::SinkSpec> default_sinks;
  Limits limits;
};

struct Ports {
  http::Dispatcher& dispatcher;
  base::Clock& clock;
  base::Random& random;
  base::Signals& signals;
  base::Files& files;
  base::Processes& processes;
  base::Terminal& terminal;
  model::EventSink& events;
};

/// Carries out the plan: one event loop, one state machine for each change. Creates and updates first;
/// deletes only if all of these went well. Never posts twice what may have been posted once. See
/// docs/guarantees.md.
[[nodiscard]] model::Outcome run(const Inputs& inputs, const api::Requests& requests, Ports& ports);

} // namespace cerec::apply
