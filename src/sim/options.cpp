#include "sim/options.hpp"

#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::sim {
namespace {

using Read = base::Result<void>;

tl::unexpected<base::Failure> usage(std::string message, std::string hint = {}) {
  return base::fail(std::move(message), base::FailureKind::usage, std::move(hint));
}

Read read_integer(const std::string& text, int64_t least, int64_t most, int64_t& out) {
  const auto number = base::parse_number<int64_t>(text);
  if (!number || *number < least || *number > most)
    return usage(fmt::format("\"{}\" is no number from {} to {}", base::visible(text), least, most));
  out = *number;
  return {};
}

Read read_port(const std::string& text, int& out) {
  int64_t port = 0;
  auto read = read_integer(text, 0, 65'535, port);
  out = static_cast<int>(port);
  return read;
}

Read read_listen(const std::string& text, Options& options) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return usage(fmt::format("\"{}\" is no HOST:PORT", base::visible(text)));
  options.server.host = text.substr(0, colon);
  return read_port(text.substr(colon + 1), options.server.port);
}

/// `20ms`, or a range `1s..3s`.
Read read_range(const std::string& text, Latency::Range& out) {
  const size_t dots = text.find("..");
  const auto least = parse_duration(text.substr(0, dots));
  const auto most = dots == std::string::npos ? least : parse_duration(text.substr(dots + 2));
  if (!least || !most)
    return tl::unexpected((least ? most : least).error());
  if (*most < *least)
    return usage(fmt::format("\"{}\" is no range", base::visible(text)));
  out = {*least, *most};
  return {};
}

Read read_fault(const std::string& text, Options& options) {
  auto rule = parse_fault(text);
  if (!rule)
    return tl::unexpected(rule.error());
  options.faults.push_back(std::move(*rule));
  return {};
}

Read read_chaos(const std::string& text, Options& options) {
  const auto chaos = parse_chaos(text);
  if (!chaos)
    return tl::unexpected(chaos.error());
  options.chaos = *chaos;
  return {};
}

Read read_seed(const std::string& text, Options& options) {
  int64_t seed = 0;
  auto read = read_integer(text, 0, INT64_MAX, seed);
  options.platform.seed = static_cast<uint64_t>(seed);
  return read;
}

Read read_seed_instances(const std::string& text, Options& options) {
  int64_t count = 0;
  auto read = read_integer(text, 0, 1'000'000, count);
  options.seed_instances = static_cast<int>(count);
  return read;
}

Read set(std::string& member, const std::string& text) {
  member = text;
  return {};
}

/// A row of the table of flags; `argument` empty: a switch.
struct Flag {
  std::string_view name, argument, help;
  Read (*read)(const std::string& text, Options& options);
};

const std::vector<Flag>& flags() {
  using T = const std::string&;
  static const std::vector<Flag> rows{
      {"--port", "PORT", "port on 127.0.0.1; 0 (the default): any free one",
       [](T t, Options& o) { return read_port(t, o.server.port); }},
      {"--listen", "HOST:PORT", "address to listen on", read_listen},
      {"--port-file", "FILE", "write the port number here once it is open",
       [](T t, Options& o) { return set(o.port_file, t); }},
      {"--state", "FILE", "keep the instances in this file (JSON lines, mode 0600)",
       [](T t, Options& o) { return set(o.state_file, t); }},
      {"--latency", "TIME[..TIME]", "time that each request takes; default 0ms",
       [](T t, Options& o) { return read_range(t, o.server.latency.service); }},
      {"--create-latency", "TIME[..TIME]", "time that a create takes; default 0ms (the real one: 9s..26s)",
       [](T t, Options& o) { return read_range(t, o.server.latency.create); }},
      {"--fault", "RULE", "a fault, repeatable: 'POST /instances nth=2 commit-then-close'; words below",
       read_fault},
      {"--chaos", "SETTINGS", "random faults: seed=7,intensity=0.2[,longest-delay=2s]", read_chaos},
      {"--choice", "NAME=VALUE", "how the platform behaves where the real one is unknown, repeatable",
       [](T t, Options& o) { return set_choice(o.platform.choices, t); }},
      {"--seed", "N", "seed of tokens and request ids; default 1", read_seed},
      {"--seed-instances", "N", "begin with N instances that nobody owns", read_seed_instances},
      {"--seed-element", "KEY", "element of these; default gooddata",
       [](T t, Options& o) { return set(o.seed_element, t); }},
      {"--request-log", "FILE", "append a line for each request: method, path, status, fault",
       [](T t, Options& o) { return set(o.request_log, t); }},
      {"--help", "", "this text",
       [](T, Options& o) {
         o.help = true;
         return Read();
       }},
      {"--version", "", "the version",
       [](T, Options& o) {
         o.version = true;
         return Read();
       }},
  };
  return rows;
}

const Flag* find_flag(std::string_view name) {
  for (const Flag& flag : flags())
    if (flag.name == name)
      return &flag;
  return nullptr;
}

/// Account secrets come from the environment: command lines are seen by everybody.
void read_environment(Options& options) {
  Account& account = options.platform.accounts.front();
  for (const auto& [name, member] : {std::pair{"CEREC_USER_SECRET", &Account::user},
                                     std::pair{"CEREC_ORGANIZATION_SECRET", &Account::organization}})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0')
      account.*member = value;
}

} // namespace

