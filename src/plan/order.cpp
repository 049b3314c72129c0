#include "plan/order.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace cerec::plan {

void order(std::vector<model::Change>& changes) {
  std::array<int, 16> phases{};
  for (const model::KindRow& row : model::change_kinds())
    phases.at(static_cast<size_t>(row.kind)) = row.phase;
  const auto key = [&](const model::Change& change) {
    return std::tie(phases.at(static_cast<size_t>(change.kind)), change.address, change.instance_id,
                    change.name);
  };
  const auto less = [&](const model::Change& a, const model::Change& b) { return key(a) < key(b); };
  if (!std::is_sorted(changes.begin(), changes.end(), less))
    std::sort(changes.begin(), changes.end(), less);
}

} // namespace cerec::plan
