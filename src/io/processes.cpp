#include "cerec/io/processes.hpp"

namespace cerec::io {

base::Result<ProcessResult> Processes::run(const std::vector<std::string>& argv, const base::Secret& input,
                                           base::Duration limit) {
  const ProcessId id = start(argv, input, limit);
  std::optional<base::Result<ProcessResult>> end = take(id);
  while (!end)
    loop_.wait(base::TimePoint::max(), [&] { return (end = take(id)).has_value(); });
  return *std::move(end);
}

} // namespace cerec::io
