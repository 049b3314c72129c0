#include "cerec/base/text.hpp"
#include "cerec/tokens/sinks.hpp"
#include "cli/commands/table.hpp"
#include "cli/output/json.hpp"
#include "cli/pipeline/applying.hpp"
#include "cli/pipeline/known.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

using tokens::TokenRecord;

bool is_named(const std::string& wanted, const TokenRecord& record) {
  return wanted == record.name || wanted == record.address.text() || wanted == record.address.logical_id ||
         wanted == record.address.element + "/" + record.name;
}

/// Records of the file sinks; a file that does not exist yet holds none.
Step<std::vector<TokenRecord>> kept_records(Context& context, const Project& project) {
  std::vector<TokenRecord> all;
  for (const model::SinkSpec& sink : token_sinks(project)) {
    if (sink.type != "file")
      continue;
    const auto path = sink.settings.find("path");
    if (path != sink.settings.end() && !path->second.empty() &&
        !context.system.files.status(path->second.front()))
      continue;
    auto records = tokens::read_file_sink(sink, context.system.files);
    if (!records)
      return tl::unexpected(context.stop(records.error()));
    all.insert(all.end(), std::make_move_iterator(records->begin()), std::make_move_iterator(records->end()));
  }
  return all;
}

/// The settled instances of the stack with their tokens, read from the service.
Step<std::vector<TokenRecord>> live_records(Context& context, const Inputs& inputs,
                                            const std::string& wanted) {
  const std::string& stack = inputs.configuration.settings.stack;
  Session session(context, inputs.configuration.settings);
  api::Reader reader(session.requests(), session.dispatcher(), context.system.signals);
  Progress& progress = context.output.progress();
  auto listing =
      reader.list("", [&](size_t done, size_t total) { progress.update("reading instances", done, total); });
  if (!listing)
    return tl::unexpected(context.stop(listing.error()));
  know_tokens(context, *listing);
  std::erase_if(listing->instances, [&](const model::LiveInstance& live) {
    const TokenRecord record{{live.element.key, live.ownership.logical_id}, stack, live.name, live.id, {}};
    return live.ownership.stack != stack || !live.ownership.settled ||
           (!wanted.empty() && !is_named(wanted, record));
  });
  std::vector<int64_t> without;
  for (const model::LiveInstance& live : listing->instances)
    if (live.token.empty())
      without.push_back(live.id);
  if (auto added = reader.add_details(*listing, without, {}); !added)
    return tl::unexpected(context.stop(added.error()));
  std::vector<TokenRecord> records;
  for (model::LiveInstance& live : listing->instances)
    records.push_back(
        {{live.element.key, live.ownership.logical_id}, stack, live.name, live.id, std::move(live.token)});
  return records;
}

struct Token final : Invocation {
  std::vector<std::string> words, manifests;
  bool live = false;

  void declare(OptionSet& options) override {
    options.positionals("list|sync|get NAME", words, 1, 2,
                        "NAME: a name, a logical id or an address; `cerec token NAME` is `token get NAME`");
    options.group("Tokens");
    options.flag({"--live"}, live, "ask the service, not the token file");
    declare_manifests(options, manifests);
  }

  model::ExitCode run(Context& context) override {
    const std::string& verb = words.front();
    if (words.size() == 1 && verb == "list")
      return list(context);
    if (words.size() == 1 && verb == "sync")
      return sync(context);
    if (words.size() == 2 && verb == "get")
      return get(context, words[1]);
    if (words.size() == 1 && verb != "get")
      return get(context, verb);
    return context.stop_usage("expected `token list`, `token get NAME` or `token sync`");
  }

  model::ExitCode list(Context& context) const {
    auto records = find_records(context, "");
    if (!records)
      return records.error();
    std::sort(records->begin(), records->end(),
              [](const TokenRecord& a, const TokenRecord& b) { return a.address < b.address; });
    std::string text;
    auto items = nlohmann::ordered_json::array();
    for (const TokenRecord& record : *records) {
      text += fmt::format("{:<40} {:>10}  {}\n", base::visible(record.address.text()), record.instance_id,
                          base::visible(record.name));
      items.push_back({{"address", record.address.text()},
                       {"name", record.name},
                       {"instance_id", record.instance_id},
                       {"has_token", !record.token.empty()}});
    }
    auto json = json_document(context, model::ExitCode::fine);
    json["tokens"] = std::move(items);
    context.state.raw = context.wants_json() ? json_text(json) : text;
    return model::ExitCode::fine;
  }

