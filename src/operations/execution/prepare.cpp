#include "operations/execution/prepare.hpp"

#include "operations/execution/lock.hpp"

namespace cerec::operations {

Step<std::unique_ptr<io::FileLock>> prepare(const Ports& ports, const Inputs& inputs,
                                            const Execution& execution, std::string_view operation,
                                            base::Diagnostics& diagnostics) {
  if (auto fine = check_all_sinks(inputs, ports, diagnostics); !fine)
    return tl::unexpected(fine.error());
  keep_out_of_git(inputs.project(), ports.files);
  if (!execution.lock)
    return std::unique_ptr<io::FileLock>();
  return take_lock(ports, inputs.project().state_path("lock"), inputs.settings().lock_timeout, operation);
}

} // namespace cerec::operations
