#include "operations/account/planned.hpp"

#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "operations/account/listing.hpp"
#include "operations/account/token_notices.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::operations {
namespace {

std::vector<int64_t> wanted_details(const Inputs& inputs, const model::Listing& listing,
                                    const plan::Options& options, Details details) {
  std::vector<int64_t> ids =
      plan::needed_details(inputs.desired, listing, options, details == Details::changed);
  if (details != Details::managed)
    return ids;
  for (const model::LiveInstance& live : listing.instances)
    if (live.ownership.stack == options.stack && !live.detailed)
      ids.push_back(live.id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

/// One element by two names: what no manifest can tell, and the listing does.
void refuse_twins(const Inputs& inputs, const model::Listing& listing, base::Diagnostics& diagnostics) {
  for (const plan::Twins& twins : plan::twins_of(inputs.desired, listing))
    diagnostics
        .error("same-element", twins.by_id->origin,
               fmt::format(
                   "element {} is '{}' in this account, and another manifest has an instance of this name",
                   twins.by_id->element.id, twins.by_key->element.key),
               "state the key in both, or remove one of them")
        .notes.push_back({twins.by_key->origin, "the other is here"});
}

/// True if something was read: the plan has to be made again with it.
bool resolve_creates(Inputs& inputs, const model::Plan& plan, base::Diagnostics& diagnostics) {
  std::set<model::Address> creates;
  for (const model::Change& change : plan.changes)
    if (!change.refused() &&
        (change.kind == model::ChangeKind::create || change.kind == model::ChangeKind::replace))
      creates.insert(change.address);
  const bool read = inputs.resolver != nullptr && !creates.empty() &&
                    secret::resolve_rest(inputs.files, creates, *inputs.resolver, catalogue::is_secret,
                                         inputs.desired, diagnostics);
  if (read)
    know_secrets(inputs);
  return read;
}

} // namespace

Step<model::Listing> read_for_plan(Connection& connection, const Ports& ports, Inputs& inputs,
                                   const plan::Options& options, Details details,
                                   base::Diagnostics& diagnostics) {
  auto listing = read_account(connection, ports, inputs.known, [&](const model::Listing& read) {
    return wanted_details(inputs, read, options, details);
  });
  if (!listing)
    return listing;
  refuse_twins(inputs, *listing, diagnostics);
  if (auto valid = require_valid(diagnostics); !valid)
    return tl::unexpected(valid.error());
  return listing;
}

Step<std::monostate> require_used(const Inputs& inputs, const model::Listing& listing,
                                  const plan::Options& options) {
  const auto unused = plan::unused_patterns(inputs.desired, listing, options.mode, options.stack);
  if (unused.empty())
    return std::monostate{};
  return stop_usage(base::visible(fmt::format("{} match{} nothing", fmt::join(unused, ", "),
                                              unused.size() == 1 ? "es" : "")),
                    "it takes a name, an address, a logical id or a glob of these");
}

Step<Planned> make_planned(Connection& connection, const Ports& ports, Inputs& inputs, plan::Options options,
                           base::Diagnostics& diagnostics) {
  const Details details =
      options.mode.refresh == model::Refresh::changed ? Details::changed : Details::needed;
  const base::TimePoint looked_at = ports.clock.now();
  auto listing = read_for_plan(connection, ports, inputs, options, details, diagnostics);
  if (!listing)
    return tl::unexpected(listing.error());
  options.known = &inputs.known;
  Planned planned{plan::make_plan(inputs.desired, *listing, options), std::move(*listing), looked_at};
  if (resolve_creates(inputs, planned.plan, diagnostics)) {
    if (auto valid = require_valid(diagnostics); !valid)
      return tl::unexpected(valid.error());
    options.binding.secrets = binding_of(inputs).secrets;
    planned.plan = plan::make_plan(inputs.desired, planned.listing, options);
  }
  count_owed_tokens(inputs, ports, planned.plan, diagnostics);
  return planned;
}

} // namespace cerec::operations