  model::ExitCode get(Context& context, const std::string& name) const {
    auto records = find_records(context, name);
    if (!records)
      return records.error();
    std::vector<const TokenRecord*> found;
    for (const TokenRecord& record : *records)
      if (is_named(name, record))
        found.push_back(&record);
    if (found.empty())
      return context.stop_usage(fmt::format("no token of `{}`", base::visible(name)),
                                "`cerec token list` names what is kept");
    if (!std::all_of(found.begin(), found.end(),
                     [&](const auto* each) { return each->address == found.front()->address; }))
      return context.stop_usage(
          fmt::format("`{}` names several instances", base::visible(name)),
          fmt::format("use an address such as {}", base::visible(found[0]->address.text())));
    const TokenRecord& record = *found.front();
    if (record.token.empty())
      return context.stop({base::FailureKind::error, "the service returned no token", ""});
    // The one place where a token goes to stdout: it was asked for by name.
    const std::string token(record.token.reveal());
    auto json = json_document(context, model::ExitCode::fine);
    json["address"] = record.address.text();
    json["instance_id"] = record.instance_id;
    json["token"] = token;
    context.state.raw = context.wants_json() ? json_text(json) : token + "\n";
    return model::ExitCode::fine;
  }

  /// From the token files, unless --live or nothing there fits.
  Step<std::vector<TokenRecord>> find_records(Context& context, const std::string& wanted) const {
    if (!live) {
      const Project project = load_project(context);
      (void)examine_manifests(context, project, {});
      if (auto valid = require_valid(context); !valid)
        return tl::unexpected(valid.error());
      auto kept = kept_records(context, project);
      const bool enough =
          kept && (wanted.empty() || std::any_of(kept->begin(), kept->end(),
                                                 [&](const auto& each) { return is_named(wanted, each); }));
      if (!kept || enough)
        return kept;
    }
    auto inputs = gather(context, Needs::nothing, {});
    if (!inputs)
      return tl::unexpected(inputs.error());
    return live_records(context, *inputs, wanted);
  }

  /// Publishes every token of the stack again: to the sinks of its manifest, or to the project's.
  model::ExitCode sync(Context& context) const {
    const Project project = load_project(context);
    context.state.diagnostics = {};
    const bool has_manifests = !manifest_paths(context, project, manifests).paths.empty();
    auto inputs = gather(context, has_manifests ? Needs::declarations : Needs::nothing, manifests);
    if (!inputs)
      return inputs.error();
    const auto defaults = token_sinks(inputs->configuration.project);
    check_all_sinks(context, *inputs, defaults);
    if (auto valid = require_valid(context); !valid)
      return valid.error();
    auto records = live_records(context, *inputs, "");
    if (!records)
      return records.error();
    std::map<model::Address, const model::DesiredInstance*> own_sinks;
    for (const model::DesiredInstance& desired : inputs->desired)
      if (!desired.sinks.empty())
        own_sinks.emplace(desired.address, &desired);
    std::vector<tokens::Delivery> deliveries;
    for (TokenRecord& record : *records) {
      const auto own = own_sinks.find(record.address);
      deliveries.push_back({std::move(record), own == own_sinks.end() ? defaults : own->second->sinks, true});
    }
    tokens::SinkPorts ports{context.system.files, context.system.processes, context.system.terminal};
    for (const auto& result : tokens::deliver(deliveries, ports))
      if (!result)
        return context.stop(result.error());
    auto json = json_document(context, model::ExitCode::fine);
    json["published"] = records->size();
    context.state.raw = context.wants_json()
                            ? json_text(json)
                            : fmt::format("Published {}.\n", base::counted(records->size(), "token"));
    return model::ExitCode::fine;
  }
};

} // namespace

std::unique_ptr<Invocation> make_token() {
  return std::make_unique<Token>();
}

} // namespace cerec::cli
