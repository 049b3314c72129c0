#pragma once
#include "cerec/model/drift.hpp"
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct DriftRequest : Common {
  std::vector<std::string> manifests, targets, excludes;
};

struct DriftResult : Ended {
  std::optional<model::DriftReport> drift; ///< absent: it was not reached
};

/// Reads every managed instance in full and tells edits of the account from edits of the manifests. Writes
/// nothing and takes no lock.
[[nodiscard]] DriftResult drift(const DriftRequest& request, const Ports& ports);

} // namespace cerec::operations
