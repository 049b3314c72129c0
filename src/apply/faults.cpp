#include "apply/faults.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cerec::apply {
namespace {

base::Span span_of(const model::DesiredInstance& desired, const model::FieldPath& path) {
  for (const model::FieldPath& place : {path, model::FieldPath(model::Field::configuration)})
    if (const auto found = desired.spans.find(place); found != desired.spans.end() && found->second)
      return found->second;
  return desired.origin;
}

} // namespace

base::Diagnostics faults_of(const api::ApiError& error, const model::DesiredInstance& desired,
                            const KnownEntries& known_entries) {
  std::set<std::string> known;
  if (known_entries)
    for (std::string& key : known_entries(desired.element))
      known.insert(std::move(key));
  for (const auto& [key, value] : desired.configuration)
    known.insert(key);
  const std::vector<std::string> keys(known.begin(), known.end());
  base::Diagnostics faults;
  for (const std::string& key : api::named_entries(error.message + " " + error.provider_message, keys)) {
    const base::Span span = span_of(desired, model::FieldPath::configuration(key));
    if (desired.configuration.contains(key))
      faults.error("refused-entry", span, fmt::format("the service refused `{}`: {}", key, error.message));
    else
      faults.error("missing-entry", span, fmt::format("the service requires `{}`: {}", key, error.message),
                   fmt::format("add `{}:` under `configuration:`", key));
  }
  return faults;
}

} // namespace cerec::apply
