#include "plan/precondition.hpp"

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

base::Secret what_bytes(const model::LiveInstance& live) {
  std::string bytes;
  put(bytes, live.element.key);
  put(bytes, live.name);
  return base::Secret(std::move(bytes));
}

base::Secret tags_bytes(const model::LiveInstance& live) {
  std::string bytes;
  std::vector<std::string> tags = live.user_tags;
  std::sort(tags.begin(), tags.end());
  for (const std::string& tag : tags)
    put(bytes, tag);
  return base::Secret(std::move(bytes));
}

base::Secret owner_bytes(const model::LiveInstance& live) {
  std::string bytes;
  put(bytes, live.owner_text());
  const model::Ownership& owner = live.ownership;
  for (const bool flag : {owner.settled, owner.protect, owner.quarantined, owner.release})
    bytes += flag ? '1' : '0';
  return base::Secret(std::move(bytes));
}

/// The only trace of a secret that somebody else applied meanwhile.
base::Secret applied_bytes(const model::LiveInstance& live) {
  std::string bytes;
  if (const auto& print = live.ownership.fingerprint) {
    put(bytes, print->key_id);
    for (const crypto::FieldMark& mark : print->marks)
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

constexpr std::string_view k_parts[] = {"",
                                        "its name or element",
                                        "its tags",
                                        "its owner or protection",
                                        "what was last applied",
                                        "its configuration",
                                        "whether it is disabled"};

} // namespace

// p2:<name, element>:<tags>:<owner>:<fingerprint>:<configuration>:<disabled>; "-" stands for what was not
// read.
std::string precondition_of(const model::LiveInstance& live, const crypto::FingerprintKey& key) {
  std::string configuration = "-", disabled = "-";
  if (live.configuration || live.detailed)
    configuration = digest(key, "configuration",
                           configuration_bytes(live.configuration.value_or(model::Configuration{})));
  if (live.disabled || live.detailed)
    disabled = live.disabled.value_or(false) ? "1" : "0";
  return fmt::format("p2:{}:{}:{}:{}:{}:{}", digest(key, "what", what_bytes(live)),
                     digest(key, "tags", tags_bytes(live)), digest(key, "owner", owner_bytes(live)),
                     digest(key, "applied", applied_bytes(live)), configuration, disabled);
}

std::vector<std::string> disagreements(std::string_view a, std::string_view b) {
  const std::vector<std::string_view> left = base::split(a, ':'), right = base::split(b, ':');
  if (left.size() != right.size() || left.size() != std::size(k_parts) || left[0] != right[0])
    return a == b ? std::vector<std::string>{} : std::vector<std::string>{"all that was read of it"};
  std::vector<std::string> parts;
  for (size_t i = 1; i < left.size(); ++i)
    if (left[i] != right[i] && left[i] != "-" && right[i] != "-")
      parts.emplace_back(k_parts[i]);
  return parts;
}

bool preconditions_agree(std::string_view a, std::string_view b) {
  return disagreements(a, b).empty();
}

} // namespace cerec::plan
