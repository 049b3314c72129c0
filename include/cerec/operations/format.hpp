#pragma once
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct FormatRequest : Common {
  std::vector<std::string> manifests;
  bool check = false; ///< write nothing
};

struct FormatResult : Ended {
  std::vector<std::string> changed; ///< names of the files that were not canonical
  std::optional<std::string> text;  ///< of stdin, in canonical form
};

/// Rewrites manifests in canonical form.
[[nodiscard]] FormatResult format(const FormatRequest& request, const Ports& ports);

} // namespace cerec::operations
