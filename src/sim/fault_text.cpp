#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "cerec/sim/fault.hpp"

#include <charconv>
#include <fmt/format.h>
#include <functional>

namespace cerec::sim {
namespace {

using Ending = Effect::Ending;
using Read = base::Result<void>;

tl::unexpected<base::Failure> wrong(std::string message, std::string hint = {}) {
  return base::fail(std::move(message), base::FailureKind::usage, std::move(hint));
}

Read read_number(std::string_view text, int least, int most, int& out) {
  const auto number = base::parse_number<int>(text);
  if (!number || *number < least || *number > most)
    return wrong(fmt::format("\"{}\" is no number from {} to {}", base::visible(text), least, most));
  out = *number;
  return {};
}

Read read_optional(std::string_view text, int least, int most, std::optional<int>& out) {
  int number = 0;
  if (auto read = read_number(text, least, most, number); !read)
    return read;
  out = number;
  return {};
}

Read read_duration(std::string_view text, base::Duration& out) {
  const auto duration = parse_duration(text);
  if (!duration)
    return tl::unexpected(duration.error());
  out = *duration;
  return {};
}

Read read_probability(std::string_view text, double& out) {
  const auto number = base::parse_number<double>(text);
  if (!number || !(*number >= 0 && *number <= 1))
    return wrong(fmt::format("\"{}\" is no number from 0 to 1", base::visible(text)));
  out = *number;
  return {};
}

Read read_between(std::string_view text, FaultRule& rule) {
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos)
    return wrong(fmt::format("\"{}\" is no range such as 3..7", base::visible(text)));
  if (auto read = read_number(text.substr(0, dots), 1, 1'000'000'000, rule.from); !read)
    return read;
  return read_number(text.substr(dots + 2), rule.from, 1'000'000'000, rule.to);
}

Read read_shift(std::string_view text, FaultRule& rule) {
  if (text.empty() || text == "skip")
    rule.effect.reading.shift = Reading::Shift::skip;
  else if (text == "repeat")
    rule.effect.reading.shift = Reading::Shift::repeat;
  else
    return wrong(fmt::format("shift-pages is skip or repeat, not \"{}\"", base::visible(text)));
  return {};
}

Read read_commit(std::string_view text, FaultRule& rule) {
  if (!text.empty() && text != "true" && text != "false")
    return wrong(fmt::format("commit is true or false, not \"{}\"", base::visible(text)));
  rule.effect.commit = text != "false";
  return {};
}

/// A word of the syntax. `argument`: none, needed (as shown in the help), or optional (in brackets).
struct Word {
  std::string_view name;
  std::string_view argument;
  std::string_view help;
  Read (*read)(std::string_view text, FaultRule& rule);
};

template <Ending E>
Read set_ending(std::string_view, FaultRule& rule) {
  if (rule.effect.ending != Ending::answer)
    return wrong("a request ends only once: more than one of refuse-connection, reset-before, reset-after, "
                 "commit-then-close, truncate, hang");
  rule.effect.ending = E;
  return {};
}

template <Effect::Body B>
Read set_body(std::string_view, FaultRule& rule) {
  rule.effect.body = B;
  return {};
}

/// A body that only a refusal has; `Status` unless another one is stated.
template <Effect::Body B, int Status>
Read set_refusal(std::string_view, FaultRule& rule) {
  rule.effect.body = B;
  rule.effect.status = rule.effect.status.value_or(Status);
  return {};
}

constexpr int k_many = 1'000'000'000;

const std::vector<Word>& words() {
  static const std::vector<Word> all{
      {"nth", "N", "only the Nth matching request",
       [](std::string_view t, FaultRule& r) { return read_number(t, 1, k_many, r.nth); }},
      {"every", "N", "each Nth matching request",
       [](std::string_view t, FaultRule& r) { return read_number(t, 1, k_many, r.every); }},
      {"between", "A..B", "from the Ath to the Bth matching request", read_between},
      {"probability", "P", "each with this probability, 0 to 1",
       [](std::string_view t, FaultRule& r) { return read_probability(t, r.probability); }},
      {"actor", "NAME", "only requests of this actor (simulations)",
       [](std::string_view t, FaultRule& r) {
         r.actor = t;
         return Read();
       }},
      {"refuse-connection", "", "no connection; nothing is committed (over HTTP: a reset before the commit)",
       set_ending<Ending::refuse>},
      {"reset-before", "", "reset before the commit", set_ending<Ending::reset_before>},
      {"reset-after", "", "commit, then reset", set_ending<Ending::reset_after>},
      {"commit-then-close", "", "commit, then close without an answer", set_ending<Ending::close_after>},
      {"truncate", "", "commit, then an answer that breaks off", set_ending<Ending::truncate>},
      {"hang", "", "commit, and no answer ever", set_ending<Ending::hang>},
      {"delay", "TIME", "the answer comes this much later",
       [](std::string_view t, FaultRule& r) { return read_duration(t, r.effect.delay); }},
      {"late-commit", "TIME", "the commit comes this much later (after the end, with reset-before or status)",
       [](std::string_view t, FaultRule& r) { return read_duration(t, r.effect.late_commit); }},
      {"status", "N", "this status instead of the answer; nothing is committed",
       [](std::string_view t, FaultRule& r) { return read_optional(t, 400, 599, r.effect.status); }},
      {"commit", "[true]", "with status: commit all the same", read_commit},
      {"retry-after", "SECONDS", "with status: a Retry-After header",
       [](std::string_view t, FaultRule& r) { return read_optional(t, 0, 86'400, r.effect.retry_after); }},
      {"retry-after-date", "SECONDS", "the same, said as a date",
       [](std::string_view t, FaultRule& r) {
         r.effect.retry_after_date = true;
         return read_optional(t, 0, 86'400, r.effect.retry_after);
       }},
      {"html", "", "an HTML page as the body", set_body<Effect::Body::html>},
      {"broken-json", "", "half of the body", set_body<Effect::Body::broken_json>},
      {"echo", "", "400, or another status: the message repeats body and Authorization as they were sent",
       set_refusal<Effect::Body::echo, 400>},
      {"no-route", "", "404, or another status: \"No route found\"",
       set_refusal<Effect::Body::no_route, 404>},
      {"without-tags", "", "the items of a listing lack their tags",
       [](std::string_view, FaultRule& r) {
         r.effect.reading.without_tags = true;
         return Read();
       }},
      {"stale-list", "TIME", "a listing as it was this long ago",
       [](std::string_view t, FaultRule& r) { return read_duration(t, r.effect.reading.stale); }},
      {"shift-pages", "[skip|repeat]", "the second and later pages are off by one item", read_shift},
  };
  return all;
}

Read read_word(std::string_view word, FaultRule& rule) {
  const size_t sign = word.find('=');
  const std::string_view name = word.substr(0, sign);
  const bool has_value = sign != std::string_view::npos;
  std::vector<std::string_view> names;
  for (const Word& candidate : words()) {
    names.push_back(candidate.name);
    if (candidate.name != name)
      continue;
    const bool optional = !candidate.argument.empty() && candidate.argument.front() == '[';
    if (candidate.argument.empty() && has_value)
      return wrong(fmt::format("{} takes no value", name));
    if (!candidate.argument.empty() && !has_value && !optional)
      return wrong(fmt::format("{} needs a value: {}={}", name, name, candidate.argument));
    auto read = candidate.read(has_value ? word.substr(sign + 1) : std::string_view(), rule);
    if (!read && read.error().message.find(name) != 0)
      read.error().message = fmt::format("{}: {}", name, read.error().message);
    return read;
  }
  const auto near = base::did_you_mean(name, names);
  return wrong(fmt::format("unknown word \"{}\" in a fault", base::visible(name)),
               near ? fmt::format("did you mean {}?", *near) : "cerec-sim --help lists the words");
}

Read read_where(const std::vector<std::string_view>& parts, Where& where) {
  if (parts.size() < 3)
    return wrong(
        "a fault is METHOD PATH [WHEN...] WHAT..., such as 'POST /instances nth=2 commit-then-close'");
  where.method = parts[0] == "any" ? "*" : std::string(parts[0]);
  constexpr std::array<std::string_view, 6> methods{"GET", "POST", "PUT", "PATCH", "DELETE", "*"};
  if (std::find(methods.begin(), methods.end(), where.method) == methods.end())
    return wrong(
        fmt::format("\"{}\" is none of GET, POST, PUT, PATCH, DELETE, any", base::visible(parts[0])));
  where.path = parts[1] == "any" ? "*" : std::string(parts[1]);
  if (where.path != "*" && where.path.front() != '/')
    return wrong(fmt::format("the path \"{}\" has to start with a slash, or be any", base::visible(parts[1])),
                 "paths are those below the base path: /instances, /instances/{id}");
  return {};
}

std::string duration_text(base::Duration duration) {
  const auto ms = duration.count();
  return ms % 1'000 == 0 ? fmt::format("{}s", ms / 1'000) : fmt::format("{}ms", ms);
}

std::string_view ending_text(Ending ending) {
  switch (ending) {
  case Ending::answer:
    return "";
  case Ending::refuse:
    return "refuse-connection";
  case Ending::reset_before:
    return "reset-before";
  case Ending::reset_after:
    return "reset-after";
  case Ending::close_after:
    return "commit-then-close";
  case Ending::truncate:
    return "truncate";
  case Ending::hang:
    return "hang";
  }
  return "";
}

std::string_view body_text(Effect::Body body) {
  switch (body) {
  case Effect::Body::normal:
    return "";
  case Effect::Body::html:
    return "html";
  case Effect::Body::broken_json:
    return "broken-json";
  case Effect::Body::echo:
    return "echo";
  case Effect::Body::no_route:
    return "no-route";
  }
  return "";
}

} // namespace

base::Result<base::Duration> parse_duration(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
  const int64_t factor = unit == "ms" ? 1 : unit == "s" ? 1'000 : unit == "m" ? 60'000 : 0;
  if (error != std::errc() || factor == 0 || number < 0 || number > 1'000'000'000)
    return wrong(fmt::format("\"{}\" is no duration such as 20ms, 5s, 2m", base::visible(text)));
  return base::Duration(number * factor);
}

base::Result<FaultRule> parse_fault(std::string_view text) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : base::split(text, ' '))
    if (!part.empty())
      parts.push_back(part);
  FaultRule rule;
  if (auto read = read_where(parts, rule.where); !read)
    return tl::unexpected(read.error());
  for (size_t i = 2; i < parts.size(); ++i)
    if (auto read = read_word(parts[i], rule); !read)
      return tl::unexpected(read.error());
  if (!rule.effect.any())
    return wrong("the fault says where and when, but not what goes wrong",
                 "add a word such as commit-then-close");
  if ((rule.effect.retry_after || rule.effect.commit) && !rule.effect.status)
    return wrong("retry-after and commit go with status=N");
  return rule;
}

std::string fault_help() {
  std::string help;
  for (const Word& word : words()) {
    const std::string_view sign = word.argument.empty() ? "" : word.argument.front() == '[' ? "[=" : "=";
    std::string_view argument = word.argument;
    if (sign == "[=")
      argument.remove_prefix(1);
    help += fmt::format("  {:<28} {}\n", fmt::format("{}{}{}", word.name, sign, argument), word.help);
  }
  return help;
}

std::string Effect::text() const {
  std::string out;
  const auto add = [&](std::string_view word) {
    if (!word.empty())
      out += fmt::format("{}{}", out.empty() ? "" : " ", word);
  };
  add(ending_text(ending));
  if (status)
    add(fmt::format("status={}", *status));
  if (commit)
    add("commit");
  if (retry_after)
    add(fmt::format("retry-after{}={}", retry_after_date ? "-date" : "", *retry_after));
  add(body_text(body));
  if (reading.without_tags)
    add("without-tags");
  if (delay.count() > 0)
    add("delay=" + duration_text(delay));
  if (late_commit.count() > 0)
    add("late-commit=" + duration_text(late_commit));
  if (reading.stale.count() > 0)
    add("stale-list=" + duration_text(reading.stale));
  if (reading.shift != Reading::Shift::none)
    add(reading.shift == Reading::Shift::skip ? "shift-pages=skip" : "shift-pages=repeat");
  return out;
}

} // namespace cerec::sim
