#include "cerec/operations/explain.hpp"

#include "cerec/base/text.hpp"
#include "operations/account/planned.hpp"
#include "operations/account/token_notices.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::operations {
namespace {

bool is_named(const std::string& wanted, const model::Change& change) {
  const model::Address& address = change.address;
  return wanted == change.name || wanted == address.logical_id || wanted == address.text() ||
         wanted == address.element + "/" + change.name;
}

const model::Change* find_change(const model::Plan& plan, const std::string& name) {
  for (const auto* changes : {&plan.changes, &plan.would_prune})
    for (const model::Change& change : *changes)
      if (is_named(name, change))
        return &change;
  return nullptr;
}

std::string suggestion(const model::Plan& plan, const std::string& name) {
  std::vector<std::string_view> names;
  for (const model::Change& change : plan.changes)
    names.push_back(change.name);
  const auto near = base::did_you_mean(name, names);
  return near ? fmt::format("did you mean `{}`?", base::visible(*near)) : "";
}

/// The first element that `matches`, as a value of its own.
template <class T, class Matches>
std::optional<T> first(const std::vector<T>& items, Matches matches) {
  const auto found = std::find_if(items.begin(), items.end(), matches);
  return found == items.end() ? std::nullopt : std::optional<T>(*found);
}

Step<std::monostate> run(const ExplainRequest& request, const Ports& ports, ExplainResult& result) {
  auto inputs = gather(request, {Needs::manifests, request.manifests}, ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  auto options = plan_options(*inputs, {});
  if (!options)
    return tl::unexpected(options.error());
  Connection connection(ports, inputs->settings(), inputs->known);
  const Details details =
      options->mode.refresh == model::Refresh::changed ? Details::changed : Details::needed;
  const auto listing = read_for_plan(connection, ports, *inputs, *options, details, result.diagnostics);
  if (!listing)
    return tl::unexpected(listing.error());
  // What only a create sends is not read: nothing is sent here, and it may not be there yet (a code of
  // OAuth).
  options->known = &inputs->known;
  model::Plan plan = plan::make_plan(inputs->desired, *listing, *options);
  count_owed_tokens(*inputs, ports, plan, result.diagnostics);
  const model::Change* change = find_change(plan, request.name);
  if (change == nullptr)
    return stop_usage(fmt::format("no instance `{}`, neither declared nor owned by stack {}",
                                  base::visible(request.name), inputs->settings().stack),
                      suggestion(plan, request.name));
  result.change = *change;
  result.desired = first(inputs->desired, [&](const auto& one) { return one.address == change->address; });
  result.live = first(listing->instances, [&](const auto& one) { return one.id == change->instance_id; });
  return std::monostate{};
}

} // namespace

ExplainResult explain(const ExplainRequest& request, const Ports& ports) {
  ExplainResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
