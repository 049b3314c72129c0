#pragma once
#include "cerec/base/result.hpp"
#include "cerec/base/secret.hpp"
#include "cerec/base/time.hpp"

#include <string>
#include <vector>

namespace cerec::io {

struct ProcessResult {
  int exit_code = 0; ///< 128 + signal if a signal ended it
  base::Secret out;  ///< stdout; may hold a secret
  std::string err;   ///< stderr, first 4 KiB
};

class Processes {
public:
  virtual ~Processes() = default;
  /// Runs `argv` (no shell) with `input` on stdin. Ends it, and fails, after `limit`.
  [[nodiscard]] virtual base::Result<ProcessResult> run(const std::vector<std::string>& argv,
                                                        const base::Secret& input, base::Duration limit) = 0;
  /// From now on no child gets these environment variables, nor any that holds one of these values. None ever
  /// gets a CEREC_* variable.
  virtual void hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) = 0;
};

} // namespace cerec::io
