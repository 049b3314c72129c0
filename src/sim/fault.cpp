#include "cerec/sim/fault.hpp"

#include "cerec/crypto/hash.hpp"
#include "sim/calls.hpp"

#include <fmt/format.h>

namespace cerec::sim {
namespace {

/// The next segment of a path, without its slash; the path moves on.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

std::string_view reason_of(int status) {
  switch (status) {
  case 429:
    return "Too Many Requests";
  case 500:
    return "Internal Server Error";
  case 502:
    return "Bad Gateway";
  case 503:
    return "Service Unavailable";
  case 504:
    return "Gateway Timeout";
  default:
    return "Error";
  }
}

/// What a careless service writes into its refusals: the request as it came, as text and encoded.
std::string echo_of(const Call& call) {
  return fmt::format("Cannot process {} sent by [{}], which is {}", call.body, call.authorization,
                     crypto::base64(call.authorization));
}

} // namespace

bool Where::matches(http::Method call_method, std::string_view call_path) const {
  if (method != "*" && method != http::text_of(call_method))
    return false;
  if (path == "*")
    return true;
  std::string_view pattern = path;
  while (!pattern.empty() && !call_path.empty()) {
    const std::string_view wanted = next_segment(pattern), got = next_segment(call_path);
    if (wanted != got && (wanted.empty() || wanted.front() != '{'))
      return false;
  }
  return pattern.empty() && call_path.empty();
}

bool Effect::any() const {
  return ending != Ending::answer || status || body != Body::normal || delay.count() > 0 ||
         late_commit.count() > 0 || reading.stale.count() > 0 || reading.shift != Reading::Shift::none ||
         reading.without_tags;
}

bool Effect::commits() const {
  switch (ending) {
  case Ending::refuse:
    return false;
  case Ending::reset_before:
    return late_commit.count() > 0;
  default:
    return !status || commit || late_commit.count() > 0;
  }
}

void Faults::set_chaos(const Chaos& chaos) {
  chaos_ = chaos;
  chaos_random_ = SeededRandom(chaos.seed);
}

void Faults::clear() {
  rules_.clear();
  chaos_.reset();
}

bool Faults::fires(Row& row, const Call& call) {
  const FaultRule& rule = row.rule;
  if (!rule.where.matches(call.method, call.path) || (!rule.actor.empty() && rule.actor != call.actor))
    return false;
  ++row.seen;
  if ((rule.nth != 0 && row.seen != rule.nth) || (rule.every != 0 && row.seen % rule.every != 0) ||
      (rule.from != 0 && row.seen < rule.from) || (rule.to != 0 && row.seen > rule.to))
    return false;
  return rule.probability >= 1 || random_.chance(rule.probability);
}

Effect Faults::decide(const Call& call) {
  std::optional<Effect> effect;
  for (Row& row : rules_) // all rules count, the first that fires wins
    if (fires(row, call) && !effect)
      effect = row.rule.effect;
  if (!effect && chaos_ && chaos_random_.chance(chaos_->intensity))
    effect = draw_fault(chaos_random_, call.method, call.path, chaos_->longest_delay);
  if (!effect)
    return {};
  if (effect->body == Effect::Body::echo)
    effect->echoed = echo_of(call);
  return *effect;
}

namespace {

std::string words_of(const Effect& effect, int status) {
  switch (effect.body) {
  case Effect::Body::echo:
    return effect.echoed;
  case Effect::Body::no_route:
    return "No route found";
  default:
    return std::string(reason_of(status));
  }
}

/// Seconds, or the date that is so many seconds ahead (RFC 9110, section 10.2.3).
std::string retry_after_text(const Effect& effect, base::WallTime now) {
  if (!effect.retry_after_date)
    return std::to_string(*effect.retry_after);
  return http_date(std::chrono::ceil<std::chrono::seconds>(now) + std::chrono::seconds(*effect.retry_after));
}

} // namespace

Answer distort(const Effect& effect, std::optional<Answer> true_answer, Platform& platform,
               base::WallTime now) {
  Answer answer = true_answer ? std::move(*true_answer) : Answer{};
  if (effect.status || !true_answer) {
    const int status = effect.status.value_or(500);
    const Choices& choices = platform.config().choices;
    answer = platform.error(status, words_of(effect, status));
    add_date(answer, now, choices);
    if (effect.retry_after)
      answer.headers.emplace_back("retry-after", retry_after_text(effect, service_time(now, choices)));
  }
  if (effect.body == Effect::Body::html) {
    answer.headers[0].second = "text/html";
    answer.body =
        fmt::format("<html><head><title>{0} {1}</title></head><body><h1>{0} {1}</h1></body></html>\n",
                    answer.status, reason_of(answer.status));
  } else if (effect.body == Effect::Body::broken_json) {
    answer.body.resize(answer.body.size() / 2);
    if (answer.body.empty())
      answer.body = "{";
  }
  return answer;
}

} // namespace cerec::sim
