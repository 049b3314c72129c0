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

using tokens::Records;
using tokens::TokenRecord;

bool is_named(const std::string& wanted, const TokenRecord& record) {
  return wanted == record.name || wanted == record.address.text() || wanted == record.address.logical_id ||
         wanted == record.address.element + "/" + record.name;
}

/// Whether a record of a token file is one that this run is about: of its stack, and of its URL and account
/// as far as they are known here. A record that does not say whose it is is nobody's.
bool belongs(const TokenRecord& record, const Settings& settings) {
  const tokens::Account& account = record.account;
  const auto fits = [](const base::Secret& secret, const std::string& digest, auto digest_of) {
    return secret.empty() || digest_of(secret) == digest;
  };
  return account.known() && (!settings.stack_was_named || record.stack == settings.stack) &&
         (settings.account.base_url.empty() || account.url == settings.account.base_url) &&
         fits(settings.account.organization, account.organization, account_digest) &&
         fits(settings.account.user, account.user, user_digest);
}

/// Whether it is a record of this stack and URL that another account made, or this one under other secrets.
bool is_of_other_account(const TokenRecord& record, const Settings& settings) {
  return record.account.known() && record.stack == settings.stack &&
         record.account.url == settings.account.base_url && !belongs(record, settings);
}

/// Records of the file sinks, those that belong to this run; a file that does not exist yet holds none.
struct KeptRecords {
  Records ours;
  size_t of_other_accounts = 0;
};
Step<KeptRecords> kept_records(Context& context, const Configuration& configuration) {
  KeptRecords all;
  for (const model::SinkSpec& sink : token_sinks(configuration.project)) {
    if (sink.type != "file")
      continue;
    auto records = tokens::read_file_sink(sink, context.system.files);
    if (!records)
      return tl::unexpected(context.stop(records.error()));
    for (TokenRecord& record : *records)
      if (belongs(record, configuration.settings))
        all.ours.push_back(std::move(record));
      else if (is_of_other_account(record, configuration.settings))
        ++all.of_other_accounts;
  }
  return all;
}

/// What the service shows of the stack.
struct Live {
  Records records;         ///< settled instances with their tokens
  std::set<int64_t> alive; ///< every instance of the account
};
Step<Live> live_records(Context& context, const Inputs& inputs, const std::string& wanted) {
  const std::string& stack = inputs.configuration.settings.stack;
  Session session(context, inputs.configuration.settings);
  api::Reader reader(session.requests(), session.dispatcher(), context.system.signals);
  Progress& progress = context.output.progress();
  auto listing =
      reader.list("", [&](size_t done, size_t total) { progress.update("reading instances", done, total); });
  if (!listing)
    return tl::unexpected(context.stop(listing.error()));
  know_tokens(context, *listing);
  Live found;
  const tokens::Account account = tokens::account_of(binding_of(inputs));
  const auto record_of = [&](const model::LiveInstance& live) {
    return TokenRecord{
        {live.element.key, live.ownership.logical_id}, stack, live.name, live.id, live.token, account};
  };
  for (const model::LiveInstance& live : listing->instances)
    found.alive.insert(live.id);
  std::erase_if(listing->instances, [&](const model::LiveInstance& live) {
    return live.ownership.stack != stack || !live.ownership.settled ||
           (!wanted.empty() && !is_named(wanted, record_of(live)));
  });
  std::vector<int64_t> without;
  for (const model::LiveInstance& live : listing->instances)
    if (live.token.empty())
      without.push_back(live.id);
  if (auto added = reader.add_details(*listing, without, {}); !added)
    return tl::unexpected(context.stop(added.error()));
  std::transform(listing->instances.begin(), listing->instances.end(), std::back_inserter(found.records),
                 record_of);
  return found;
}

