#include "cerec/sim/virtual_loop.hpp"

#include <algorithm>

namespace cerec::sim {

bool VirtualLoop::wait(base::TimePoint until, const Ready& ready) {
  while (true) {
    pump();
    if (ready())
      return true;
    if (signalled())
      return false;
    timeline_.wait(std::min(until, due()), [this] { return news() || signal_waits(); });
    if (timeline_.now() >= until && !news())
      return false;
  }
}

} // namespace cerec::sim
