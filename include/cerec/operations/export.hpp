#pragma once
#include "cerec/catalogue/export.hpp"
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct ExportRequest : Common {
  bool managed = true, unowned = true;      ///< of this stack; of nobody. Instances of other stacks never
  std::vector<std::string> elements, names; ///< globs; empty: all
  std::optional<std::string> folder;        ///< one file for each instance there, instead of a stream
  bool overwrite = false;                   ///< replace files of the folder
  std::optional<std::string> references;    ///< list the secrets to fill in this file
};

struct ExportResult : Ended {
  size_t instances = 0;
  std::string stream;             ///< the manifests, unless they went to files
  std::vector<std::string> files; ///< that were written
  std::vector<catalogue::ExportedSecret> secrets;
  bool secrets_listed = false; ///< in the file that was asked for
  std::vector<std::string> warnings;
};

/// Writes manifests from the live account.
[[nodiscard]] ExportResult export_manifests(const ExportRequest& request, const Ports& ports);

} // namespace cerec::operations
