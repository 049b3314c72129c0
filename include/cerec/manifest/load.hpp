#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/manifest/manifest.hpp"

namespace cerec::manifest {

/// Finds, reads and parses what `-f` names: files, folders (recursively: *.yaml, *.yml, *.json; dot names and
/// `cerec.yaml` left out), globs (`*`, `?`, `**`), `-` for stdin. Order of the result: by file name, so the
/// order of the arguments does not matter; a file named twice counts once. Parses on all cores. A path or
/// glob that names nothing is an error. check_set has been run on the result.
[[nodiscard]] std::vector<ManifestFile> load(const std::vector<std::string>& paths, io::Files& files,
                                             io::Input& in, const Limits& limits,
                                             base::Diagnostics& diagnostics);

} // namespace cerec::manifest
