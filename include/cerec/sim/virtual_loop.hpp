#pragma once
#include "cerec/io/loop.hpp"
#include "cerec/sim/timeline.hpp"

namespace cerec::sim {

/// The loop under virtual time: whoever waits lets the timeline, and so all other actors, go on.
class VirtualLoop final : public io::Loop {
public:
  VirtualLoop(Timeline& timeline, io::Signals& signals) : Loop(signals), timeline_(timeline) {}
  bool wait(base::TimePoint until, const Ready& ready) override;

private:
  Timeline& timeline_;
};

} // namespace cerec::sim
