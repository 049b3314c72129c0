#pragma once
#include "cerec/base/ports.hpp"
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/manifest/manifest.hpp"
#include "cerec/manifest/project.hpp"
#include "cerec/model/instance.hpp"

#include <functional>

namespace cerec::secret {

struct Ports {
  base::Environment& environment;
  base::Files& files;
  base::Processes& processes;
};

/// A row of the source table: `${env:NAME}`, `${file:path}`, `${cmd:program args}`. Adding one is a row and a
/// file.
struct SourceRow {
  std::string_view name;
  std::string_view help;
  base::Result<base::Secret> (*read)(const std::string& argument, const std::string& base_folder,
                                     Ports& ports);
};
[[nodiscard]] const std::vector<SourceRow>& sources();

/// Reads each distinct reference once; every unset one is a diagnostic at each place that uses it.
class Resolver {
public:
  Resolver(Ports ports, std::string base_folder) : ports_(ports), base_folder_(std::move(base_folder)) {}
  [[nodiscard]] base::Secret resolve(const manifest::Template& text, const base::Span& span,
                                     base::Diagnostics& diagnostics);

private:
  Ports ports_;
  std::string base_folder_;
  std::map<std::string, base::Result<base::Secret>> seen_;
};

/// Manifests -> desired instances: references resolved, values that hold one are sensitive, and so are keys
/// for which `is_secret(element, key)` says so. Names and tags are stripped of HTML, tags sorted and made
/// unique. `only`: resolve the references of these instances alone (least access); the rest is left out.
[[nodiscard]] std::vector<model::DesiredInstance>
resolve(const std::vector<manifest::ManifestFile>& files, Resolver& resolver,
        const std::function<bool(std::string_view element, std::string_view key)>& is_secret,
        base::Diagnostics& diagnostics);

} // namespace cerec::secret
