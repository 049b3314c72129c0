#include "simulation/scenario.hpp"

#include <fmt/format.h>

namespace cerec::simulation {

std::string yaml_of(const std::vector<Wanted>& wanted) {
  std::string out;
  for (const Wanted& one : wanted) {
    out += fmt::format("---\nelement: {}\nname: {}\n", one.element, one.name);
    if (one.tags)
      out += fmt::format("tags: [{}]\n", fmt::join(*one.tags, ", "));
    if (one.disabled)
      out += fmt::format("disabled: {}\n", *one.disabled);
    out += fmt::format("configuration:\n  username: user\n  password: ${{env:{}}}\n  siteAddress: {}\n",
                       one.password_variable, one.site);
    out += fmt::format("cerec:\n  id: {}\n", one.logical_id);
    if (!one.previous_names.empty())
      out += fmt::format("  previousNames: [{}]\n", fmt::join(one.previous_names, ", "));
  }
  return out;
}

std::string Mishap::text() const {
  switch (kind) {
  case Kind::none:
    return "nothing";
  case Kind::crash:
    return fmt::format("killed at step {}", step);
  case Kind::pause:
    return fmt::format("paused for {} ms at step {}", length.count(), step);
  case Kind::signal:
    return fmt::format("signal {} at step {}", number, step);
  case Kind::disk_full:
    return fmt::format("disk full at step {}", step);
  }
  return "?";
}

std::string Run::text() const {
  std::string out = fmt::format("{} runs `{}` from {} ms, workspace {}, parallelism {}", actor, command,
                                start.count(), workspace, parallelism);
  for (const Mishap& mishap : mishaps)
    out += "; " + mishap.text();
  return out;
}

std::string ConsoleAct::text() const {
  static constexpr const char* k_words[] = {
      "renames",  "adds a tag to", "drops all tags of", "edits",  "edits the password of",
      "disables", "enables",       "deletes",           "creates"};
  return fmt::format("at {} ms the console user {} an instance (pick {})", at.count(),
                     k_words[static_cast<size_t>(kind)], pick % 1000);
}

std::string Scenario::text() const {
  std::string out =
      fmt::format("seed {}: {} manifests, {}{} strangers\n", seed, wanted.size(),
                  before.empty() ? "" : fmt::format("{} applied before, ", before.size()), strangers.size());
  if (prune)
    out += "  prunes\n";
  for (const sim::FaultRule& rule : faults)
    out +=
        fmt::format("  fault: {} {} {}{} {}\n", rule.where.method, rule.where.path,
                    rule.nth > 0 ? fmt::format("nth={}", rule.nth) : std::string(),
                    rule.every > 0 ? fmt::format("every={}", rule.every) : std::string(), rule.effect.text());
  for (const Run& run : runs)
    out += "  " + run.text() + "\n";
  for (const ConsoleAct& act : console)
    out += "  " + act.text() + "\n";
  return out;
}

} // namespace cerec::simulation
