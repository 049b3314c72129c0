#pragma once
#include "cerec/manifest/manifest.hpp"

namespace cerec::manifest {

/// A scalar of the project file with its place.
struct Setting {
  Template text;
  base::Span span;
};

/// `cerec.yaml`, checked for shape only; cli merges it with flags and variables (flag > environment > file >
/// default). `settings` maps dotted names (stack, api.url, api.userSecret, limits.parallelism, ...) to their
/// text; the names are the rows of cli's settings table.
struct ProjectFile {
  base::SourcePtr source;
  std::map<std::string, Setting> settings;
  std::vector<std::string> manifests; ///< paths and globs, relative to the file
  std::vector<model::SinkSpec> sinks; ///< `tokens:`
  struct Defaults {
    std::vector<std::string> tags; ///< added to every instance
    std::map<std::string, TemplateValue>
        configuration; ///< for every instance whose element declares the key; or below by element
    std::map<std::string, std::map<std::string, TemplateValue>> by_element;
  } defaults;
  struct Overlay { ///< `environments: {prod: {...}}`: the same members again, laid over the top level
    std::map<std::string, Setting> settings;
    std::vector<std::string> manifests;
    std::vector<model::SinkSpec> sinks;
    Defaults defaults;
  };
  std::map<std::string, Overlay> environments;
};

/// `known_settings`: the dotted names that exist, for did-you-mean.
[[nodiscard]] ProjectFile parse_project(const base::SourcePtr& source,
                                        const std::vector<std::string_view>& known_settings,
                                        base::Diagnostics& diagnostics);

} // namespace cerec::manifest
