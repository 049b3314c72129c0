#pragma once
#include "cerec/operations/apply.hpp"
#include "operations/execution/sinks.hpp"

namespace cerec::operations {

/// What comes before the first request of an operation that writes: the sinks are checked, `.cerec/` keeps
/// out of Git, and the lock of the folder is taken (null, if it is not wanted).
[[nodiscard]] Step<std::unique_ptr<io::FileLock>> prepare(const Ports& ports, const Inputs& inputs,
                                                          const Execution& execution,
                                                          std::string_view operation,
                                                          base::Diagnostics& diagnostics);

} // namespace cerec::operations
