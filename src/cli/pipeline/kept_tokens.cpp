#include "cerec/base/text.hpp"
#include "cerec/tokens/sinks.hpp"
#include "cli/pipeline/applying.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

struct Kept {
  size_t tokens = 0;
  std::string file; ///< the first that holds some
};

/// One stack name may stand for instances of several organizations: their tokens are no news here.
bool is_of(const tokens::TokenRecord& record, const std::string& stack, const tokens::Account& here) {
  const tokens::Account& account = record.account;
  return record.stack == stack &&
         (!account.known() || (account.url == here.url && account.organization == here.organization));
}

/// Of this stack, in the project's token files. One that cannot be read holds none here: who needs it says
/// so.
Kept kept_tokens(Context& context, const Inputs& inputs) {
  const tokens::Account here = tokens::account_of(binding_of(inputs));
  Kept kept;
  for (const model::SinkSpec& sink : token_sinks(inputs.configuration.project)) {
    if (sink.type != "file")
      continue;
    const auto records = tokens::read_file_sink(sink, context.system.files);
    if (!records)
      continue;
    const auto of_stack = std::count_if(records->begin(), records->end(), [&](const auto& record) {
      return is_of(record, inputs.configuration.settings.stack, here);
    });
    if (of_stack > 0 && kept.file.empty())
      kept.file = sink.settings.at("path").front();
    kept.tokens += static_cast<size_t>(of_stack);
  }
  return kept;
}

} // namespace

void warn_of_kept_tokens(Context& context, const Inputs& inputs, const model::Listing& listing) {
  const std::string& stack = inputs.configuration.settings.stack;
  if (std::any_of(listing.instances.begin(), listing.instances.end(),
                  [&](const auto& live) { return live.ownership.stack == stack; }))
    return;
  const Kept kept = kept_tokens(context, inputs);
  if (kept.tokens == 0)
    return;
  context.state.diagnostics.warning(
      "tokens-without-instances", {},
      fmt::format("{} holds {} of the stack {}, and the listing shows no instance of it",
                  base::visible(kept.file),
                  kept.tokens == 1 ? "a token" : fmt::format("{} tokens", kept.tokens), stack),
      "a listing shows the instances of one user: is this another user's secret? Then a create makes a "
      "second "
      "instance (docs/guarantees.md, \"One user\")");
}

} // namespace cerec::cli
