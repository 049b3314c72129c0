#include "cerec/io/loop.hpp"

#include <algorithm>

namespace cerec::io {

void Loop::add(Source& source) {
  sources_.push_back(&source);
}

void Loop::remove(Source& source) {
  std::erase(sources_, &source);
}

void Loop::pump() {
  for (Source* each : sources_)
    each->pump();
}

base::TimePoint Loop::due() {
  base::TimePoint first = base::TimePoint::max();
  for (Source* each : sources_)
    first = std::min(first, each->due());
  return first;
}

bool Loop::news() {
  return std::any_of(sources_.begin(), sources_.end(), [](Source* each) { return each->news(); });
}

void Loop::watch(std::vector<Watch>& watches) {
  for (Source* each : sources_)
    each->watch(watches);
}

bool Loop::signalled() {
  const bool fresh = signal_waits();
  signals_seen_ = signals_.count();
  return fresh;
}

} // namespace cerec::io
