#pragma once
#include "cerec/sim/timeline.hpp"
#include "simulation/scenario.hpp"

/// Parts of Scenario::generate: the account as the runs find it, and the service's habits.
namespace cerec::simulation {

/// Nobody's instances, namesakes of manifests, other stacks' instances, and what dead runs left behind.
void draw_strangers(sim::SeededRandom& random, Scenario& scenario);
/// Which of the behaviours that the API's reference leaves open the service has.
void draw_choices(sim::SeededRandom& random, sim::Choices& choices);

} // namespace cerec::simulation
