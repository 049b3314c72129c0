#include "cerec/plan/binding.hpp"

#include "cerec/crypto/hash.hpp"
#include "cerec/model/normalise.hpp"
#include "cerec/plan/make_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::plan {
namespace {

/// The value that a path of `references` names, as it is compared.
std::optional<base::Secret> value_at(const model::DesiredInstance& desired, const model::FieldPath& path) {
  const model::Value* value = nullptr;
  if (path.is(model::Field::configuration)) {
    const auto found = desired.configuration.find(std::string(path.key()));
    value = found == desired.configuration.end() ? nullptr : &found->second;
  } else if (path.is(model::Field::provider_data)) {
    value = desired.provider_data ? &*desired.provider_data : nullptr;
  } else if (const auto found = desired.other.find(path.text()); found != desired.other.end()) {
    value = &found->second;
  }
  return value == nullptr ? std::nullopt : std::optional(normalise(path, *value));
}

void add_secret_marks(const model::DesiredInstance& desired, const std::string& stack,
                      const crypto::FingerprintKey& key, std::vector<model::SecretMark>& marks) {
  if (desired.references.empty())
    return;
  const std::string address = desired.address.text();
  const crypto::InstanceKey own = key.of_instance(model::identity_code(stack, desired.address.logical_id));
  for (const auto& [path, references] : desired.references) {
    const auto value = value_at(desired, path);
    if (!value)
      continue;
    marks.push_back({address, path, fmt::format("{}", fmt::join(references, ", ")),
                     own.short_mark(path.text(), value->reveal())});
  }
}

std::string short_digest(std::string_view purpose, const base::Secret& secret) {
  return crypto::sha256_hex(fmt::format("cerec {} v1\n{}", purpose, secret.reveal())).substr(0, 16);
}

} // namespace

std::string account_digest(const base::Secret& organization) {
  return short_digest("account", organization);
}

std::string user_digest(const base::Secret& user) {
  return short_digest("user", user);
}

std::vector<model::SecretMark> secret_marks(const std::vector<model::DesiredInstance>& desired,
                                            const std::string& stack, const crypto::FingerprintKey& key) {
  std::vector<model::SecretMark> marks;
  for (const model::DesiredInstance& one : desired)
    add_secret_marks(one, stack, key, marks);
  std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) {
    return std::tie(a.address, a.path) < std::tie(b.address, b.path);
  });
  return marks;
}

model::PlanBinding bind(const BindingParts& parts, const std::vector<model::DesiredInstance>& desired) {
  model::PlanBinding binding;
  binding.base_url = parts.base_url;
  binding.account = account_digest(parts.organization);
  binding.user = user_digest(parts.user);
  binding.stack = parts.stack;
  binding.environment = parts.environment;
  binding.manifests = parts.manifests;
  std::sort(binding.manifests.begin(), binding.manifests.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  binding.secrets = secret_marks(desired, parts.stack, *parts.key);
  binding.sinks = sink_texts(desired, parts.sinks);
  return binding;
}

} // namespace cerec::plan
