#pragma once
#include "apply/machine.hpp"

namespace cerec::apply {

/// Why nothing more is started, once that is so: a signal, refused credentials, a service that is out of
/// reach, --fail-fast. What is under way goes on to its end.
class Halt {
public:
  struct Reason {
    std::string text;
    base::FailureKind kind = base::FailureKind::error;
  };
  explicit Halt(const Limits& limits) : limits_(limits) {}

  /// From now on; the first reason stays.
  void now(std::string text, base::FailureKind kind);
  /// What the end of one change means for those that have not started.
  void judge(const End& end);
  [[nodiscard]] const std::optional<Reason>& reason() const { return reason_; }

private:
  const Limits& limits_;
  std::optional<Reason> reason_;
  int hopeless_ = 0; ///< changes in a row without a usable answer
};

} // namespace cerec::apply
