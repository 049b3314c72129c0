#pragma once
#include "cerec/sim/memory_transport.hpp"
#include "simulation/scenario.hpp"

#include <set>
#include <string>

/// Questions to the platform's own record of what happened: the invariants judge by it, never by what the
/// program says of itself. The stack of the simulation is "sim".
namespace cerec::simulation {

/// The other stack that uses our sink files, and the actor that runs it.
inline constexpr std::string_view k_neighbour = "neighbour";

[[nodiscard]] bool has_tag(const sim::Instance& instance, std::string_view tag);
/// The logical id of this stack that has this code (model::identity_code), or empty. The readable tags prove
/// nothing to a judge.
[[nodiscard]] std::string logical_of(std::string_view code);
/// The logical id that a request looks up or creates, or empty.
[[nodiscard]] std::string identity_of(const sim::RequestRecord& record);
/// The logical id under which this stack owns the instance, or empty.
[[nodiscard]] std::string owned_id(const sim::Instance& instance);
/// Another stack's.
[[nodiscard]] bool is_foreign(const sim::Instance& instance);

/// Identities of which somebody deleted an instance, or took its tags away, behind the program's back.
[[nodiscard]] std::set<std::string> lost_at_the_console(const sim::Platform& platform);
/// Who posted the instance; empty for strangers.
[[nodiscard]] std::string made_by(const sim::Platform& platform, int64_t id);
/// Who first settled it; empty: nobody.
[[nodiscard]] std::string who_settled(const sim::Platform& platform, int64_t id);
/// Instances that the program created and that were its own ever since. The secrets of an adopted one cannot
/// be compared, and the plan says so.
[[nodiscard]] std::set<int64_t> ids_with_known_secrets(const sim::Platform& platform);

/// Its only OAuth code was used up by a create that came to nothing, or whose instance is gone: nobody can
/// create it again.
[[nodiscard]] bool is_burnt(const Scenario& scenario, const sim::Platform& platform, const Wanted& wanted);
[[nodiscard]] bool any_burnt(const Scenario& scenario, const sim::Platform& platform);

/// The part of the stack that an identity belongs to, from 1 (docs/guarantees.md), worked out anew.
[[nodiscard]] int shard_of(const std::string& logical, int shards);

} // namespace cerec::simulation
