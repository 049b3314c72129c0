#pragma once
#include "cerec/base/ports.hpp"
#include "cerec/manifest/manifest.hpp"
#include "cerec/model/instance.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::secret {

struct Ports {
  base::Environment& environment;
  base::Files& files;
  base::Processes& processes;
};

/// What a source gave: the value, and a warning about how it is kept (empty: none).
struct SourceValue {
  base::Secret value;
  std::string warning;
};

/// A row of the source table: `${env:NAME}`, `${file:path}`, `${cmd:program args}`. Adding one is a row and a
/// function (CONTRIBUTING.md). `base_folder`: what relative paths start from. Failures name the reference and
/// never quote what was read.
struct SourceRow {
  std::string_view name;
  std::string_view help;
  base::Result<SourceValue> (*read)(const std::string& argument, const std::string& base_folder,
                                    Ports& ports);
};
[[nodiscard]] const std::vector<SourceRow>& sources();

/// Reads each distinct reference once; a failed one is an error at each place that uses it.
class Resolver {
public:
  /// `base_folder`: the project file's folder; empty: the working folder.
  Resolver(Ports ports, std::string base_folder) : ports_(ports), base_folder_(std::move(base_folder)) {}

  /// The text with its references replaced. What could not be read is left out and reported at `span`.
  [[nodiscard]] base::Secret resolve(const manifest::Template& text, const base::Span& span,
                                     base::Diagnostics& diagnostics);
  /// The same inside JSON text: what is put in is escaped for the JSON string that holds the reference.
  [[nodiscard]] base::Secret resolve_json(const manifest::Template& text, const base::Span& span,
                                          base::Diagnostics& diagnostics);

private:
  enum class Escape { none, json };
  base::Secret assemble(const manifest::Template& text, const base::Span& span, Escape escape,
                        base::Diagnostics& diagnostics);
  const base::Result<SourceValue>& read(const manifest::Reference& reference);

  Ports ports_;
  std::string base_folder_;
  std::map<std::string, base::Result<SourceValue>> seen_;
};

/// True if the value of this key is a secret although the manifest may spell it out; catalogue::is_secret.
using IsSecret = std::function<bool(std::string_view element, std::string_view key)>;
/// Chooses the instances to resolve.
using Selection = std::function<bool(const manifest::ManifestInstance& instance)>;

/// Manifests -> desired instances: references resolved, values that hold one are sensitive, and so are keys
/// for which `is_secret` says so and all of providerData. Names and tags are stripped of HTML, tags sorted
/// and made unique. `only`: resolve the references of these instances alone (least access), leave out the
/// rest.
[[nodiscard]] std::vector<model::DesiredInstance> resolve(const std::vector<manifest::ManifestFile>& files,
                                                          Resolver& resolver, const IsSecret& is_secret,
                                                          base::Diagnostics& diagnostics,
                                                          const Selection& only = {});

} // namespace cerec::secret
