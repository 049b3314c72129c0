#include "plan/binding_equality.hpp"

#include "cerec/plan/equality.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace cerec::plan {
namespace {

using model::ManifestDigest;
using model::PlanBinding;
using model::SecretMark;

std::string environment_text(const std::string& name) {
  return name.empty() ? "no environment" : "the environment " + name;
}

std::vector<std::string> foreign(const PlanBinding& reviewed, const PlanBinding& now) {
  std::vector<std::string> reasons;
  if (reviewed.base_url != now.base_url)
    reasons.push_back(fmt::format("it was made for {}, not for {}", reviewed.base_url, now.base_url));
  if (reviewed.account != now.account)
    reasons.emplace_back("it was made for another account");
  else if (reviewed.user != now.user)
    reasons.emplace_back("it was made for another user of this account");
  if (reviewed.stack != now.stack)
    reasons.push_back(fmt::format("it was made for the stack {}, not for {}", reviewed.stack, now.stack));
  if (reviewed.environment != now.environment)
    reasons.push_back(fmt::format("it was made for {}, not for {}", environment_text(reviewed.environment),
                                  environment_text(now.environment)));
  return reasons;
}

void check_manifests(const PlanBinding& reviewed, const PlanBinding& now, std::vector<std::string>& reasons) {
  std::map<std::string, std::pair<std::string, std::string>> both; // path -> digests then, now
  for (const ManifestDigest& one : reviewed.manifests)
    both[one.path].first = one.sha256;
  for (const ManifestDigest& one : now.manifests)
    both[one.path].second = one.sha256;
  for (const auto& [path, digests] : both) {
    if (digests.first.empty())
      reasons.push_back(fmt::format("the manifest {} was added since", path));
    else if (digests.second.empty())
      reasons.push_back(fmt::format("the manifest {} is gone", path));
    else if (digests.first != digests.second)
      reasons.push_back(fmt::format("the manifest {} changed since", path));
  }
}

void check_sinks(const PlanBinding& reviewed, const PlanBinding& now, std::vector<std::string>& reasons) {
  const auto lacks = [](const std::vector<std::string>& sinks, const std::string& one) {
    return std::find(sinks.begin(), sinks.end(), one) == sinks.end();
  };
  for (const std::string& sink : now.sinks)
    if (lacks(reviewed.sinks, sink))
      reasons.push_back(fmt::format("the token sink {} was added since", sink));
  for (const std::string& sink : reviewed.sinks)
    if (lacks(now.sinks, sink))
      reasons.push_back(fmt::format("the token sink {} is gone", sink));
}

std::set<std::string> created_by(const model::Plan& plan) {
  std::set<std::string> addresses;
  for (const model::Change& change : plan.changes)
    if (!change.refused() &&
        (change.kind == model::ChangeKind::create || change.kind == model::ChangeKind::replace))
      addresses.insert(change.address.text());
  return addresses;
}

std::string secret_text(const SecretMark& mark) {
  return fmt::format("the secret {} ({} of {})", mark.reference, mark.path.text(), mark.address);
}

} // namespace

std::vector<std::string> unfit(const PlanBinding& reviewed, const PlanBinding& now) {
  std::vector<std::string> reasons = foreign(reviewed, now);
  if (!reasons.empty())
    return reasons; // the rest would only be noise
  check_manifests(reviewed, now, reasons);
  check_sinks(reviewed, now, reasons);
  return reasons;
}

std::vector<std::string> unfit_secrets(const model::Plan& reviewed, const model::Plan& fresh) {
  using Both = std::pair<const SecretMark*, const SecretMark*>;
  std::map<std::pair<std::string, model::FieldPath>, Both> both; // address, path -> then, now
  for (const SecretMark& one : reviewed.binding.secrets)
    both[{one.address, one.path}].first = &one;
  for (const SecretMark& one : fresh.binding.secrets)
    both[{one.address, one.path}].second = &one;
  const std::set<std::string> then = created_by(reviewed), now = created_by(fresh);
  std::vector<std::string> reasons;
  for (const auto& [where, marks] : both) {
    const auto& [before, after] = marks;
    const bool one_creates = then.contains(where.first) != now.contains(where.first);
    if (before == nullptr && !one_creates)
      reasons.push_back(secret_text(*after) + " was added since");
    else if (after == nullptr && !one_creates)
      reasons.push_back(secret_text(*before) + " is gone");
    else if (before != nullptr && after != nullptr && *before != *after)
      reasons.push_back(secret_text(*before) + " changed since");
  }
  return reasons;
}

} // namespace cerec::plan
