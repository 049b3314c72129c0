#pragma once
#include "cerec/sim/timeline.hpp"
#include "simulation/scenario.hpp"

/// Parts of Scenario::generate: the account as the runs find it, and the service's habits.
namespace cerec::simulation {

/// Nobody's instances, namesakes of manifests, other stacks' instances, and what dead runs left behind.
/// What the service makes of tags. Where it damages those of identities, the account is a fresh one: where
/// some were kept, creates run side by side.
void draw_tag_keeping(sim::SeededRandom& random, Scenario& scenario);
/// A settled instance of another stack: the service is known to keep reserved tags.
[[nodiscard]] sim::Instance known_instance();
void draw_strangers(sim::SeededRandom& random, Scenario& scenario);
/// Which of the behaviours that the API's reference leaves open the service has.
void draw_choices(sim::SeededRandom& random, sim::Choices& choices);
/// What else is unknown of the service (docs/api.md 15), with names, tags, numbers and codes that it shows
/// in: after everything else.
void draw_habits(sim::SeededRandom& random, Scenario& scenario);

} // namespace cerec::simulation
