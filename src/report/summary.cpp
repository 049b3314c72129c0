#include "report/parts.hpp"

#include <fmt/format.h>
#include <map>

namespace cerec::report {
namespace {

using model::ChangeKind;
using model::Ending;

size_t count_of(const std::map<ChangeKind, size_t>& counts, ChangeKind kind) {
  const auto found = counts.find(kind);
  return found == counts.end() ? 0 : found->second;
}

} // namespace

std::string summary_line(const model::Plan& plan) {
  const model::PlanCounts counts = plan.counts();
  std::string out = "Plan:";
  for (const model::KindRow& row : model::change_kinds()) {
    if (row.kind == ChangeKind::keep)
      continue;
    const size_t count = count_of(counts.by_kind, row.kind);
    if (count > 0 || row.headline)
      out += fmt::format(" {} {},", count, row.summary);
  }
  if (counts.refused > 0)
    out += fmt::format(" {} refused,", counts.refused);
  const model::KindRow& keep = model::row_of(ChangeKind::keep);
  out += fmt::format(" {} {},", count_of(counts.by_kind, ChangeKind::keep), keep.summary);
  if (counts.would_prune > 0)
    out += fmt::format(" {} without a manifest,", counts.would_prune);
  return out + fmt::format(" {} ignored.", counts.ignored_unowned + counts.foreign);
}

std::string summary_line(const model::Outcome& outcome, const model::Plan& plan) {
  std::map<ChangeKind, size_t> done;
  size_t found = 0;
  for (const model::ChangeOutcome& change : outcome.changes) {
    if (change.ending != Ending::done || change.change >= plan.changes.size())
      continue;
    if (change.already_existed)
      ++found;
    else
      ++done[plan.changes[change.change].kind];
  }
  std::string parts;
  const auto add = [&](size_t count, std::string_view word) {
    if (count > 0)
      parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", count, word);
  };
  for (const model::KindRow& row : model::change_kinds())
    add(count_of(done, row.kind), row.done);
  add(found, "found existing");
  return fmt::format("Apply: {} done{}, {} failed, {} unknown, {} not tried.", outcome.count(Ending::done),
                     parts.empty() ? "" : " (" + parts + ")", outcome.count(Ending::failed),
                     outcome.count(Ending::unknown), outcome.count(Ending::not_tried));
}

std::string summary_line(const model::DriftReport& drift) {
  std::string parts;
  size_t in_sync = 0;
  for (const auto& [kind, count] : drift.counts) {
    if (kind == model::DriftKind::in_sync)
      in_sync = count;
    else if (count > 0)
      parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", count, model::text_of(kind));
  }
  const std::string disabled = drift.disabled_undeclared == 0
                                   ? ""
                                   : fmt::format(" {} disabled, and no manifest states `disabled` for {}.",
                                                 plural(drift.disabled_undeclared, "instance") +
                                                     (drift.disabled_undeclared == 1 ? " is" : " are"),
                                                 drift.disabled_undeclared == 1 ? "it" : "them");
  const std::string owed =
      drift.owed_tokens == 0
          ? ""
          : fmt::format(" {} still owed to a sink.",
                        plural(drift.owed_tokens, "token") + (drift.owed_tokens == 1 ? " is" : " are"));
  return fmt::format("Drift: {}; {} of {} in sync, coverage {:.0f} %.{}{}", parts.empty() ? "none" : parts,
                     in_sync, plural(drift.managed, "managed instance"), drift.coverage * 100, disabled,
                     owed);
}

} // namespace cerec::report
