#pragma once
#include "cerec/sim/timeline.hpp"
#include "simulation/scenario.hpp"

#include <map>
#include <string>

/// Reviewed plans: what a schedule moves between a plan, its approval and its apply.
namespace cerec::simulation {

/// In everything that nobody has reviewed: values, tags, secrets.
inline constexpr std::string_view k_slipped_in = "slipped-in";
inline constexpr std::string_view k_other_sink =
    "elsewhere.json"; ///< the token file that nobody has reviewed
inline constexpr std::string_view k_shared_key =
    "5368617265644b6579466f725477557365727353696d756c6174696f6e4f6e65";

/// The limit of looks (5 s), and what a GET and a write take at most where nothing is at fault: what moved
/// within this time before a write could not be seen.
inline constexpr base::Duration k_blind{5'500};

/// Another user of the same organization.
[[nodiscard]] sim::Account other_user();

/// Turns some schedules into one quiet run whose plan is reviewed, while others edit the checkout, the
/// secrets and the account.
void draw_review(sim::SeededRandom& random, Scenario& scenario);

/// The project file that these edits leave; empty: none.
[[nodiscard]] std::string edited_project(const std::vector<Review::Edit>& edits);
/// The variables that they change.
[[nodiscard]] std::map<std::string, std::string> edited_environment(const std::vector<Review::Edit>& edits,
                                                                    const Scenario& scenario);

} // namespace cerec::simulation
