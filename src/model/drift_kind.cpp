#include "cerec/model/drift_kind.hpp"

#include <utility>

namespace cerec::model {
namespace {

constexpr std::pair<DriftKind, std::string_view> k_words[] = {
    {DriftKind::in_sync, "in_sync"},
    {DriftKind::pending, "pending"},
    {DriftKind::drift, "drift"},
    {DriftKind::conflict, "conflict"},
    {DriftKind::missing, "missing"},
    {DriftKind::unmanaged, "unmanaged"},
    {DriftKind::foreign, "foreign"},
    {DriftKind::orphaned, "orphaned"},
    {DriftKind::duplicate, "duplicate"},
    {DriftKind::unhealthy, "unhealthy"},
    {DriftKind::unverifiable, "unverifiable"},
};

} // namespace

std::string_view text_of(DriftKind kind) {
  for (const auto& [value, word] : k_words)
    if (value == kind)
      return word;
  return "?";
}

std::optional<DriftKind> drift_kind_of(std::string_view text) {
  for (const auto& [value, word] : k_words)
    if (word == text)
      return value;
  return std::nullopt;
}

} // namespace cerec::model
