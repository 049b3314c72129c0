#pragma once
#include "cerec/api/client.hpp"
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"
#include "cerec/model/outcome.hpp"
#include "cerec/tokens/custody.hpp"

#include <functional>

namespace cerec::apply {

struct Limits {
  base::Duration settle_limit{180'000}; ///< how long an ambiguous create is looked for
  /// D of docs/guarantees.md. From the sending of a listing to the end of the write that it decides at most D
  /// passes: half of it until the write leaves, half of it as that write's time limit. Two unsettled
  /// instances of one identity are watched for 2D before the lowest id wins.
  base::Duration pause_limit{60'000};
  /// A write to an instance whose last look is older than this is preceded by another look at it. Never above
  /// D.
  base::Duration look_limit{5'000};
  base::Duration first_look{1'000}; ///< wait before the first look; doubles up to longest_look
  base::Duration longest_look{15'000};
  base::Duration drain_limit{20'000}; ///< after the first signal: how long settling may still take
  base::Duration progress_every{10'000};
  /// So many changes in a row that end without an answer of the service stop the run: it is unreachable.
  int hopeless_after = 10;
  bool fail_fast = false;
  bool strict = false; ///< one stale change refuses all
  /// An unsettled instance beside the settled one of its identity is removed when it is this old, not
  /// earlier: a run that is at work on it removes it by itself.
  [[nodiscard]] base::Duration unsettled_age() const { return 2 * settle_limit; }
};

struct Inputs {
  const model::Plan& plan;
  /// Of every change that writes values. Found by address; where it is absent, the default sinks count.
  const std::vector<model::DesiredInstance>& desired;
  /// What the plan was made of (or checked against): tags that a PATCH has to keep, tokens of what is kept.
  const model::Listing& live;
  const crypto::FingerprintKey& key;
  std::vector<model::SinkSpec> default_sinks;
  Limits limits;
  /// Changes that no longer fit are not tried, and with Limits::strict nothing is. What is already in effect
  /// ends as done without a request, but for its token, which is written again.
  model::LeftAlone left;
  /// Configuration keys of an element, to find those that a refusal names. May be empty.
  std::function<std::vector<std::string>(const model::ElementRef& element)> known_entries{};
  /// The journal of intents: creates that left and have no answer yet, for the next run in this folder. A
  /// hint, never state. Empty: none is kept.
  std::string intents_path{};
  /// What the sinks have taken and are owed, remembered between the runs of this folder. Its key is `key`.
  tokens::Custody::Memory deliveries{};
  /// What this account was told by before its secrets were rotated: records of it are this account's.
  std::vector<tokens::Account> previous_accounts{};
  /// When `live` was asked for; the start of the run, if it is not stated.
  std::optional<base::TimePoint> looked_at{};
};

struct Ports {
  http::Dispatcher& dispatcher;
  io::Clock& clock;
  io::Random& random;
  io::Signals& signals;
  io::Files& files;
  io::Processes& processes;
  io::Stdout& out;
  model::EventSink& events;
  base::KnownSecrets* known = nullptr; ///< gets the tokens that the run makes or reads
};

/// Carries out the plan: one event loop, one state machine for each change. Creates and updates first, then
/// replaces, then deletes and releases; what destroys runs only if all before it went well. Never posts twice
/// what may have been posted once. See docs/guarantees.md.
///
/// The outcome has an entry for each change that is not a keep, and one (failed) for a keep whose token could
/// not be written to its sinks.
[[nodiscard]] model::Outcome run(const Inputs& inputs, const api::Requests& requests, Ports& ports);

} // namespace cerec::apply
