#include "cerec/tokens/records.hpp"

#include "cerec/crypto/hash.hpp"

#include <fmt/format.h>

namespace cerec::tokens {

std::string Account::code() const {
  return crypto::sha256_hex(fmt::format("cerec tokens v1\n{}\n{}\n{}", url, organization, user)).substr(0, 8);
}

Account account_of(const model::PlanBinding& binding) {
  return {binding.base_url, binding.account, binding.user};
}

std::string TokenRecord::key() const {
  return fmt::format("{}/{}", stack, address.text());
}

std::string TokenRecord::owner_text() const {
  if (!account.known())
    return key();
  return fmt::format("{} at {}, account {}, user {}", key(), account.url, account.organization, account.user);
}

bool same_identity(const TokenRecord& a, const TokenRecord& b) {
  return a.stack == b.stack && a.address.logical_id == b.address.logical_id && a.account == b.account;
}

bool proves_rotation(const TokenRecord& a, const TokenRecord& b) {
  return a.instance_id != 0 && a.instance_id == b.instance_id && a.account.url == b.account.url &&
         !a.token.empty() && a.token.same_as(b.token);
}

bool supersedes(const TokenRecord& fresh, const TokenRecord& held) {
  if (!held.account.known())
    return fresh.stack == held.stack && fresh.address.logical_id == held.address.logical_id;
  return same_identity(fresh, held) || is_of(fresh, held);
}

bool is_of(const TokenRecord& gone, const TokenRecord& held) {
  if (gone.instance_id == 0 || gone.instance_id != held.instance_id)
    return false;
  if (held.account.known())
    return gone.account == held.account || proves_rotation(gone, held);
  return gone.stack == held.stack && gone.address.logical_id == held.address.logical_id;
}

} // namespace cerec::tokens