base::Result<Options> parse_options(const std::vector<std::string>& arguments) {
  Options options;
  read_environment(options);
  for (size_t i = 0; i < arguments.size(); ++i) {
    const size_t sign = arguments[i].find('=');
    const std::string name = arguments[i].substr(0, sign);
    const Flag* flag = find_flag(name);
    if (flag == nullptr) {
      std::vector<std::string_view> names;
      for (const Flag& known : flags())
        names.push_back(known.name);
      const auto near = base::did_you_mean(name, names);
      return usage(fmt::format("unknown flag {}", base::visible(name)),
                   near ? fmt::format("did you mean {}?", *near) : "cerec-sim --help lists the flags");
    }
    std::string value;
    if (!flag->argument.empty()) {
      if (sign == std::string::npos && i + 1 == arguments.size())
        return usage(fmt::format("{} needs a value: {} {}", name, name, flag->argument));
      value = sign != std::string::npos ? arguments[i].substr(sign + 1) : arguments[++i];
    } else if (sign != std::string::npos) {
      return usage(fmt::format("{} takes no value", name));
    }
    if (auto read = flag->read(value, options); !read)
      return usage(fmt::format("{}: {}", name, read.error().message), read.error().hint);
  }
  return options;
}

std::string help_text() {
  std::string text =
      "Usage: cerec-sim [FLAGS]\n\n"
      "A simulated Cloud Elements platform for tests and rehearsals. Serves until SIGINT or SIGTERM.\n"
      "Credentials: CEREC_USER_SECRET and CEREC_ORGANIZATION_SECRET, or else those of the demonstration:\n";
  text += fmt::format("  CEREC_USER_SECRET={}\n  CEREC_ORGANIZATION_SECRET={}\n\nFlags:\n",
                      demo_account().user, demo_account().organization);
  for (const Flag& flag : flags())
    text += fmt::format("  {:<31} {}\n", fmt::format("{} {}", flag.name, flag.argument), flag.help);
  text +=
      "\nA fault is METHOD PATH [WHEN...] WHAT...; METHOD and PATH may be any, {id} is any one segment:\n";
  text += fault_help();
  text += "\nChoices (the first value is the default):\n";
  for (const ChoiceRow& row : choice_rows())
    text += fmt::format("  {:<31} {}\n",
                        row.values.empty() ? fmt::format("{}=TEXT", row.name)
                                           : fmt::format("{}={}", row.name, fmt::join(row.values, "|")),
                        row.help);
  return text;
}

} // namespace cerec::sim
