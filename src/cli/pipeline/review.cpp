#include "cli/pipeline/review.hpp"

#include "cerec/base/text.hpp"
#include "cli/pipeline/advised.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::cli {
namespace {

constexpr uint64_t k_most_bytes = 1ULL << 30;

model::ExitCode refuse(Context& context, const std::vector<std::string>& reasons) {
  return context.stop({base::FailureKind::stale,
                       fmt::format("the plan cannot be applied: {}",
                                   base::visible(fmt::format("{}", fmt::join(reasons, "; ")))),
                       "make a new plan"});
}

Step<std::monostate> approve(Context& context, const model::Plan& plan, const Question& question) {
  const auto given = context.output.ask(
      fmt::format("\nThis is {}.\n{} Only `{}` is accepted: ", report::target_line(plan.binding),
                  question.text, question.answer));
  if (given && base::trim(*given) == question.answer)
    return std::monostate{};
  if (context.system.signals.count() > 0)
    return tl::unexpected(
        context.stop({base::FailureKind::interrupted, "interrupted; nothing was changed", ""}));
  return tl::unexpected(context.stop({base::FailureKind::error, "not approved; nothing was changed", ""}));
}

} // namespace

Step<plan::PlanFile> read_plan_file(Context& context, const std::string& path) {
  auto text = path == "-" ? context.system.terminal.read_all(k_most_bytes)
                          : context.system.files.read(context.at(path), k_most_bytes);
  if (!text && text.error().kind == base::FailureKind::interrupted)
    return tl::unexpected(context.stop(text.error()));
  if (!text)
    return tl::unexpected(context.stop_usage("cannot read the plan file: " + text.error().message));
  auto decoded = plan::decode(*text);
  if (!decoded)
    return tl::unexpected(context.stop(decoded.error()));
  return std::move(*decoded);
}

Step<std::monostate> require_fit(Context& context, const plan::PlanFile& saved, const Inputs& inputs) {
  const model::PlanBinding now = binding_of(inputs);
  std::vector<std::string> reasons = plan::unfit(saved.plan.binding, now);
  if (saved.plan.binding.account == now.account && saved.plan.binding.user == now.user) // the key is theirs
    for (std::string& reason :
         plan::unfit(saved, *inputs.key, context.system.clock.wall(), inputs.configuration.settings.max_age))
      reasons.push_back(std::move(reason));
  if (!reasons.empty())
    return tl::unexpected(refuse(context, reasons));
  return std::monostate{};
}

Step<Reviewed> look_again(Context& context, Session& session, Inputs& inputs, plan::Options options,
                          model::Plan reviewed, bool strict) {
  options.binding = binding_of(inputs); // with what an earlier look made it read
  auto fresh = make_planned(context, session, inputs, options);
  show(context, reviewed);
  if (!fresh)
    return tl::unexpected(fresh.error());
  plan::Comparison comparison =
      plan::compare(reviewed, {fresh->plan, fresh->listing, inputs.desired, options});
  if (!comparison.whole.empty())
    return tl::unexpected(refuse(context, comparison.whole));
  if (strict && !comparison.left.stale.empty()) {
    const auto& [index, reason] = *comparison.left.stale.begin();
    const std::string address = reviewed.changes.at(index).address.text();
    return tl::unexpected(context.stop(
        {base::FailureKind::stale,
         fmt::format("{} of the planned changes moved since the plan was made; {}: {}",
                     comparison.left.stale.size(), base::visible(address), base::visible(reason)),
         "make a new plan; without --strict the others would be applied"}));
  }
  return Reviewed{std::move(reviewed), std::move(fresh->listing), fresh->looked_at, std::move(comparison)};
}

Step<Reviewed> review(Context& context, Session& session, Inputs& inputs, const ApplyFlags& flags,
                      const plan::Options& options, Planned planned, const Question& question, bool strict) {
  if (flags.auto_approve || !planned.plan.has_changes())
    return Reviewed{std::move(planned.plan), std::move(planned.listing), planned.looked_at};
  if (auto approved = approve(context, planned.plan, question); !approved)
    return tl::unexpected(approved.error());
  return look_again(context, session, inputs, options, std::move(planned.plan), strict);
}

} // namespace cerec::cli
