#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/model/instance.hpp"
#include "cerec/model/value.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cerec::manifest {

/// `${source:argument}` inside a text. `$${` is a literal `${`.
struct Reference {
  std::string source;   ///< env, file, cmd
  std::string argument; ///< variable, path, command
  base::Span span;
  [[nodiscard]] std::string text() const { return source + ":" + argument; }
};

/// Literal text and references in turn, as a scalar of the manifest spells it.
struct Template {
  struct Part {
    std::string literal; ///< if no reference
    std::optional<Reference> reference;
  };
  std::vector<Part> parts;
  [[nodiscard]] bool has_reference() const;
  [[nodiscard]] std::string literal_text() const; ///< of a template without references
};

/// A configuration value before references are resolved.
struct TemplateValue {
  model::Value::Kind kind = model::Value::Kind::null;
  Template text; ///< for json: the canonical JSON text, references inside strings
  base::Span span;
  base::Span key_span;
};

/// One instance as written. Strings that are not configuration are literal (no references in names and tags).
struct ManifestInstance {
  model::ElementRef element;
  base::Span element_span;
  std::string name;
  base::Span name_span;
  std::optional<std::vector<std::string>> tags;
  std::vector<base::Span> tag_spans;
  std::map<std::string, TemplateValue> configuration;
  base::Span configuration_span;
  std::optional<bool> disabled;
  std::optional<std::string> external_authentication;
  std::optional<TemplateValue> provider_data; ///< json
  std::map<std::string, TemplateValue> other; ///< retrieveObjectsAfterInstantiation, oauthProxy
  // cerec: block
  std::string logical_id; ///< stated or derived (model::derived_id)
  bool id_is_derived = true;
  std::vector<std::string> previous_names;
  bool protect = false;
  bool release = false;
  std::vector<std::string> ignore;
  std::vector<model::SinkSpec> sinks;
  base::Span span; ///< of the whole instance: its first line
  bool torn =
      false; ///< a part was left out because of a fault, which is told: nothing is missing for certain
};

struct ManifestFile {
  base::SourcePtr source;
  std::vector<ManifestInstance> instances;
};

struct Limits {
  uint64_t max_bytes = 64ULL << 20; ///< of one file
  int max_depth = 64;
  size_t max_nodes = 5'000'000;     ///< of one file, aliases expanded
  size_t max_alias_nodes = 100'000; ///< values that aliases of one file may add: stops alias bombs
};

/// Parses one source: YAML or JSON, several documents, lists of instances. Best-effort value; every fault is
/// added to `diagnostics`. Pure.
[[nodiscard]] ManifestFile parse(const base::SourcePtr& source, const Limits& limits,
                                 base::Diagnostics& diagnostics);

/// Faults that need the whole set: two manifests with one (element, name) or one logical id, citing both
/// places.
void check_set(const std::vector<ManifestFile>& files, base::Diagnostics& diagnostics);

/// "text with ${env:X}" -> Template; faults (unknown source, unclosed) are added. `span` is that of the text.
[[nodiscard]] Template parse_template(std::string_view text, const base::Span& span,
                                      base::Diagnostics& diagnostics);

} // namespace cerec::manifest