/// Records, and whether the service was asked: what a file says may be the token of a dead instance.
struct Found {
  Records records;
  bool asked = false;
  size_t of_other_accounts = 0; ///< records of this stack and URL that were left out
};

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
    auto found = find_records(context, "");
    if (!found)
      return found.error();
    std::sort(found->records.begin(), found->records.end(), [](const TokenRecord& a, const TokenRecord& b) {
      return std::tie(a.address, a.stack, a.account) < std::tie(b.address, b.stack, b.account);
    });
    std::string text;
    auto items = nlohmann::ordered_json::array();
    for (const TokenRecord& record : found->records) {
      text += fmt::format("{:<40} {:>10}  {}\n", base::visible(record.address.text()), record.instance_id,
                          base::visible(record.name));
      items.push_back({{"address", record.address.text()},
                       {"stack", record.stack},
                       {"url", record.account.url},
                       {"account", record.account.organization},
                       {"name", record.name},
                       {"instance_id", record.instance_id},
                       {"has_token", !record.token.empty()}});
    }
    auto json = json_document(context.state.command, model::ExitCode::fine);
    if (found->of_other_accounts > 0)
      context.output.note(fmt::format(
          "Left out: {} of this stack of another account, or of this one before its secrets were rotated; "
          "`cerec apply` takes over those of living instances.",
          base::counted(found->of_other_accounts, "record")));
    json["service_asked"] = found->asked;
    json["of_other_accounts"] = found->of_other_accounts;
    json["tokens"] = std::move(items);
    context.state.raw = context.wants_json() ? json_text(json) : text;
    return model::ExitCode::fine;
  }

  model::ExitCode get(Context& context, const std::string& name) const {
    auto all = find_records(context, name);
    if (!all)
      return all.error();
    std::vector<const TokenRecord*> found;
    for (const TokenRecord& record : all->records)
      if (is_named(name, record))
        found.push_back(&record);
    if (found.empty())
      return context.stop_usage(fmt::format("no token of `{}`", base::visible(name)),
                                "`cerec token list` names what is kept");
    const TokenRecord& record = *found.front();
    for (const TokenRecord* other : found)
      if (other->address != record.address || !same_identity(*other, record))
        return context.stop_usage(
            fmt::format("`{}` names several instances: {} and {}", base::visible(name),
                        base::visible(record.owner_text()), base::visible(other->owner_text())),
            "use an address such as gooddata/analytics-prod, or --stack, --environment or --api-url");
    if (record.token.empty())
      return context.stop({base::FailureKind::error, "the service returned no token", ""});
    if (!all->asked) // said even with --quiet: nobody shall take a dead token for a live one unawares
      context.output.complaint(
          "The service was not asked: this is the token that was kept. `--live` asks it.");
    // The one place where a token goes to stdout: it was asked for by name.
    const std::string token(record.token.reveal());
    auto json = json_document(context.state.command, model::ExitCode::fine);
    json["address"] = record.address.text();
    json["instance_id"] = record.instance_id;
    json["service_asked"] = all->asked;
    json["token"] = token;
    context.state.raw = context.wants_json() ? json_text(json) : token + "\n";
    context.state.raw_is_data = true;
    return model::ExitCode::fine;
  }

  /// From the token files, unless --live or nothing there fits.
  Step<Found> find_records(Context& context, const std::string& wanted) const {
    if (!live) {
      Configuration configuration = begin_configuration(context);
      configuration.fine = examine_manifests(context, configuration.project, {}) && configuration.fine;
      if (auto valid = require_valid(context); !valid)
        return tl::unexpected(valid.error());
      finish_configuration(context,
                           configuration); // without the account's secrets less is known, not nothing
      context.state.diagnostics = {};
      auto kept = kept_records(context, configuration);
      if (!kept)
        return tl::unexpected(kept.error());
      if (wanted.empty() || std::any_of(kept->ours.begin(), kept->ours.end(),
                                        [&](const auto& each) { return is_named(wanted, each); }))
        return Found{std::move(kept->ours), false, kept->of_other_accounts};
    }
    auto inputs = gather(context, Needs::nothing, {});
    if (!inputs)
      return tl::unexpected(inputs.error());
    auto found = live_records(context, *inputs, wanted);
    if (!found)
      return tl::unexpected(found.error());
    return Found{std::move(found->records), true};
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
    auto found = live_records(context, *inputs, "");
    if (!found)
      return found.error();
    std::map<model::Address, const model::DesiredInstance*> own_sinks;
    for (const model::DesiredInstance& desired : inputs->desired)
      if (!desired.sinks.empty())
        own_sinks.emplace(desired.address, &desired);
    std::vector<tokens::Delivery> deliveries;
    for (TokenRecord& record : found->records) {
      const auto own = own_sinks.find(record.address);
      deliveries.push_back({std::move(record), own == own_sinks.end() ? defaults : own->second->sinks,
                            tokens::Occasion::asked});
    }
    tokens::Custody::Memory memory = deliveries_of(inputs->configuration);
    memory.key = &*inputs->key;
    tokens::Custody custody({context.system.files, context.system.processes, context.system.terminal},
                            std::move(memory));
    keep_out_of_git(context, inputs->configuration.project);
    custody.begin(defaults);
    std::vector<tokens::Account> accounts = previous_accounts(inputs->configuration.settings);
    accounts.push_back(tokens::account_of(binding_of(*inputs)));
    base::Result<void> swept;
    for (const tokens::Account& account : accounts)
      if (auto done = custody.sweep(account, inputs->configuration.settings.stack, found->alive); !done)
        swept = done;
    const auto results = custody.deliver(deliveries);
    const auto finished = custody.finish();
    for (const auto& result : results)
      if (!result)
        return context.stop(result.error());
    for (const auto& done : {swept, finished})
      if (!done)
        return context.stop(done.error());
    auto json = json_document(context.state.command, model::ExitCode::fine);
    json["published"] = deliveries.size();
    const bool says_so = !context.output.quiet();
    context.state.raw = context.wants_json() ? json_text(json)
                        : says_so ? fmt::format("Published {}.\n", base::counted(deliveries.size(), "token"))
                                  : std::string();
    return model::ExitCode::fine;
  }
};

} // namespace

std::unique_ptr<Invocation> make_token() {
  return std::make_unique<Token>();
}

} // namespace cerec::cli
