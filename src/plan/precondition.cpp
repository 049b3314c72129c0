#include "cerec/base/text.hpp"
#include "cerec/plan/make_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace cerec::plan {
namespace {

/// Appends a part led by its length, so that no two lists of parts read the same.
void put(std::string& bytes, std::string_view part) {
  bytes += fmt::format("{}:", part.size());
  bytes += part;
}

std::string digest(const crypto::FingerprintKey& key, std::string_view purpose, const base::Secret& bytes) {
  return key.digest(fmt::format("precondition {}", purpose), bytes.reveal());
}

base::Secret identity_bytes(const model::LiveInstance& live) {
  std::string bytes;
  put(bytes, live.element.key);
  put(bytes, live.name);
  std::vector<std::string> tags = live.user_tags;
  std::sort(tags.begin(), tags.end());
  for (const std::string& tag : tags)
    put(bytes, tag);
  const model::Ownership& owner = live.ownership;
  bytes += '|';
  put(bytes, live.owner_text());
  for (const bool flag : {owner.settled, owner.protect, owner.quarantined, owner.release})
    bytes += flag ? '1' : '0';
  if (owner.fingerprint) { // the only trace of a secret that somebody else applied meanwhile
    put(bytes, owner.fingerprint->key_id);
    for (const crypto::FieldMark& mark : owner.fingerprint->marks)
      bytes += fmt::format("{:x}={:x},", mark.path, mark.value);
  }
  return base::Secret(std::move(bytes));
}

base::Secret configuration_bytes(const model::Configuration& configuration) {
  std::string bytes;
  for (const auto& [key, value] : configuration) {
    if (value.is_null())
      continue; // null and absent are the same to the service
    put(bytes, key);
    put(bytes, value.text_for_request().reveal());
  }
  return base::Secret(std::move(bytes));
}

} // namespace

// p1:<what a light listing shows>:<configuration>:<disabled>; "-" stands for a part that was not read.
std::string precondition_of(const model::LiveInstance& live, const crypto::FingerprintKey& key) {
  std::string configuration = "-", disabled = "-";
  if (live.configuration || live.detailed)
    configuration = digest(key, "configuration",
                           configuration_bytes(live.configuration.value_or(model::Configuration{})));
  if (live.disabled || live.detailed)
    disabled = live.disabled.value_or(false) ? "1" : "0";
  return fmt::format("p1:{}:{}:{}", digest(key, "identity", identity_bytes(live)), configuration, disabled);
}

bool preconditions_agree(std::string_view a, std::string_view b) {
  const std::vector<std::string_view> left = base::split(a, ':'), right = base::split(b, ':');
  if (left.size() != right.size())
    return false;
  for (size_t i = 0; i < left.size(); ++i)
    if (left[i] != right[i] && left[i] != "-" && right[i] != "-")
      return false;
  return true;
}

} // namespace cerec::plan
