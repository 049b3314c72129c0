#include "cerec/plan/make_plan.hpp"
#include "cerec/plan/plan_file.hpp"
#include "wall_time.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace cerec::plan {
namespace {

using model::Change;
using model::ChangeKind;

std::string duration_text(base::Duration span) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(span).count();
  if (minutes < 120)
    return fmt::format("{} minutes", minutes);
  const auto hours = minutes / 60;
  return hours < 48 ? fmt::format("{} hours", hours) : fmt::format("{} days", hours / 24);
}

void check_binding(const model::PlanBinding& saved, const model::PlanBinding& fresh,
                   std::vector<std::string>& reasons) {
  if (saved.base_url != fresh.base_url)
    reasons.push_back(fmt::format("it was made for {}, not for {}", saved.base_url, fresh.base_url));
  if (saved.account != fresh.account)
    reasons.emplace_back("it was made for another account");
  if (saved.stack != fresh.stack)
    reasons.push_back(fmt::format("it was made for the stack {}, not for {}", saved.stack, fresh.stack));
}

void check_manifests(const model::PlanBinding& saved, const model::PlanBinding& fresh,
                     std::vector<std::string>& reasons) {
  std::map<std::string, std::pair<std::string, std::string>> both; // path -> digests then, now
  for (const model::ManifestDigest& one : saved.manifests)
    both[one.path].first = one.sha256;
  for (const model::ManifestDigest& one : fresh.manifests)
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

void check_secrets(const model::PlanBinding& saved, const model::PlanBinding& fresh,
                   std::vector<std::string>& reasons) {
  std::map<std::pair<std::string, std::string>, const model::SecretMark*> now;
  for (const model::SecretMark& one : fresh.secrets)
    now[{one.address, one.path}] = &one;
  for (const model::SecretMark& one : saved.secrets) {
    const auto found = now.find({one.address, one.path});
    if (found != now.end() && found->second->mark != one.mark)
      reasons.push_back(
          fmt::format("the secret {} ({} of {}) changed since", one.reference, one.path, one.address));
  }
}

bool goes_away(ChangeKind kind) {
  return kind == ChangeKind::remove || kind == ChangeKind::release || kind == ChangeKind::dedupe;
}

/// What the plan made now says of the instances of the saved one.
class Fresh {
public:
  explicit Fresh(const model::Plan& plan) {
    for (const Change& change : plan.changes)
      note(change);
    for (const Change& change : plan.would_prune)
      note(change);
  }
  [[nodiscard]] const Change* by_id(int64_t id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }
  [[nodiscard]] const Change* by_address(const model::Address& address) const {
    const auto found = by_address_.find(address);
    return found == by_address_.end() ? nullptr : found->second;
  }

private:
  void note(const Change& change) {
    if (change.instance_id != 0)
      by_id_.emplace(change.instance_id, &change);
    // What is done with the identity's one instance, not with its duplicates.
    if (!goes_away(change.kind))
      by_address_.emplace(change.address, &change);
  }
  std::map<int64_t, const Change*> by_id_;
  std::map<model::Address, const Change*> by_address_;
};

struct Verdict {
  bool already = false;
  std::string reason; ///< empty: it still fits, or is already so
};

Verdict judge_create(const Change& saved, const Fresh& fresh) {
  const Change* now = fresh.by_address(saved.address);
  if (now == nullptr)
    return {false, "no manifest declares it any more"};
  if (now->refused())
    return {false, fmt::format("refused now: {}", text_of(now->refusal))};
  if (now->kind == ChangeKind::create)
    return {};
  if (now->kind == ChangeKind::keep)
    return {true, {}};
  return {false, fmt::format("instance {} has this identity or name now", now->instance_id)};
}

Verdict judge_write(const Change& saved, const Fresh& fresh) {
  const Change* now = fresh.by_id(saved.instance_id);
  if (now == nullptr) {
    if (goes_away(saved.kind))
      return {true, {}};
    // A replace that was carried out left another id behind.
    const Change* successor = fresh.by_address(saved.address);
    if (saved.kind == ChangeKind::replace && successor != nullptr && successor->kind == ChangeKind::keep)
      return {true, {}};
    return {false, fmt::format("instance {} is gone", saved.instance_id)};
  }
  if (now->kind == ChangeKind::keep && !goes_away(saved.kind))
    return {true, {}};
  if (now->refused())
    return {false, fmt::format("refused now: {}", text_of(now->refusal))};
  if (now->kind != saved.kind)
    return {false, fmt::format("instance {} changed since: now it would be \"{}\"", saved.instance_id,
                               row_of(now->kind).word)};
  if (!preconditions_agree(saved.precondition, now->precondition) || saved.fields != now->fields)
    return {false, fmt::format("instance {} changed since", saved.instance_id)};
  return {};
}

} // namespace

Staleness check(const PlanFile& saved, const model::Plan& fresh, base::WallTime now, base::Duration max_age) {
  Staleness staleness;
  check_binding(saved.plan.binding, fresh.binding, staleness.whole);
  if (!staleness.whole.empty())
    return staleness; // the rest would only be noise
  const std::optional<base::WallTime> created = wall_time_of(saved.created);
  if (created && max_age.count() > 0 && now - *created > max_age)
    staleness.whole.push_back(fmt::format("it is {} old; at most {} are allowed",
                                          duration_text(now - *created), duration_text(max_age)));
  check_manifests(saved.plan.binding, fresh.binding, staleness.whole);
  check_secrets(saved.plan.binding, fresh.binding, staleness.whole);

  const Fresh index(fresh);
  size_t effective = 0;
  for (size_t i = 0; i < saved.plan.changes.size(); ++i) {
    const Change& change = saved.plan.changes[i];
    if (change.kind == ChangeKind::keep || change.refused())
      continue;
    ++effective;
    Verdict verdict =
        change.kind == ChangeKind::create ? judge_create(change, index) : judge_write(change, index);
    if (verdict.already)
      staleness.done.push_back(i);
    else if (!verdict.reason.empty())
      staleness.changes.emplace_back(i, std::move(verdict.reason));
  }
  staleness.already_applied = effective > 0 && staleness.done.size() == effective;
  return staleness;
}

} // namespace cerec::plan
