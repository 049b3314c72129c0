#include "cerec/plan/used_plans.hpp"

#include "cerec/base/text.hpp"
#include "cerec/plan/make_plan.hpp"

#include <nlohmann/json.hpp>

namespace cerec::plan {
namespace {

using nlohmann::json;

constexpr size_t k_most_lines = 1000;

/// [[0,4],[7,7]]: the first and the last of each run of neighbours.
json ranges_of(const std::set<size_t>& indices) {
  json ranges = json::array();
  for (const size_t index : indices) {
    if (!ranges.empty() && ranges.back()[1].get<size_t>() + 1 == index)
      ranges.back()[1] = index;
    else
      ranges.push_back({index, index});
  }
  return ranges;
}

/// A range that is none of ours, or reaches beyond `end`, says nothing.
void add_range(const json& range, size_t end, std::set<size_t>& indices) {
  if (!range.is_array() || range.size() != 2 || !range[0].is_number_unsigned() ||
      !range[1].is_number_unsigned() || range[1].get<size_t>() >= end)
    return;
  for (size_t index = range[0].get<size_t>(); index <= range[1].get<size_t>(); ++index)
    indices.insert(index);
}

} // namespace

UsedPlans::UsedPlans(std::string_view journal) {
  for (const std::string_view line : base::split(journal, '\n'))
    if (!line.empty())
      lines_.emplace_back(line);
}

std::set<size_t> UsedPlans::done_by(const PlanFile& plan) const {
  std::set<size_t> indices;
  for (const std::string& line : lines_) {
    const json entry = json::parse(line, nullptr, false); // a torn or foreign line says nothing
    if (!entry.is_object() || entry.value("seal", json()) != plan.seal ||
        entry.value("digest", json()) != plan.digest)
      continue;
    for (const json& range : entry.value("done", json::array()))
      add_range(range, plan.plan.changes.size(), indices);
  }
  return indices;
}

void UsedPlans::add(const PlanFile& plan, const model::Outcome& outcome, base::WallTime now) {
  std::set<size_t> done;
  for (const model::ChangeOutcome& change : outcome.changes)
    if (change.ending == model::Ending::done)
      done.insert(change.change);
  const json entry{{"applied", base::text_of(now)},
                   {"digest", plan.digest},
                   {"seal", plan.seal},
                   {"done", ranges_of(done)}};
  lines_.push_back(entry.dump());
}

std::string UsedPlans::text() const {
  std::string content;
  for (size_t i = lines_.size() - std::min(lines_.size(), k_most_lines); i < lines_.size(); ++i)
    content += lines_[i] + "\n";
  return content;
}

void hold_back_used(model::LeftAlone& left, const std::set<size_t>& done_before) {
  for (const size_t index : done_before)
    if (!left.done.contains(index))
      left.stale.emplace(index, "this plan did it before, and would do it again; a plan is used once");
}

} // namespace cerec::plan
