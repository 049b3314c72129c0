#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cli/pipeline/advised.hpp"
#include "cli/pipeline/known.hpp"
#include "cli/pipeline/pipeline.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::cli {
namespace {

std::vector<int64_t> wanted_details(const Inputs& inputs, const model::Listing& listing,
                                    const plan::Options& options, Details details) {
  if (details != Details::managed)
    return plan::needed_details(inputs.desired, listing, options, details == Details::changed);
  std::vector<int64_t> ids = plan::needed_details(inputs.desired, listing, options, false);
  for (const model::LiveInstance& live : listing.instances)
    if (live.ownership.stack == options.stack && !live.detailed)
      ids.push_back(live.id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

base::Result<model::Listing> read_once(Context& context, Session& session, const Inputs& inputs,
                                       const plan::Options& options, Details details) {
  Progress& progress = context.output.progress();
  api::Reader reader(session.requests(), session.dispatcher(), context.system.signals);
  auto listing = reader.list("", [&](size_t done, size_t total) {
    progress.update("reading instances", done, total, session.dispatcher().in_flight());
  });
  if (!listing)
    return listing;
  know_tokens(context, *listing);
  const auto ids = wanted_details(inputs, *listing, options, details);
  auto added = reader.add_details(*listing, ids, [&](size_t done, size_t total) {
    progress.update("reading details", done, total, session.dispatcher().in_flight());
  });
  if (!added)
    return tl::unexpected(added.error());
  return listing;
}

/// One element by two names: what no manifest can tell, and the listing does.
void refuse_twins(Context& context, const Inputs& inputs, const model::Listing& listing) {
  for (const plan::Twins& twins : plan::twins_of(inputs.desired, listing))
    context.state.diagnostics
        .error("same-element", twins.by_id->origin,
               fmt::format(
                   "element {} is '{}' in this account, and another manifest has an instance of this name",
                   twins.by_id->element.id, twins.by_key->element.key),
               "state the key in both, or remove one of them")
        .notes.push_back({twins.by_key->origin, "the other is here"});
}

/// True if something was read: the plan has to be made again with it.
bool resolve_creates(Context& context, Inputs& inputs, const model::Plan& plan) {
  std::set<model::Address> creates;
  for (const model::Change& change : plan.changes)
    if (!change.refused() &&
        (change.kind == model::ChangeKind::create || change.kind == model::ChangeKind::replace))
      creates.insert(change.address);
  const bool read = inputs.resolver != nullptr && !creates.empty() &&
                    secret::resolve_rest(inputs.files, creates, *inputs.resolver, catalogue::is_secret,
                                         inputs.desired, context.state.diagnostics);
  if (read)
    know_secrets(context, inputs);
  return read;
}

} // namespace

model::PlanMode selected_by(Context& context, const PlanFlags& flags) {
  model::PlanMode mode;
  mode.targets = flags.targets;
  mode.excludes = flags.excludes;
  if (flags.shard)
    if (const auto shard = read_shard(*flags.shard, context.system.environment))
      mode.shard = *shard;
  return mode;
}

plan::Options base_options(const Inputs& inputs) {
  const Settings& settings = inputs.configuration.settings;
  plan::Options options;
  options.stack = settings.stack;
  options.stack_was_named = settings.stack_was_named;
  options.binding = binding_of(inputs);
  options.mode.delete_by_disable = settings.delete_by_disable;
  options.mode.refresh = model::refresh_of(settings.refresh).value_or(model::Refresh::full);
  options.limits = settings.delete_limits;
  options.unsettled_age = settings.apply.unsettled_age();
  options.key = &*inputs.key;
  options.previous_keys = settings.previous_keys();
  options.is_secret = catalogue::is_secret;
  options.sinks = token_sinks(inputs.configuration.project);
  return options;
}

Step<plan::Options> plan_options(Context& context, const Inputs& inputs, const PlanFlags& flags) {
  plan::Options options = base_options(inputs);
  options.mode.prune = flags.prune;
  options.mode.targets = flags.targets;
  options.mode.excludes = flags.excludes;
  if (flags.shard) {
    auto shard = read_shard(*flags.shard, context.system.environment);
    if (!shard)
      return tl::unexpected(context.stop(shard.error()));
    options.mode.shard = *shard;
  }
  options.mode.partial = !flags.targets.empty() || !flags.excludes.empty() || flags.shard.has_value();
  if (flags.prune && (!flags.targets.empty() || !flags.excludes.empty()))
    return tl::unexpected(context.stop_usage("--prune cannot stand beside --target or --exclude",
                                             "a partial plan does not see the whole stack"));
  options.mode.allow_empty = flags.allow_empty;
  options.mode.allow_replace = {flags.allow_replace.begin(), flags.allow_replace.end()};
  for (const std::string& word : flags.take_over)
    options.mode.take_over.insert(model::TakeOver::parse(word));
  options.mode.rotate = flags.rotate;
  return options;
}

Step<model::Listing> read_account(Context& context, Session& session, const Inputs& inputs,
                                  const plan::Options& options, Details details) {
  auto listing = read_once(context, session, inputs, options, details);
  // An instance that vanished between the listing and its details: the account moved; look again, once.
  if (!listing && listing.error().kind == base::FailureKind::error)
    listing = read_once(context, session, inputs, options, details);
  if (!listing)
    return tl::unexpected(context.stop(listing.error()));
  refuse_twins(context, inputs, *listing);
  if (auto valid = require_valid(context); !valid)
    return tl::unexpected(valid.error());
  if (!listing->as_of) // a service that tells no time: the clock of this machine is all there is
    listing->as_of = context.system.clock.wall();
  return std::move(*listing);
}

Step<std::monostate> require_used(Context& context, const Inputs& inputs, const model::Listing& listing,
                                  const plan::Options& options) {
  const auto unused = plan::unused_patterns(inputs.desired, listing, options.mode, options.stack);
  if (unused.empty())
    return std::monostate{};
  context.state.plan.reset();
  return tl::unexpected(
      context.stop_usage(base::visible(fmt::format("{} match{} nothing", fmt::join(unused, ", "),
                                                   unused.size() == 1 ? "es" : "")),
                         "it takes a name, an address, a logical id or a glob of these"));
}

Step<Planned> make_planned(Context& context, Session& session, Inputs& inputs, plan::Options options) {
  const Details details =
      options.mode.refresh == model::Refresh::changed ? Details::changed : Details::needed;
  const base::TimePoint looked_at = context.system.clock.now();
  auto listing = read_account(context, session, inputs, options, details);
  if (!listing)
    return tl::unexpected(listing.error());
  options.known = &context.secrets;
  Planned planned{plan::make_plan(inputs.desired, *listing, options), std::move(*listing), looked_at};
  context.output.progress().clear();
  if (resolve_creates(context, inputs, planned.plan)) {
    if (auto valid = require_valid(context); !valid)
      return tl::unexpected(valid.error());
    options.binding.secrets = binding_of(inputs).secrets;
    planned.plan = plan::make_plan(inputs.desired, planned.listing, options);
  }
  tell_owed_tokens(context, inputs, planned.plan);
  show(context, planned.plan);
  return planned;
}

} // namespace cerec::cli
