#pragma once
#include "cerec/io/loop.hpp"

#include <memory>

namespace cerec::io {

/// The loop of the real world, over poll(2). A signal that comes in while it waits ends the wait at once if a
/// source watches a descriptor that its handler writes to (the real Signals do), else a moment later.
[[nodiscard]] std::unique_ptr<Loop> make_real_loop(Clock& clock, Signals& signals);

} // namespace cerec::io
