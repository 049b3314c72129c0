#include "cerec/io/real_loop.hpp"

#include <algorithm>
#include <poll.h>

namespace cerec::io {
namespace {

constexpr base::Duration k_slice{200}; ///< longest wait without a look at the signals

class RealLoop final : public Loop {
public:
  RealLoop(Clock& clock, Signals& signals) : Loop(signals), clock_(clock) {}

  bool wait(base::TimePoint until, const Ready& ready) override {
    while (true) {
      pump();
      if (ready())
        return true;
      const base::TimePoint now = clock_.now();
      if (signalled() || now >= until)
        return false;
      sleep(std::min(until, due()), now);
    }
  }

private:
  /// Until a descriptor is ready, a signal comes, or `wake`.
  void sleep(base::TimePoint wake, base::TimePoint now) {
    watches_.clear();
    watch(watches_);
    polled_.clear();
    for (const Watch& each : watches_) {
      const int events = (each.reads ? POLLIN : 0) | (each.writes ? POLLOUT : 0);
      polled_.push_back({each.descriptor, static_cast<short>(events), 0});
    }
    const base::Duration left = wake <= now ? base::Duration(0) : std::min(wake - now, k_slice);
    (void)::poll(polled_.data(), polled_.size(), static_cast<int>(left.count()));
  }

  Clock& clock_;
  std::vector<Watch> watches_;
  std::vector<pollfd> polled_;
};

} // namespace

std::unique_ptr<Loop> make_real_loop(Clock& clock, Signals& signals) {
  return std::make_unique<RealLoop>(clock, signals);
}

} // namespace cerec::io
