#pragma once
#include "cerec/io/ports.hpp"

namespace cerec::support {

/// The clock of this machine, for tests over loopback.
class RealClock final : public io::Clock {
public:
  base::TimePoint now() override {
    return base::TimePoint(
        std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now().time_since_epoch()));
  }
  base::WallTime wall() override {
    return std::chrono::time_point_cast<base::Duration>(std::chrono::system_clock::now());
  }
};

} // namespace cerec::support
