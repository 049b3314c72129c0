#pragma once
#include "cerec/plan/make_plan.hpp"

#include <string>

namespace cerec::plan {

/// What the guards of the deletes judge by.
struct GuardFacts {
  size_t owned = 0;          ///< settled instances of the stack
  size_t deletes_in_all = 0; ///< of the whole stack, though this plan may hold one shard of them
  bool empty_desired = false;
};

/// Refuses what is not allowed: replaces that nobody named, deletes of a stack that nobody named, of
/// protected instances, beyond the limits, or for want of any manifest. All deletes are refused or none: a
/// random part of a mass delete is no better than the whole.
void guard(model::Plan& plan, const Options& options, const GuardFacts& facts);

/// The word by which the user names the instance on a command line, quoted for a shell.
[[nodiscard]] std::string shell_word(std::string_view text);

} // namespace cerec::plan
