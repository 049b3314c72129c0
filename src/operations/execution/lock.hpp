#pragma once
#include "cerec/operations/ports.hpp"
#include "operations/inputs/step.hpp"

namespace cerec::operations {

/// Waits for the lock file at `path` up to the lock time-out of the settings, and says that it waits after
/// 400 ms. The holder's note names `operation`.
[[nodiscard]] Step<std::unique_ptr<io::FileLock>> take_lock(const Ports& ports, const std::string& path,
                                                            base::Duration limit, std::string_view operation);

} // namespace cerec::operations
