#pragma once
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"
#include "cerec/tokens/records.hpp"

namespace cerec::operations {

struct TokensRequest : Common {
  bool live = false; ///< ask the service, not the token files
};

struct TokensResult : Ended {
  std::vector<tokens::TokenRecord> records; ///< sorted
  bool asked = false;           ///< the service: what a file holds may be the token of a dead instance
  size_t of_other_accounts = 0; ///< records of this stack and URL in the files that were left out
};
/// Whose tokens are kept.
[[nodiscard]] TokensResult list_tokens(const TokensRequest& request, const Ports& ports);

struct TokenResult : Ended {
  std::optional<tokens::TokenRecord> record; ///< absent: it was not reached
  bool asked = false;
};
/// The one token of `name` (a name, a logical id or an address); from the service, if no file has it.
[[nodiscard]] TokenResult get_token(const TokensRequest& request, const std::string& name,
                                    const Ports& ports);

struct SyncRequest : Common {
  std::vector<std::string> manifests;
};
struct SyncResult : Ended {
  std::optional<size_t> published;
};
/// Publishes every token of the stack again: to the sinks of its manifest, or to the project's.
[[nodiscard]] SyncResult sync_tokens(const SyncRequest& request, const Ports& ports);

} // namespace cerec::operations
