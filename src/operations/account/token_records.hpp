#pragma once
#include "cerec/tokens/records.hpp"
#include "operations/inputs/gather.hpp"

#include <set>

namespace cerec::operations {

/// Whether `wanted` is the name, the logical id or the address of a record.
[[nodiscard]] bool is_named(const std::string& wanted, const tokens::TokenRecord& record);

/// Records of the project's token files. A file that does not exist yet holds none.
struct KeptRecords {
  /// Those that belong to this run: of its stack, if one was named, and of its URL and account as far as they
  /// are known here.
  tokens::Records ours;
  size_t of_other_accounts = 0; ///< of this stack and URL, by another account or under other secrets
};
[[nodiscard]] Step<KeptRecords> kept_records(const config::Configuration& configuration, io::Files& files);

/// What records of tokens told this account by before its secrets were rotated, as far as the settings name
/// them.
[[nodiscard]] std::vector<tokens::Account> previous_accounts(const config::Settings& settings);

/// What the service shows of the stack.
struct LiveTokens {
  tokens::Records records; ///< settled instances (of this name, if it is not empty) with their tokens
  std::set<int64_t> alive; ///< every instance of the account
};
[[nodiscard]] Step<LiveTokens> live_records(Inputs& inputs, const std::string& wanted, const Ports& ports);

} // namespace cerec::operations
