#include "operations/execution/lock.hpp"

#include "cerec/base/text.hpp"
#include "cerec/base/time.hpp"

#include <fmt/format.h>

namespace cerec::operations {
namespace {

std::string holder_note(const Ports& ports, std::string_view operation) {
  const auto or_unknown = [&](const char* name) {
    const auto value = ports.environment.get(name);
    return value && !value->empty() ? base::visible(*value) : std::string("?");
  };
  return fmt::format("cerec {} by {}@{} since {}", operation, or_unknown("USER"), or_unknown("HOSTNAME"),
                     base::text_of(ports.clock.wall()));
}

} // namespace

Step<std::unique_ptr<io::FileLock>> take_lock(const Ports& ports, const std::string& path,
                                              base::Duration limit, std::string_view operation) {
  constexpr base::Duration say_after{400}, pause{200};
  const std::string note = holder_note(ports, operation);
  const base::TimePoint begin = ports.clock.now();
  bool said = false;
  for (;;) {
    auto lock = ports.files.lock(path, note);
    if (lock)
      return std::move(*lock);
    if (lock.error().kind != base::FailureKind::locked)
      return stop(lock.error());
    const std::string held = fmt::format("{}: {}", base::visible(path), base::visible(lock.error().message));
    const auto waited = ports.clock.now() - begin;
    if (waited >= limit)
      return stop({base::FailureKind::locked,
                   fmt::format("{} is held: {}", base::visible(path), base::visible(lock.error().message)),
                   "wait for the other run, or give --lock-timeout; the lock ends with its process"});
    if (waited >= say_after && !said) {
      ports.listener.note("Waiting for " + held);
      said = true;
    }
    ports.loop.wait(ports.clock.now() + pause, [] { return false; });
    if (ports.signals.count() > 0)
      return stop({base::FailureKind::interrupted, "interrupted while waiting for the lock", ""});
  }
}

} // namespace cerec::operations
