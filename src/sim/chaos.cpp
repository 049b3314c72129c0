#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "cerec/sim/fault.hpp"

#include <fmt/format.h>

namespace cerec::sim {
namespace {

/// Kinds of chaos, by what they suit.
enum class Kind {
  refuse,
  reset_before,
  reset_after,
  close_after,
  truncate,
  gateway,
  gateway_commits,
  throttle,
  delay,
  late_commit,
  late_after_reset,
  html,
  broken_json,
  stale_list,
  shift_pages,
};

constexpr std::array k_any{Kind::refuse,   Kind::reset_before, Kind::reset_after, Kind::close_after,
                           Kind::truncate, Kind::gateway,      Kind::throttle,    Kind::delay,
                           Kind::html,     Kind::broken_json};
constexpr std::array k_write{Kind::refuse,     Kind::reset_before, Kind::reset_after,      Kind::close_after,
                             Kind::truncate,   Kind::gateway,      Kind::gateway_commits,  Kind::throttle,
                             Kind::delay,      Kind::late_commit,  Kind::late_after_reset, Kind::html,
                             Kind::broken_json};
constexpr std::array k_list{Kind::refuse,   Kind::reset_before, Kind::reset_after, Kind::close_after,
                            Kind::truncate, Kind::gateway,      Kind::throttle,    Kind::delay,
                            Kind::html,     Kind::broken_json,  Kind::stale_list,  Kind::shift_pages};

template <size_t N>
Kind pick(SeededRandom& random, const std::array<Kind, N>& kinds) {
  return kinds[random.below(N)];
}

Effect effect_of(Kind kind, SeededRandom& random, base::Duration longest) {
  using Ending = Effect::Ending;
  constexpr std::array gateways{500, 502, 503, 504};
  const base::Duration some = random.between(base::Duration(1), longest);
  Effect effect;
  switch (kind) {
  case Kind::refuse:
    effect.ending = Ending::refuse;
    break;
  case Kind::reset_before:
    effect.ending = Ending::reset_before;
    break;
  case Kind::reset_after:
    effect.ending = Ending::reset_after;
    break;
  case Kind::close_after:
    effect.ending = Ending::close_after;
    break;
  case Kind::truncate:
    effect.ending = Ending::truncate;
    break;
  case Kind::gateway_commits:
    effect.commit = true;
    [[fallthrough]];
  case Kind::gateway:
    effect.status = gateways[random.below(gateways.size())];
    if (!effect.commit && effect.status != 502) // most repeat what they were sent
      effect.body = Effect::Body::echo;
    break;
  case Kind::throttle:
    effect.status = random.below(2) == 0 ? 429 : 503;
    effect.retry_after = static_cast<int>(random.below(3));
    effect.retry_after_date = random.below(4) == 0;
    break;
  case Kind::delay:
    effect.delay = some;
    break;
  case Kind::late_after_reset:
    effect.ending = Ending::reset_before;
    [[fallthrough]];
  case Kind::late_commit:
    effect.late_commit = some;
    break;
  case Kind::html:
    effect.status = 502;
    effect.body = Effect::Body::html;
    effect.commit = random.below(2) == 0;
    break;
  case Kind::broken_json:
    effect.body = Effect::Body::broken_json;
    break;
  case Kind::stale_list:
    effect.reading.stale = some;
    break;
  case Kind::shift_pages:
    effect.reading.shift = random.below(2) == 0 ? Reading::Shift::skip : Reading::Shift::repeat;
    break;
  }
  return effect;
}

base::Result<double> read_decimal(std::string_view name, std::string_view text, double most) {
  const auto number = base::parse_number<double>(text);
  if (!number || !(*number >= 0 && *number <= most))
    return base::fail(fmt::format("{}: \"{}\" is no number from 0 to {}", name, base::visible(text), most),
                      base::FailureKind::usage);
  return *number;
}

base::Result<void> read_setting(std::string_view name, std::string_view text, Chaos& chaos) {
  if (name == "longest-delay") {
    const auto duration = parse_duration(text);
    if (!duration)
      return tl::unexpected(duration.error());
    chaos.longest_delay = *duration;
    return {};
  }
  if (name != "seed" && name != "intensity")
    return base::fail(
        fmt::format("chaos has seed, intensity and longest-delay, not \"{}\"", base::visible(name)),
        base::FailureKind::usage);
  const auto number = read_decimal(name, text, name == "seed" ? 1e15 : 1);
  if (!number)
    return tl::unexpected(number.error());
  if (name == "seed")
    chaos.seed = static_cast<uint64_t>(*number);
  else
    chaos.intensity = *number;
  return {};
}

} // namespace

Effect draw_fault(SeededRandom& random, http::Method method, std::string_view path,
                  base::Duration longest_delay) {
  const bool lists = method == http::Method::get && path.substr(0, 10) == "/instances" && path.size() == 10;
  const Kind kind = method != http::Method::get ? pick(random, k_write)
                    : lists                     ? pick(random, k_list)
                                                : pick(random, k_any);
  return effect_of(kind, random, longest_delay);
}

base::Result<Chaos> parse_chaos(std::string_view text) {
  Chaos chaos;
  for (const std::string_view part : base::split(text, ',')) {
    const size_t sign = std::min(part.find('='), part.size());
    const std::string_view value = part.substr(std::min(sign + 1, part.size()));
    if (auto read = read_setting(base::trim(part.substr(0, sign)), value, chaos); !read)
      return tl::unexpected(read.error());
  }
  return chaos;
}

} // namespace cerec::sim
