#include "simulation/audit.hpp"

#include "cerec/crypto/hash.hpp"
#include "cerec/model/ownership.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>

namespace cerec::simulation {
namespace {

constexpr std::string_view k_identity = "cerec:id:";
constexpr int k_most_ids = 64; ///< scenario.cpp names them id-0, id-1, ... and added

std::string word_after(std::string_view text, std::string_view mark) {
  const size_t at = text.find(mark);
  if (at == std::string_view::npos)
    return {};
  const std::string_view rest = text.substr(at + mark.size());
  return std::string(rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567")));
}

} // namespace

std::string logical_of(std::string_view code) {
  static const auto all = [] {
    std::map<std::string, std::string, std::less<>> codes{{model::identity_code("sim", "added"), "added"}};
    for (int i = 0; i < k_most_ids; ++i)
      codes.emplace(model::identity_code("sim", fmt::format("id-{}", i)), fmt::format("id-{}", i));
    return codes;
  }();
  const auto found = all.find(code);
  return found == all.end() ? std::string() : found->second;
}

std::string identity_of(const sim::RequestRecord& record) {
  if (record.method == http::Method::post)
    return logical_of(word_after(record.body, "cerec:id:"));
  return logical_of(word_after(record.query, "cerec%3Aid%3A"));
}

bool has_tag(const sim::Instance& instance, std::string_view tag) {
  return std::find(instance.tags.begin(), instance.tags.end(), tag) != instance.tags.end();
}

std::string owned_id(const sim::Instance& instance) {
  for (const std::string& tag : instance.tags)
    if (tag.starts_with(k_identity))
      if (std::string id = logical_of(std::string_view(tag).substr(k_identity.size())); !id.empty())
        return id;
  return {};
}

bool is_foreign(const sim::Instance& instance) {
  return std::any_of(instance.tags.begin(), instance.tags.end(), [](const std::string& tag) {
    return tag.starts_with(k_identity) && logical_of(std::string_view(tag).substr(k_identity.size())).empty();
  });
}

std::set<std::string> lost_at_the_console(const sim::Platform& platform) {
  std::set<std::string> ids;
  for (const sim::Mutation& mutation : platform.history())
    if (mutation.actor == "console" && mutation.before && !owned_id(*mutation.before).empty() &&
        (!mutation.after || owned_id(*mutation.after) != owned_id(*mutation.before)))
      ids.insert(owned_id(*mutation.before));
  return ids;
}

std::string made_by(const sim::Platform& platform, int64_t id) {
  for (const sim::Mutation& mutation : platform.history())
    if (mutation.kind == sim::MutationKind::create && mutation.id == id)
      return mutation.actor;
  return {};
}

std::string who_settled(const sim::Platform& platform, int64_t id) {
  for (const sim::Mutation& mutation : platform.history())
    if (mutation.id == id && mutation.after && has_tag(*mutation.after, "cerec:settled"))
      return mutation.actor;
  return {};
}

std::set<int64_t> ids_with_known_secrets(const sim::Platform& platform) {
  std::set<int64_t> ids;
  for (const sim::Mutation& mutation : platform.history())
    if (mutation.kind == sim::MutationKind::create && mutation.actor != "console")
      ids.insert(mutation.id);
    else if (mutation.after && owned_id(*mutation.after).empty())
      ids.erase(mutation.id);
  return ids;
}

bool is_burnt(const Scenario& scenario, const sim::Platform& platform, const Wanted& wanted) {
  if (wanted.code_variable.empty())
    return false;
  const std::map<std::string, std::string> secrets(scenario.secrets.begin(), scenario.secrets.end());
  const std::vector<std::string> used = platform.used_codes();
  const auto& all = platform.instances();
  return std::find(used.begin(), used.end(), secrets.at(wanted.code_variable)) != used.end() &&
         std::none_of(all.begin(), all.end(),
                      [&](const auto& entry) { return owned_id(*entry.second) == wanted.logical_id; });
}

bool any_burnt(const Scenario& scenario, const sim::Platform& platform) {
  return std::any_of(scenario.wanted.begin(), scenario.wanted.end(),
                     [&](const Wanted& wanted) { return is_burnt(scenario, platform, wanted); });
}

int shard_of(const std::string& logical, int shards) {
  const std::string digest = crypto::sha256_hex("cerec shard v1\nsim/" + logical);
  return static_cast<int>(std::stoull(digest.substr(0, 15), nullptr, 16) % static_cast<uint64_t>(shards)) + 1;
}

} // namespace cerec::simulation
