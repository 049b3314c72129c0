#pragma once
#include "cerec/http/transport.hpp"

namespace cerec::support {

/// The next completion of a transport that has no dispatcher, waiting until `until` at the latest.
inline std::optional<http::Completion> next(io::Loop& loop, http::Transport& transport,
                                            base::TimePoint until) {
  const io::Membership member(loop, transport);
  std::optional<http::Completion> completion;
  loop.wait(until, [&] { return (completion = transport.take()).has_value(); });
  return completion;
}

} // namespace cerec::support
