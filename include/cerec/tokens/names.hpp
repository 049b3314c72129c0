#pragma once
#include "cerec/tokens/sinks.hpp"

#include <set>

namespace cerec::tokens {

/// A token that is to have a name in each of these sinks.
struct Claim {
  TokenRecord record; ///< without its token
  std::vector<model::SinkSpec> sinks;
  base::Span origin;
};

/// Two claims that want one name of one file, and sinks of one file that cannot share it. Needs no look at
/// the files.
void judge_claims(const std::vector<Claim>& claims, SinkPorts& ports, base::Diagnostics& diagnostics);

/// Names that a file gives to somebody else: another stack or account, or an instance of this one that is
/// still `alive`. A record of this stack and account whose instance is gone holds no name. `previous`: what
/// this account was told by before its secrets were rotated.
void judge_names(const std::vector<Claim>& claims, const std::set<int64_t>& alive,
                 const std::vector<Account>& previous, SinkPorts& ports, base::Diagnostics& diagnostics);

} // namespace cerec::tokens
