#pragma once
#include <cstddef>
#include <functional>
#include <memory>

namespace cerec::simulation {

/// A function on a stack of its own, so that several runs of the whole program take turns in one thread, in
/// an order that the seed decides. Exceptions that leave the function end the fiber and are thrown again by
/// resume().
class Fiber {
public:
  explicit Fiber(std::function<void()> body, size_t stack_bytes = k_stack_bytes);
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /// Runs it until it yields or ends. Not from inside a fiber.
  void resume();
  [[nodiscard]] bool done() const;
  /// Inside a fiber: back to whoever resumed it.
  static void yield();
  /// The fiber that is running, nullptr outside.
  [[nodiscard]] static Fiber* current();

private:
  static constexpr size_t k_stack_bytes = 512 * 1024;
  struct State;
  static void entry(unsigned high, unsigned low);
  std::unique_ptr<State> state_;
};

} // namespace cerec::simulation
