#include "simulation/fiber.hpp"

#include <cstdint>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <stdexcept>
#include <sys/mman.h>
#include <ucontext.h>
#include <utility>
#include <vector>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CEREC_FIBER_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define CEREC_FIBER_ASAN 1
#endif
#ifndef CEREC_FIBER_ASAN
#define CEREC_FIBER_ASAN 0
#endif
#if CEREC_FIBER_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

namespace cerec::simulation {
namespace {

/// Stacks are kept for the next fiber of this thread: mapping one costs more than a whole schedule's
/// switches.
class StackPool {
public:
  ~StackPool() {
    for (const auto& [stack, bytes] : free_)
      munmap(stack, bytes);
  }
  void* take(size_t bytes) {
    for (size_t i = 0; i < free_.size(); ++i) {
      if (free_[i].second != bytes)
        continue;
      void* stack = free_[i].first;
      free_.erase(free_.begin() + static_cast<std::ptrdiff_t>(i));
      return stack;
    }
    void* stack =
        mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stack == MAP_FAILED)
      throw std::runtime_error("no memory for a fiber's stack");
    // The lowest page stays shut: an overflow is a fault, not a corruption.
    mprotect(stack, 4096, PROT_NONE);
    return stack;
  }
  void give(void* stack, size_t bytes) { free_.emplace_back(stack, bytes); }

private:
  std::vector<std::pair<void*, size_t>> free_;
};

thread_local StackPool t_stacks;
thread_local Fiber* t_current = nullptr;

/// The C++ runtime keeps caught and uncaught exceptions per thread; each fiber needs its own.
struct ExceptionState {
  void* caught = nullptr;
  unsigned int uncaught = 0;
};
void swap_exception_state(ExceptionState& other) {
  auto* mine = reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
  std::swap(*mine, other);
}

} // namespace

struct Fiber::State {
  std::function<void()> body;
  size_t bytes = 0;
  void* stack = nullptr;
  ucontext_t own{};
  ucontext_t resumer{};
  bool done = false;
  std::exception_ptr thrown;
  ExceptionState exceptions;
#if CEREC_FIBER_ASAN
  void* own_fake = nullptr;
  void* resumer_fake = nullptr;
  const void* resumer_stack = nullptr;
  size_t resumer_bytes = 0;
#endif
};

Fiber::Fiber(std::function<void()> body, size_t stack_bytes) : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.body = std::move(body);
  s.bytes = CEREC_FIBER_ASAN ? stack_bytes * 4 : stack_bytes;
  s.stack = t_stacks.take(s.bytes);
  getcontext(&s.own);
  s.own.uc_stack.ss_sp = s.stack;
  s.own.uc_stack.ss_size = s.bytes;
  s.own.uc_link = nullptr;
  const auto address = reinterpret_cast<uintptr_t>(this);
  makecontext(&s.own, reinterpret_cast<void (*)()>(entry), 2, static_cast<unsigned>(address >> 32),
              static_cast<unsigned>(address & 0xFFFFFFFFU));
}

Fiber::~Fiber() {
  if (state_->done)
    t_stacks.give(state_->stack, state_->bytes);
  // A fiber that never ended still has live objects on its stack; the stack is not given to another.
}

bool Fiber::done() const {
  return state_->done;
}
Fiber* Fiber::current() {
  return t_current;
}

void Fiber::resume() {
  State& s = *state_;
  if (s.done)
    return;
  if (t_current != nullptr)
    throw std::logic_error("a fiber may not resume another");
  t_current = this;
  swap_exception_state(s.exceptions);
#if CEREC_FIBER_ASAN
  __sanitizer_start_switch_fiber(&s.resumer_fake, s.stack, s.bytes);
#endif
  swapcontext(&s.resumer, &s.own);
#if CEREC_FIBER_ASAN
  __sanitizer_finish_switch_fiber(s.resumer_fake, nullptr, nullptr);
#endif
  swap_exception_state(s.exceptions);
  t_current = nullptr;
  if (s.thrown)
    std::rethrow_exception(std::exchange(s.thrown, nullptr));
}

void Fiber::yield() {
  State& s = *t_current->state_;
#if CEREC_FIBER_ASAN
  __sanitizer_start_switch_fiber(s.done ? nullptr : &s.own_fake, s.resumer_stack, s.resumer_bytes);
#endif
  swapcontext(&s.own, &s.resumer);
#if CEREC_FIBER_ASAN
  __sanitizer_finish_switch_fiber(s.own_fake, &s.resumer_stack, &s.resumer_bytes);
#endif
}

void Fiber::entry(unsigned high, unsigned low) {
  auto* self = reinterpret_cast<Fiber*>(static_cast<uintptr_t>(high) << 32 | low);
  State& s = *self->state_;
#if CEREC_FIBER_ASAN
  __sanitizer_finish_switch_fiber(nullptr, &s.resumer_stack, &s.resumer_bytes);
#endif
  try {
    s.body();
  } catch (...) {
    s.thrown = std::current_exception();
  }
  s.body = nullptr;
  s.done = true;
  yield();
}

} // namespace cerec::simulation
