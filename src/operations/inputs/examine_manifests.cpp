#include "operations/inputs/manifests.hpp"

#include "cerec/secret/resolve.hpp"
#include "operations/inputs/sinks.hpp"

#include <set>
#include <tuple>

namespace cerec::operations {
namespace {

/// Adds to `diagnostics` what it does not hold yet: a default of the project reaches every instance.
class Once {
public:
  explicit Once(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}
  void add(const base::Diagnostics& found) {
    for (const base::Diagnostic& one : found.items())
      if (seen_.emplace(one.span.text(), one.message).second)
        diagnostics_.add(one);
  }

private:
  base::Diagnostics& diagnostics_;
  std::set<std::tuple<std::string, std::string>> seen_;
};

} // namespace

bool examine_manifests(const config::Project& project, const std::vector<manifest::ManifestFile>& files,
                       base::Diagnostics& diagnostics) {
  if (project.trust.grants().all)
    return true;
  Once once(diagnostics);
  bool fine = true;
  const auto examine = [&](const auto& what) {
    base::Diagnostics found;
    fine = what(found) && fine;
    once.add(found);
  };
  if (!project.sinks().empty()) // the default is cerec's own choice
    examine(
        [&](base::Diagnostics& found) { return examine_sinks(token_sinks(project), project.trust, found); });
  for (const manifest::ManifestFile& file : files)
    for (const manifest::ManifestInstance& instance : file.instances) {
      examine([&](base::Diagnostics& found) { return examine_sinks(instance.sinks, project.trust, found); });
      for (const secret::PlacedReference& placed : secret::references_of(instance))
        examine(
            [&](base::Diagnostics& found) { return project.trust.require(placed, project.folder, found); });
    }
  return fine;
}

} // namespace cerec::operations
