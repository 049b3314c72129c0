#include "cerec/http/dispatcher.hpp"

#include "http/dispatch_state.hpp"

namespace cerec::http {

Dispatcher::Dispatcher(Transport& transport, io::Loop& loop, io::Clock& clock, io::Random& random,
                       DispatchLimits limits, const base::KnownSecrets* known)
    : state_(std::make_unique<State>(transport, loop, clock, random, limits, known)) {}
Dispatcher::~Dispatcher() = default;
size_t Dispatcher::in_flight() const {
  return state_->in_flight();
}
int Dispatcher::window() const {
  return state_->window();
}
const DispatchCounts& Dispatcher::counts() const {
  return state_->counts();
}

Calls::Calls(Dispatcher& dispatcher) : state_(*dispatcher.state_), owner_(state_.new_owner()) {}
Calls::~Calls() {
  state_.forget(owner_);
}
CallId Calls::start(Request request, Repeat repeat) {
  return state_.start(owner_, std::move(request), repeat);
}
std::optional<Finished> Calls::next(base::TimePoint until) {
  return state_.next(owner_, until);
}
std::optional<Finished> Calls::take() {
  return state_.take(owner_);
}
void Calls::drop_queued() {
  state_.drop_queued(owner_);
}
void Calls::cancel_all() {
  state_.cancel_all(owner_);
}
size_t Calls::pending() const {
  return state_.pending(owner_);
}

} // namespace cerec::http
