#include "operations/account/token_records.hpp"

#include "cerec/plan/binding.hpp"
#include "cerec/tokens/sinks.hpp"
#include "operations/account/listing.hpp"
#include "operations/inputs/sinks.hpp"

#include <algorithm>

namespace cerec::operations {
namespace {

/// A record that does not say whose it is is nobody's.
bool belongs(const tokens::TokenRecord& record, const config::Settings& settings) {
  const tokens::Account& account = record.account;
  const auto fits = [](const base::Secret& secret, const std::string& digest, auto digest_of) {
    return secret.empty() || digest_of(secret) == digest;
  };
  return account.known() && (!settings.stack_was_named || record.stack == settings.stack) &&
         (settings.account.base_url.empty() || account.url == settings.account.base_url) &&
         fits(settings.account.organization, account.organization, plan::account_digest) &&
         fits(settings.account.user, account.user, plan::user_digest);
}

bool is_of_other_account(const tokens::TokenRecord& record, const config::Settings& settings) {
  return record.account.known() && record.stack == settings.stack &&
         record.account.url == settings.account.base_url && !belongs(record, settings);
}

} // namespace

std::vector<tokens::Account> previous_accounts(const config::Settings& settings) {
  const api::Account& account = settings.account;
  if (!settings.previous_user && !settings.previous_organization)
    return {};
  return {{account.base_url,
           plan::account_digest(settings.previous_organization.value_or(account.organization)),
           plan::user_digest(settings.previous_user.value_or(account.user))}};
}

bool is_named(const std::string& wanted, const tokens::TokenRecord& record) {
  return wanted == record.name || wanted == record.address.text() || wanted == record.address.logical_id ||
         wanted == record.address.element + "/" + record.name;
}

Step<KeptRecords> kept_records(const config::Configuration& configuration, io::Files& files) {
  KeptRecords all;
  for (const model::SinkSpec& sink : token_sinks(configuration.project)) {
    if (sink.type != "file")
      continue;
    auto records = tokens::read_file_sink(sink, files);
    if (!records)
      return stop(records.error());
    for (tokens::TokenRecord& record : *records)
      if (belongs(record, configuration.settings))
        all.ours.push_back(std::move(record));
      else if (is_of_other_account(record, configuration.settings))
        ++all.of_other_accounts;
  }
  return all;
}

Step<LiveTokens> live_records(Inputs& inputs, const std::string& wanted, const Ports& ports) {
  const std::string& stack = inputs.settings().stack;
  const tokens::Account account = tokens::account_of(binding_of(inputs));
  const auto record_of = [&](const model::LiveInstance& live) {
    return tokens::TokenRecord{
        {live.element.key, live.ownership.logical_id}, stack, live.name, live.id, live.token, account};
  };
  const auto is_wanted = [&](const model::LiveInstance& live) {
    return live.ownership.stack == stack && live.ownership.settled &&
           (wanted.empty() || is_named(wanted, record_of(live)));
  };
  Connection connection(ports, inputs.settings(), inputs.known);
  auto listing = read_account(connection, ports, inputs.known, [&](const model::Listing& read) {
    std::vector<int64_t> without;
    for (const model::LiveInstance& live : read.instances)
      if (live.token.empty() && is_wanted(live))
        without.push_back(live.id);
    return without;
  });
  if (!listing)
    return tl::unexpected(listing.error());
  LiveTokens found;
  for (const model::LiveInstance& live : listing->instances) {
    found.alive.insert(live.id);
    if (is_wanted(live))
      found.records.push_back(record_of(live));
  }
  return found;
}

} // namespace cerec::operations
