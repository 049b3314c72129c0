#pragma once
#include "cerec/base/secret.hpp"
#include "cerec/model/plan.hpp"

namespace cerec::tokens {

/// Where an instance lives: the service's URL, and digests of the organization and the user. One stack name
/// may stand for instances of several accounts (environments), and a token is one account's.
struct Account {
  std::string url, organization, user;
  auto operator<=>(const Account&) const = default;
  /// False for a record that an earlier version wrote: nothing says whose it is.
  [[nodiscard]] bool known() const { return !url.empty(); }
  /// 8 hex digits that tell it from others.
  [[nodiscard]] std::string code() const;
};
[[nodiscard]] Account account_of(const model::PlanBinding& binding);

/// A token and whose it is: on its way to a sink, or as a sink holds it.
struct TokenRecord {
  model::Address address;
  std::string stack;
  std::string name;
  int64_t instance_id = 0;
  base::Secret token;
  Account account{};

  /// "stack/element/logical-id".
  [[nodiscard]] std::string key() const;
  /// For people: the key, the URL and the account.
  [[nodiscard]] std::string owner_text() const;
};
using Records = std::vector<TokenRecord>;

/// True if both are of one identity: account, stack and logical id. Its element may have changed.
[[nodiscard]] bool same_identity(const TokenRecord& a, const TokenRecord& b);
/// True if both name one instance of one service and have its token, though the accounts differ: the secrets
/// that an account is told by were rotated. No two instances have one token.
[[nodiscard]] bool proves_rotation(const TokenRecord& a, const TokenRecord& b);
/// True if `fresh` takes the place of `held`: one identity, or one instance under another id, also if the
/// account's secrets were rotated meanwhile.
[[nodiscard]] bool supersedes(const TokenRecord& fresh, const TokenRecord& held);
/// True if `held` is a record of the instance that `gone` names, whatever it was called. Nothing else is
/// ever withdrawn.
[[nodiscard]] bool is_of(const TokenRecord& gone, const TokenRecord& held);

} // namespace cerec::tokens
