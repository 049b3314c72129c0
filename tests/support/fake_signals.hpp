#pragma once
#include "cerec/io/ports.hpp"

#include <csignal>

namespace cerec::test {

/// Signals that a test raises; with a timeline: `timeline.at(t, [&] { signals.raise(SIGINT); })`.
class FakeSignals : public io::Signals {
public:
  void raise(int number = SIGINT) {
    if (count_++ == 0)
      first_ = number;
  }
  int count() override { return count_; }
  int first() override { return first_; }

private:
  int count_ = 0;
  int first_ = 0;
};

} // namespace cerec::test
