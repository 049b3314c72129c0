#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/base/result.hpp"
#include "cerec/model/instance.hpp"

#include <string>
#include <vector>

namespace cerec::manifest {

/// One value of an exported manifest: text, or a reference that the user has to fill.
struct EmitValue {
  model::Value::Kind kind = model::Value::Kind::string;
  std::string text; ///< literal text, or `${env:NAME}`
  bool operator==(const EmitValue&) const = default;
};

struct EmitInstance {
  std::string element;
  std::string name;
  std::vector<std::string> tags;
  bool empty_tags = false; ///< without tags: declares `tags: []`, so that others' tags are removed
  std::map<std::string, EmitValue> configuration;
  std::optional<bool> disabled;
  std::string logical_id; ///< empty: the derived one
  bool protect = false;
};

/// Canonical manifest text (YAML): fixed member order, two blanks, strings quoted only where YAML would read
/// another type. parse(emit(x)) gives x.
[[nodiscard]] std::string emit(const EmitInstance& instance);

/// `cerec fmt`: the canonical form of a manifest file; comments are kept. Fails if the text is no YAML.
[[nodiscard]] base::Result<std::string> format(const base::SourcePtr& source, base::Diagnostics& diagnostics);

/// The JSON Schema of the manifest format (draft 2020-12), for editors and `cerec schema`.
[[nodiscard]] std::string json_schema();

} // namespace cerec::manifest
