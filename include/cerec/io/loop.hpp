#pragma once
#include "cerec/base/time.hpp"
#include "cerec/io/ports.hpp"

#include <functional>
#include <vector>

namespace cerec::io {

/// What the loop looks at while it waits: an open descriptor, and for what.
struct Watch {
  int descriptor = -1;
  bool reads = false, writes = false;
};

/// Something that goes on by itself while the program waits: requests under way, child processes, a listening
/// socket. It never waits and calls nobody: what has ended lies with it until its owner takes it.
class Source {
public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;
  /// Does all that can be done without waiting. The loop calls it before and after each wait.
  virtual void pump() = 0;
  /// When pump() has to be called, even if nothing happens. It may not stay in the past after pump().
  [[nodiscard]] virtual base::TimePoint due() { return base::TimePoint::max(); }
  /// Adds the descriptors that it waits for.
  virtual void watch(std::vector<Watch>& /*watches*/) {}
  /// True if something came in that pump() has not seen yet; for sources without descriptors.
  [[nodiscard]] virtual bool news() { return false; }
};

/// The one place that waits: for timers, answers of several origins, child processes, sockets and signals.
/// Whoever waits says for what; all sources go on meanwhile, also those of others, and each keeps what has
/// ended for its own owner. One thread.
class Loop {
public:
  explicit Loop(Signals& signals) : signals_(signals) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() = default;

  using Ready = std::function<bool()>;
  /// Waits until `ready` holds, and then returns true; false: `until` is reached, or a signal came in that no
  /// wait has ended for yet (callers look at the signals and wait again). `until` in the past: takes along
  /// what has come in. `ready` is called after each pump() and at no other time: it may take what it waits
  /// for.
  virtual bool wait(base::TimePoint until, const Ready& ready) = 0;

  [[nodiscard]] Signals& signals() { return signals_; }
  /// A source takes part from now on, until remove(). Not from inside pump().
  void add(Source& source);
  void remove(Source& source);

protected:
  void pump();
  [[nodiscard]] base::TimePoint due();
  [[nodiscard]] bool news();
  void watch(std::vector<Watch>& watches);
  /// True once for each signal.
  [[nodiscard]] bool signalled();
  [[nodiscard]] bool signal_waits() { return signals_.count() != signals_seen_; }

private:
  Signals& signals_;
  int signals_seen_ = 0;
  std::vector<Source*> sources_; ///< in the order of add(): what others build on comes first
};

/// A source that takes part as long as this lives.
class Membership {
public:
  Membership(Loop& loop, Source& source) : loop_(loop), source_(source) { loop_.add(source_); }
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;
  ~Membership() { loop_.remove(source_); }

private:
  Loop& loop_;
  Source& source_;
};

} // namespace cerec::io
