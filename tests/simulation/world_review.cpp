#include "simulation/world.hpp"

#include "simulation/review.hpp"

#include <algorithm>

/// How a plan is reviewed in a world, and what moves meanwhile.
namespace cerec::simulation {

void World::read_it(const Run& run) {
  scheduler_.wait(scheduler_.now() + run.review.reading, [] { return false; });
}

RunResult World::review_file(const Run& run, test::MemoryFiles& files) {
  Run planning = run;
  planning.command = "plan";
  planning.mishaps.clear();
  ProcessSpec plans = spec_of(planning);
  plans.arguments.insert(plans.arguments.end(), {"--out", "plan.json"});
  const RunResult planned = run_process(plans, service_, files);
  if (planned.exit_code != 0 && planned.exit_code != 2)
    return planned;
  const base::WallTime made = service_.clock.wall();
  read_it(run);
  const std::string manifests = files.content(manifest_name());
  edit(run.review.edits, files);
  ProcessSpec applies = spec_of(run);
  applies.arguments = {
      "apply", "plan.json", "-o", "json", "--auto-approve", "--parallelism", std::to_string(run.parallelism)};
  applies.skew = run.review.skew;
  for (const auto& [name, value] : edited_environment(run.review.edits, scenario_))
    applies.environment[name] = value;
  const base::WallTime approved = service_.clock.wall();
  RunResult result = run_process(applies, service_, files);
  result.planned = made;
  result.approved = approved;
  if (!run.review.edits.empty()) { // the next pipeline runs on what was merged
    files.erase("cerec.yaml");
    files.put(manifest_name(), manifests);
  }
  return result;
}

void World::edit(const std::vector<Review::Edit>& edits, test::MemoryFiles& files) const {
  if (const std::string project = edited_project(edits); !project.empty())
    files.put("cerec.yaml", project);
  if (std::find(edits.begin(), edits.end(), Review::Edit::manifest) != edits.end()) {
    std::vector<Wanted> wanted = scenario_.wanted;
    wanted.front().site = k_slipped_in;
    files.put(manifest_name(), manifest_name().ends_with(".yaml") ? yaml_of(wanted) : json_of(wanted));
  }
}

RunResult World::review_prompt(const Run& run, test::MemoryFiles& files) {
  ProcessSpec spec = spec_of(run);
  std::erase(spec.arguments, "--auto-approve");
  std::replace(spec.arguments.begin(), spec.arguments.end(), std::string("json"),
               std::string("json=report.json"));
  std::optional<base::WallTime> made, approved;
  spec.answer = [&] {
    made = service_.clock.wall();
    read_it(run);
    approved = service_.clock.wall();
    return std::string("yes");
  };
  RunResult result = run_process(spec, service_, files);
  result.out = files.read("report.json", 1U << 30U).value_or("");
  result.planned = made.value_or(base::WallTime{});
  result.approved = approved;
  return result;
}

} // namespace cerec::simulation
