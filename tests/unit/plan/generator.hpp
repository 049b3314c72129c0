#pragma once
#include "unit/plan/world.hpp"

namespace plan_test {

/// Seeded random manifests and accounts: everything that a plan can meet but contradictions.
class Generator {
public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  [[nodiscard]] std::vector<model::DesiredInstance> manifests();
  /// Owned, unowned, foreign, unsettled, quarantined and edited instances, some of them of these manifests.
  [[nodiscard]] World world(const std::vector<model::DesiredInstance>& manifests);
  /// The same manifests, some values, names and flags changed.
  [[nodiscard]] std::vector<model::DesiredInstance> edited(std::vector<model::DesiredInstance> manifests);
  /// Any plan at all, also such as make_plan never makes: for the codec.
  [[nodiscard]] model::Plan any_plan();

  [[nodiscard]] size_t below(size_t count) { return static_cast<size_t>(random_() % count); }
  [[nodiscard]] bool chance(size_t percent) { return below(100) < percent; }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[below(i)]);
  }

private:
  [[nodiscard]] model::Configuration configuration();
  [[nodiscard]] std::string any_text();
  [[nodiscard]] model::Shown any_shown();
  [[nodiscard]] model::Change any_change();
  std::mt19937_64 random_;
};

inline constexpr std::string_view k_canary = "canary-7f3a"; ///< in every generated secret

} // namespace plan_test
