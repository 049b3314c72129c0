#pragma once
#include "cerec/cli/program.hpp"

#include <memory>

namespace cerec::cli {

/// The real network, files, clock, terminal, environment, signals and processes. For main alone.
class RealSystem {
public:
  RealSystem();
  ~RealSystem();
  RealSystem(const RealSystem&) = delete;
  RealSystem& operator=(const RealSystem&) = delete;
  [[nodiscard]] System& system();

private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

} // namespace cerec::cli
