#pragma once
#include "cerec/manifest/manifest.hpp"

#include <doctest/doctest.h>
#include <string>

namespace cerec::manifest {

inline base::SourcePtr make_source(std::string name, std::string text) {
  auto source = std::make_shared<base::SourceFile>();
  source->name = std::move(name);
  source->text = std::move(text);
  return source;
}

/// What parse made of a text, and every fault as the user reads it.
struct Parsed {
  ManifestFile file;
  base::Diagnostics diagnostics;
  [[nodiscard]] std::string shown() const { return base::render(diagnostics, false); }
  [[nodiscard]] const ManifestInstance& only() const {
    REQUIRE(file.instances.size() == 1);
    return file.instances.front();
  }
  /// "line:column code" of every fault.
  [[nodiscard]] std::string brief() const {
    std::string out;
    for (const base::Diagnostic& fault : diagnostics.items())
      out += (out.empty() ? "" : ", ") + std::to_string(fault.span.line) + ":" +
             std::to_string(fault.span.column) + " " + fault.code;
    return out;
  }
};

inline Parsed parse_text(std::string text, std::string name = "m.yaml", const Limits& limits = {}) {
  Parsed parsed;
  parsed.file = parse(make_source(std::move(name), std::move(text)), limits, parsed.diagnostics);
  return parsed;
}

/// The text of a configuration entry, whatever its kind.
inline std::string entry(const ManifestInstance& instance, const std::string& key) {
  const auto found = instance.configuration.find(key);
  return found == instance.configuration.end() ? "<absent>" : found->second.text.literal_text();
}

} // namespace cerec::manifest
