#include "cerec/tokens/names.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace cerec::tokens {
namespace {

/// The file that a sink ends in, for comparing.
std::string real_target(const SinkRow& row, const model::SinkSpec& spec, SinkPorts& ports) {
  const std::string target = row.target_of(spec);
  return target.empty() ? target : ports.files.real_path(target).value_or(target);
}

/// What sinks of one file have to agree on: a file of tokens is no list of lines, and a Secret has one name.
std::string form_of(const model::SinkSpec& spec) {
  std::string form = spec.type;
  if (spec.type == "kubernetes-secret")
    for (const char* setting : {"name", "namespace"})
      if (const auto found = spec.settings.find(setting);
          found != spec.settings.end() && !found->second.empty())
        form += fmt::format(" {} {}", setting, found->second.front());
  return form;
}

/// All but the secrets that the account is told by. Whether it has the same token is seen when it is written:
/// not every file can be read back.
bool is_same_under_other_secrets(const TokenRecord& claimed, const TokenRecord& held) {
  return claimed.instance_id != 0 && claimed.instance_id == held.instance_id &&
         claimed.account.url == held.account.url && claimed.stack == held.stack &&
         claimed.address.logical_id == held.address.logical_id;
}

base::Diagnostic& report(const Claim& claim, const std::string& other, const std::string& name,
                         const std::string& file, base::Diagnostics& diagnostics) {
  return diagnostics.error("token-name-taken", claim.origin,
                           fmt::format("{} would share `{}` in {} with {}",
                                       base::visible(claim.record.address.text()), base::visible(name),
                                       base::visible(file), base::visible(other)),
                           "give them ids that differ in letters and digits, or files of their own");
}

} // namespace

void judge_claims(const std::vector<Claim>& claims, SinkPorts& ports, base::Diagnostics& diagnostics) {
  std::map<std::string, std::string> forms;                              ///< file -> what it is
  std::map<std::pair<std::string, std::string>, const Claim*> claimants; ///< file, name -> whose
  for (const Claim& claim : claims)
    for (const model::SinkSpec& spec : claim.sinks) {
      const SinkRow* row = find_sink(spec.type);
      const std::string target = row == nullptr ? "" : real_target(*row, spec, ports);
      if (target.empty())
        continue;
      if (const auto form = forms.emplace(target, form_of(spec)).first; form->second != form_of(spec)) {
        diagnostics.error("sink-clash", spec.origin,
                          fmt::format("{} is written by two sinks: `{}` and `{}`",
                                      base::visible(row->target_of(spec)), base::visible(form->second),
                                      base::visible(form_of(spec))),
                          "give each a file of its own");
        continue;
      }
      if (row->name_of == nullptr)
        continue;
      const std::string name = row->name_of(spec, claim.record);
      const auto [first, added] = claimants.emplace(std::pair(target, name), &claim);
      if (!added && !same_identity(first->second->record, claim.record))
        report(claim, first->second->record.address.text(), name, row->target_of(spec), diagnostics)
            .notes.push_back({first->second->origin, "the other is here"});
    }
}

void judge_names(const std::vector<Claim>& claims, const std::set<int64_t>& alive,
                 const std::vector<Account>& previous, SinkPorts& ports, base::Diagnostics& diagnostics) {
  std::map<std::string, std::map<std::string, TokenRecord>> files; ///< as the sink spells it -> name -> whose
  for (const Claim& claim : claims)
    for (const model::SinkSpec& spec : claim.sinks) {
      const SinkRow* row = find_sink(spec.type);
      const std::string target = row == nullptr || row->name_of == nullptr ? "" : row->target_of(spec);
      if (target.empty())
        continue;
      const auto [file, unread] = files.try_emplace(target);
      if (unread)
        if (auto held = row->open(spec, ports)->held())
          for (Held& each : *held)
            file->second.emplace(each.name, std::move(each.record));
      const std::string name = row->name_of(spec, claim.record);
      const auto owner = file->second.find(name);
      if (owner == file->second.end() || supersedes(claim.record, owner->second) ||
          is_same_under_other_secrets(claim.record, owner->second))
        continue;
      const Account& of = owner->second.account;
      const bool ours =
          owner->second.stack == claim.record.stack &&
          (of == claim.record.account || std::find(previous.begin(), previous.end(), of) != previous.end());
      if (!ours || alive.count(owner->second.instance_id) != 0)
        report(claim, owner->second.owner_text(), name, target, diagnostics);
    }
}

} // namespace cerec::tokens
