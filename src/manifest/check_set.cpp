#include "cerec/base/text.hpp"
#include "cerec/manifest/manifest.hpp"
#include "cerec/model/label.hpp"

#include <fmt/format.h>
#include <unordered_map>

namespace cerec::manifest {
namespace {

/// Faults between instances, in the order of the files.
class SetChecker {
public:
  explicit SetChecker(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void add(const ManifestInstance& instance) {
    if (instance.name.empty() || is_doubtful(instance))
      return;
    const std::string key = name_key(instance, instance.name);
    const auto [twin, is_new] = names_.emplace(key, &instance);
    if (!is_new) {
      report("duplicate-name", instance.name_span,
             fmt::format("a second {} instance of this name", instance.element.text()),
             twin->second->name_span, "give each instance of an element a name of its own");
      return; // the derived ids are the same too
    }
    if (instance.torn && instance.id_is_derived)
      return; // it may state another
    const auto [other, is_new_id] = ids_.emplace(instance.logical_id, &instance);
    if (!is_new_id)
      report("duplicate-id", instance.name_span,
             fmt::format("a second instance with the id '{}'", instance.logical_id), other->second->name_span,
             "state another 'cerec.id'");
  }

  void check_previous(const ManifestInstance& instance) {
    if (is_doubtful(instance))
      return;
    for (const std::string& previous : instance.previous_names) {
      const std::string key = name_key(instance, previous);
      if (const auto holder = names_.find(key); holder != names_.end()) {
        if (holder->second == &instance)
          diagnostics_.warning("previous-name", instance.name_span,
                               "the name stands among 'previousNames' too");
        else
          report("previous-name", instance.name_span,
                 "a previous name of this instance is the name of another", holder->second->name_span,
                 "remove it from 'previousNames', or rename the other instance");
        continue;
      }
      const auto [claim, is_new] = claims_.emplace(key, &instance);
      if (!is_new && claim->second != &instance)
        report("previous-name", instance.name_span, "two instances claim the same previous name",
               claim->second->name_span, "keep it in the 'previousNames' of one of them");
    }
  }

private:
  /// Its element may be in the part that was left out.
  static bool is_doubtful(const ManifestInstance& instance) {
    return instance.torn && instance.element.text().empty();
  }

  /// Names as they are compared: HTML, entities and outer blanks make no other name.
  static std::string name_key(const ManifestInstance& instance, const std::string& name) {
    const std::string stored = model::label_of(name);
    return fmt::format("{}\n{}", instance.element.text(), base::trim(stored));
  }

  void report(std::string code, const base::Span& place, std::string message, const base::Span& first,
              std::string hint) {
    diagnostics_.error(std::move(code), place, std::move(message), std::move(hint))
        .notes.push_back({first, "the first is here"});
  }

  base::Diagnostics& diagnostics_;
  std::unordered_map<std::string, const ManifestInstance*> names_, ids_, claims_;
};

} // namespace

void check_set(const std::vector<ManifestFile>& files, base::Diagnostics& diagnostics) {
  SetChecker checker(diagnostics);
  for (const ManifestFile& file : files) {
    for (const ManifestInstance& instance : file.instances)
      checker.add(instance);
  }
  for (const ManifestFile& file : files) {
    for (const ManifestInstance& instance : file.instances)
      checker.check_previous(instance);
  }
}

} // namespace cerec::manifest
