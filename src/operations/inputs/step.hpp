#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/base/result.hpp"

#include <optional>
#include <string>
#include <variant>

namespace cerec::operations {

/// Why an operation ends early. Without a failure the diagnostics say why.
struct Stop {
  std::optional<base::Failure> failure;
};

/// A step of an operation: its value, or the end of it.
template <class T>
using Step = base::Result<T, Stop>;

[[nodiscard]] inline tl::unexpected<Stop> stop(base::Failure failure) {
  return tl::unexpected(Stop{std::move(failure)});
}
[[nodiscard]] inline tl::unexpected<Stop> stop_usage(std::string message, std::string hint = {}) {
  return stop({base::FailureKind::usage, std::move(message), std::move(hint)});
}
/// Stops if any diagnostic is an error.
[[nodiscard]] inline Step<std::monostate> require_valid(const base::Diagnostics& diagnostics) {
  if (diagnostics.has_errors())
    return tl::unexpected(Stop{});
  return std::monostate{};
}

} // namespace cerec::operations
