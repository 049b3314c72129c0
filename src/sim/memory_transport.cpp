#include "cerec/sim/memory_transport.hpp"

#include <deque>
#include <fmt/format.h>
#include <map>

namespace cerec::sim {

using http::TransportError;
using Answered = base::Result<http::Response, TransportError>;

/// The client's end: survives in events only as a weak pointer, so a dead client hears nothing.
struct MemoryTransport::Inbox {
  std::map<http::RequestId, Timeline::EventId> open; ///< with the event of the time limit
  std::deque<http::Completion> ready;
  http::RequestId last_id = 0;

  void complete(Timeline& timeline, http::RequestId id, Answered result) {
    const auto found = open.find(id);
    if (found == open.end())
      return;
    timeline.cancel(found->second);
    open.erase(found);
    ready.push_back({id, std::move(result)});
  }
};

/// The service's end of one request.
struct MemoryTransport::Exchange {
  Service& service;
  std::weak_ptr<Inbox> inbox;
  http::RequestId id = 0;
  Call call;
  std::string query;
  size_t record = 0; ///< index in Service::requests
  Effect effect;
  Begun begun;
};

namespace {

Answered failed(TransportError::Kind kind, bool maybe_sent, std::string message) {
  return tl::unexpected<TransportError>(TransportError{kind, maybe_sent, std::move(message)});
}

http::Response response_of(Answer answer) {
  return {answer.status, std::move(answer.headers), base::Secret(std::move(answer.body))};
}

Call call_of(const http::Request& request, const std::string& actor) {
  Call call = make_call(request.method, target_of(request.url));
  call.authorization = request.authorization.reveal();
  if (request.body)
    call.body = request.body->reveal();
  call.actor = actor;
  for (const auto& [name, value] : request.headers)
    if (name == "Content-Type" || name == "content-type")
      call.content_type = value;
    else if (name == "Accept" || name == "accept")
      call.accept = value;
  return call;
}

base::Duration draw(Service& service, const Latency::Range& range) {
  return service.random.between(range.least, range.most);
}

} // namespace

Service::Service(Timeline& timeline_in, const PlatformConfig& config)
    : timeline(timeline_in), clock(timeline_in), platform(config), faults(config.seed + 1),
      random(config.seed + 2) {}

std::string RequestRecord::line() const {
  return fmt::format("{} {}{}{}", http::text_of(method), path, query.empty() ? "" : "?", query);
}

std::string Service::request_lines(size_t from) const {
  std::string lines;
  for (size_t i = from; i < requests.size(); ++i)
    lines += requests[i].line() + "\n";
  return lines;
}

MemoryTransport::MemoryTransport(Service& service, std::string actor)
    : service_(service), actor_(std::move(actor)), inbox_(std::make_shared<Inbox>()) {}
MemoryTransport::~MemoryTransport() {
  for (const auto& [id, time_limit] : inbox_->open)
    service_.timeline.cancel(time_limit);
}

http::RequestId MemoryTransport::submit(http::Request request) {
  Timeline& timeline = service_.timeline;
  const http::RequestId id = ++inbox_->last_id;
  const std::string_view target = target_of(request.url);
  const size_t mark = target.find('?');
  auto exchange =
      std::make_shared<Exchange>(Exchange{service_, inbox_, id, call_of(request, actor_), {}, 0, {}, {}});
  if (mark != std::string_view::npos)
    exchange->query = target.substr(mark + 1);
  const auto expire = [this_inbox = std::weak_ptr(inbox_), id, &timeline] {
    if (const auto inbox = this_inbox.lock())
      inbox->complete(timeline, id,
                      failed(TransportError::Kind::timeout, true, "no answer within the time limit"));
  };
  inbox_->open[id] = timeline.after(request.timeout, expire);
  ++service_.busy;
  timeline.after(draw(service_, service_.latency.wire), [exchange] { arrive(exchange); });
  return id;
}

void MemoryTransport::arrive(const std::shared_ptr<Exchange>& exchange) {
  Service& service = exchange->service;
  Call& call = exchange->call;
  exchange->effect = service.faults.decide(call);
  const Effect& effect = exchange->effect;
  exchange->record = service.requests.size();
  service.requests.push_back({service.timeline.now(), call.actor, call.method, call.path, exchange->query,
                              call.body, effect, 0, false});
  if (effect.ending == Effect::Ending::refuse)
    deliver(exchange, failed(TransportError::Kind::connect, false, "connection refused"), base::Duration(0));
  else if (effect.ending == Effect::Ending::reset_before)
    deliver(exchange, failed(TransportError::Kind::reset, true, "connection reset by peer"),
            base::Duration(0));
  const bool create = is_create(call);
  const base::Duration work = draw(service, create ? service.latency.create : service.latency.service);
  if (!effect.commits()) {
    service.timeline.after(work, [exchange] {
      --exchange->service.busy;
      end(exchange, std::nullopt);
    });
    return;
  }
  exchange->begun = service.platform.begin(std::move(call), service.clock.wall());
  service.timeline.after(work + effect.late_commit, [exchange] { commit(exchange); });
  if (effect.status && effect.late_commit.count() > 0) // the gateway gives up first, the commit follows
    service.timeline.after(work, [exchange] { end(exchange, std::nullopt); });
}

void MemoryTransport::commit(const std::shared_ptr<Exchange>& exchange) {
  Service& service = exchange->service;
  const Effect& effect = exchange->effect;
  --service.busy;
  Answer answer = service.platform.finish(exchange->begun, service.clock.wall(), effect.reading);
  service.requests[exchange->record].committed = answer.status < 300;
  if (!(effect.status && effect.late_commit.count() > 0))
    end(exchange, std::move(answer));
}

/// The answer, or what is left of it, sets out for the client. `answer` nullopt: nothing was carried out
/// (yet).
void MemoryTransport::end(const std::shared_ptr<Exchange>& exchange, std::optional<Answer> answer) {
  Service& service = exchange->service;
  const Effect& effect = exchange->effect;
  switch (effect.ending) {
  case Effect::Ending::refuse:
  case Effect::Ending::reset_before:
  case Effect::Ending::hang:
    return;
  case Effect::Ending::reset_after:
    return deliver(exchange, failed(TransportError::Kind::reset, true, "connection reset by peer"),
                   effect.delay);
  case Effect::Ending::close_after:
    return deliver(exchange, failed(TransportError::Kind::reset, true, "connection closed without an answer"),
                   effect.delay);
  case Effect::Ending::truncate:
    return deliver(exchange, failed(TransportError::Kind::truncated, true, "the answer broke off"),
                   effect.delay);
  case Effect::Ending::answer:
    break;
  }
  Answer sent = effect.any() ? distort(effect, std::move(answer), service.platform, service.clock.wall())
                             : std::move(*answer);
  service.requests[exchange->record].status = sent.status;
  deliver(exchange, response_of(std::move(sent)), effect.delay);
}

void MemoryTransport::deliver(const std::shared_ptr<Exchange>& exchange, Answered result,
                              base::Duration delay) {
  if (exchange->inbox.expired())
    return;
  Service& service = exchange->service;
  auto boxed = std::make_shared<Answered>(std::move(result));
  service.timeline.after(delay + draw(service, service.latency.wire), [exchange, boxed] {
    if (const auto inbox = exchange->inbox.lock())
      inbox->complete(exchange->service.timeline, exchange->id, std::move(*boxed));
  });
}

bool MemoryTransport::news() {
  return !inbox_->ready.empty();
}

std::optional<http::Completion> MemoryTransport::take() {
  if (inbox_->ready.empty())
    return std::nullopt;
  http::Completion completion = std::move(inbox_->ready.front());
  inbox_->ready.pop_front();
  return completion;
}

void MemoryTransport::cancel(http::RequestId id) {
  inbox_->complete(service_.timeline, id, failed(TransportError::Kind::cancelled, true, "cancelled"));
}

} // namespace cerec::sim
