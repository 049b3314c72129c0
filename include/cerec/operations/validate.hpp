#pragma once
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct ValidateRequest : Common {
  std::vector<std::string> manifests;
};

struct ValidateResult : Ended {
  size_t instances = 0;
  size_t files = 0;
};

/// Reads and checks manifests and the project file without any request and any secret.
[[nodiscard]] ValidateResult validate(const ValidateRequest& request, const Ports& ports);

} // namespace cerec::operations
