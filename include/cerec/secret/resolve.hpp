#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"
#include "cerec/manifest/manifest.hpp"
#include "cerec/model/instance.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::secret {

struct Ports {
  io::Environment& environment;
  io::Files& files;
  io::Processes& processes;
};

/// What a source gave: the value, and a warning about how it is kept (empty: none).
struct SourceValue {
  base::Secret value;
  std::string warning;
};

/// What a source reaches for, to judge whether a project may (docs/trust.md).
enum class Reach { variable, file, program };

/// One reference being fetched. What is still under way when it goes is ended.
class Fetch {
public:
  Fetch() = default;
  Fetch(const Fetch&) = delete;
  Fetch& operator=(const Fetch&) = delete;
  virtual ~Fetch() = default;
  /// What the source gave, once; nullopt: not yet. Waits for nothing.
  [[nodiscard]] virtual std::optional<base::Result<SourceValue>> take() = 0;
};

/// A row of the source table: `${env:NAME}`, `${file:path}`, `${cmd:program args}`. Adding one is a row and a
/// function that starts a fetch (CONTRIBUTING.md). `base_folder`: what relative paths start from. Failures
/// name the reference and never quote what was read.
struct SourceRow {
  std::string_view name;
  std::string_view help;
  Reach reach;
  std::unique_ptr<Fetch> (*start)(const std::string& argument, const std::string& base_folder, Ports& ports);
};
[[nodiscard]] const std::vector<SourceRow>& sources();
[[nodiscard]] const SourceRow* find_source(std::string_view name);
/// The file that `${file:argument}` reads.
[[nodiscard]] std::string file_path(const std::string& argument, const std::string& base_folder);
/// The program that `${cmd:argument}` runs; the whole text if it cannot be taken apart.
[[nodiscard]] std::string program_of(const std::string& argument);

/// A reference as the resolver reads it (the escapes of a JSON text undone), and its place.
struct PlacedReference {
  manifest::Reference reference;
  base::Span span;
};
[[nodiscard]] std::vector<PlacedReference> references_of(const manifest::Template& text,
                                                         const base::Span& span);
/// Which references are read. What only a create sends (providerData, `other`) is left for a second step, for
/// the instances that are to be created.
enum class Extent {
  declared, ///< none: names, tags, sinks, places, and values that are literal
  compared, ///< those of values that a live instance is compared by
  all,
};
/// What an instance refers to, so far as it is read; by default all.
[[nodiscard]] std::vector<PlacedReference> references_of(const manifest::ManifestInstance& instance,
                                                         Extent extent = Extent::all);

/// Reads each distinct reference once; a failed one is an error at each place that uses it. Who knows what is
/// needed says so first (fetch), so that slow sources work side by side; what was not announced is read when
/// it is met.
class Resolver {
public:
  /// `base_folder`: the project file's folder; empty: the working folder.
  Resolver(Ports ports, std::string base_folder) : ports_(ports), base_folder_(std::move(base_folder)) {}

  /// From now on a reference with one of these values is not resolved: they are secrets of the account.
  void refuse(std::vector<base::Secret> values) { refused_ = std::move(values); }

  /// Reads what has not been read yet of these, several at a time. What fails is told by the places that use
  /// it, in their order. A signal ends what is under way, and nothing more is started.
  void fetch(const std::vector<PlacedReference>& references);

  /// Adds all that has been read so far.
  void tell(base::KnownSecrets& known) const;

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
  void keep(const manifest::Reference& reference, base::Result<SourceValue> value);

  Ports ports_;
  std::string base_folder_;
  std::map<std::string, base::Result<SourceValue>> seen_;
  std::vector<base::Secret> refused_;
};

/// True if the value of this key is a secret although the manifest may spell it out; catalogue::is_secret.
using IsSecret = std::function<bool(std::string_view element, std::string_view key)>;
/// Chooses the instances whose references are read; it is given one without them.
using Covers = std::function<bool(const model::DesiredInstance& declared)>;

/// Manifests -> desired instances: references resolved, values that hold one are sensitive, and so are keys
/// for which `is_secret` says so and all of providerData. Names and tags are stripped of HTML, tags sorted
/// and made unique. A value whose references are not read is left out; `covers` says no: all that have some.
[[nodiscard]] std::vector<model::DesiredInstance>
resolve(const std::vector<manifest::ManifestFile>& files, Resolver& resolver, const IsSecret& is_secret,
        base::Diagnostics& diagnostics, Extent extent = Extent::all, const Covers& covers = {});

/// The second step: reads what is still missing of the instances whose addresses these are. False: there was
/// nothing to read.
bool resolve_rest(const std::vector<manifest::ManifestFile>& files, const std::set<model::Address>& addresses,
                  Resolver& resolver, const IsSecret& is_secret, std::vector<model::DesiredInstance>& desired,
                  base::Diagnostics& diagnostics);

} // namespace cerec::secret
