#include "cerec/model/label.hpp"
#include "cerec/plan/make_plan.hpp"

#include <map>
#include <unordered_map>

namespace cerec::plan {

std::vector<Twins> twins_of(const std::vector<model::DesiredInstance>& desired, const model::Listing& live) {
  std::vector<Twins> found;
  std::vector<const model::DesiredInstance*> by_id;
  for (const model::DesiredInstance& one : desired)
    if (one.element.key.empty())
      by_id.push_back(&one);
  if (by_id.empty())
    return found;
  std::unordered_map<int64_t, std::string> keys;
  for (const model::LiveInstance& one : live.instances)
    if (one.element.id != 0 && !one.element.key.empty())
      keys.emplace(one.element.id, one.element.key);
  std::map<std::pair<std::string, std::string>, const model::DesiredInstance*> by_key;
  for (const model::DesiredInstance& one : desired)
    if (!one.element.key.empty())
      by_key.emplace(std::pair(one.element.key, model::label_of(one.name)), &one);
  for (const model::DesiredInstance* one : by_id) {
    const auto key = keys.find(one->element.id);
    const auto twin =
        key == keys.end() ? by_key.end() : by_key.find({key->second, model::label_of(one->name)});
    if (twin != by_key.end())
      found.push_back({twin->second, one});
  }
  return found;
}

} // namespace cerec::plan
