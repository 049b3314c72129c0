#include "plan/plan_json.hpp"

#include <fmt/format.h>

namespace cerec::plan {
namespace {

constexpr base::Duration k_clocks_differ = std::chrono::minutes(5); ///< of machines that keep their time

std::string duration_text(base::Duration span) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(span).count();
  if (minutes < 120)
    return fmt::format("{} minutes", minutes);
  const auto hours = minutes / 60;
  return hours < 48 ? fmt::format("{} hours", hours) : fmt::format("{} days", hours / 24);
}

} // namespace

std::string seal_of(const crypto::FingerprintKey& key, std::string_view digest, std::string_view created) {
  return key.digest("plan file", fmt::format("{}\n{}", digest, created));
}

std::vector<std::string> unfit(const PlanFile& file, const crypto::FingerprintKey& key, base::WallTime now,
                               std::optional<base::Duration> max_age) {
  std::vector<std::string> reasons;
  if (file.seal != seal_of(key, file.digest, file.created)) {
    reasons.emplace_back("its seal does not fit: it was changed after it was made, or made with another key");
    return reasons; // its time proves nothing
  }
  const std::optional<base::WallTime> created = base::wall_time_of(file.created);
  if (!created || *created - now > k_clocks_differ)
    reasons.push_back(
        fmt::format("it was made at {}, and now it is {} here", file.created, base::text_of(now)));
  else if (max_age && now - *created > *max_age)
    reasons.push_back(fmt::format("it is {} old; at most {} are allowed", duration_text(now - *created),
                                  duration_text(*max_age)));
  return reasons;
}

} // namespace cerec::plan
