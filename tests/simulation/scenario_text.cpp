#include "simulation/scenario.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace cerec::simulation {

namespace {

/// `"@1.10@"` becomes `1.10`: the library would write numbers its own way.
std::string with_numbers(std::string text) {
  for (const char* mark : {"\"@", "@\""})
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
      text.erase(at, 2);
  return text;
}

} // namespace

std::string yaml_of(const std::vector<Wanted>& wanted) {
  std::string out;
  for (const Wanted& one : wanted) {
    out += fmt::format("---\nelement: {}\nname: {}\n", one.element, one.name);
    if (one.tags)
      out += fmt::format("tags: [{}]\n", fmt::join(*one.tags, ", "));
    if (one.disabled)
      out += fmt::format("disabled: {}\n", *one.disabled);
    if (one.element == "box")
      out += fmt::format("configuration:\n  oauth.api.key: ${{env:{}}}\n  oauth.api.secret: ${{env:{}}}\n",
                         one.password_variable, one.password_variable);
    else if (one.element == "pardot")
      out += fmt::format("configuration:\n  apikey.user.key: ${{env:{}}}\n  apikey.user.name: {}\n"
                         "  apikey.user.password: ${{env:{}}}\n",
                         one.password_variable, one.site, one.password_variable);
    else
      out += fmt::format("configuration:\n  username: user\n  password: ${{env:{}}}\n  siteAddress: {}\n",
                         one.password_variable, one.site);
    if (!one.number.empty())
      out += fmt::format("  pagination.max: {}\n", one.number);
    if (!one.number.empty())
      out += fmt::format("  event.poller.configuration: {{a: [{}, 7]}}\n", one.number);
    if (!one.code_variable.empty())
      out += fmt::format("providerData:\n  code: ${{env:{}}}\n", one.code_variable);
    out += fmt::format("cerec:\n  id: {}\n", one.logical_id);
    if (!one.previous_names.empty())
      out += fmt::format("  previousNames: [{}]\n", fmt::join(one.previous_names, ", "));
  }
  return out;
}

std::string json_of(const std::vector<Wanted>& wanted) {
  nlohmann::json list = nlohmann::json::array();
  for (const Wanted& one : wanted) {
    const std::string password = fmt::format("${{env:{}}}", one.password_variable);
    nlohmann::json instance{
        {"element", one.element}, {"name", one.name}, {"cerec", {{"id", one.logical_id}}}};
    if (one.tags)
      instance["tags"] = *one.tags;
    if (one.disabled)
      instance["disabled"] = *one.disabled;
    if (one.element == "box")
      instance["configuration"] = {{"oauth.api.key", password}, {"oauth.api.secret", password}};
    else if (one.element == "pardot")
      instance["configuration"] = {
          {"apikey.user.key", password}, {"apikey.user.name", one.site}, {"apikey.user.password", password}};
    else
      instance["configuration"] = {{"username", "user"}, {"password", password}, {"siteAddress", one.site}};
    if (!one.number.empty())
      instance["configuration"]["pagination.max"] = "@" + one.number + "@";
    if (!one.number.empty())
      instance["configuration"]["event.poller.configuration"] = {{"a", {"@" + one.number + "@", 7}}};
    if (!one.code_variable.empty())
      instance["providerData"] = {{"code", fmt::format("${{env:{}}}", one.code_variable)}};
    if (!one.previous_names.empty())
      instance["cerec"]["previousNames"] = one.previous_names;
    list.push_back(std::move(instance));
  }
  return with_numbers(list.dump(1));
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

std::string Review::text() const {
  static constexpr const char* k_edits[] = {"a default tag", "a default entry", "a sink",
                                            "the secrets",   "the manifests",   "the user"};
  if (way == Way::none)
    return {};
  std::string out = fmt::format(", reviewed {} for {} ms",
                                way == Way::file ? "as a file" : "above the prompt", reading.count());
  for (const Edit edit : edits)
    out += fmt::format(", then edits {}", k_edits[static_cast<size_t>(edit)]);
  if (skew.count() != 0)
    out += fmt::format(", clock off by {} s", skew.count() / 1000);
  return out;
}

std::string Run::text() const {
  std::string out = fmt::format("{} runs `{}` from {} ms, workspace {}, parallelism {}", actor, command,
                                start.count(), workspace, parallelism);
  if (!after.empty())
    out += " after the end of " + after;
  if (shard > 0)
    out += fmt::format(", shard {}", shard);
  out += review.text();
  if (refresh_changed)
    out += ", --refresh changed";
  if (timeout != 120)
    out += fmt::format(", --timeout {}s", timeout);
  for (const Mishap& mishap : mishaps)
    out += "; " + mishap.text();
  return out;
}

std::string ConsoleAct::text() const {
  static constexpr const char* k_words[] = {
      "renames",  "adds a tag to", "drops all tags of", "edits",   "edits the password of",
      "disables", "enables",       "deletes",           "creates", "hands over"};
  return fmt::format("at {} ms the console user {} an instance (pick {})", at.count(),
                     k_words[static_cast<size_t>(kind)], pick % 1000);
}

bool Scenario::is_replaced(const std::string& logical_id) const {
  const auto wants = [&](const std::vector<Wanted>& list, const std::string& element) {
    return std::any_of(list.begin(), list.end(), [&](const Wanted& one) {
      return one.logical_id == logical_id && one.element != element;
    });
  };
  return std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& one) {
    return one.logical_id == logical_id && wants(before, one.element);
  });
}

bool Scenario::damages_tags() const {
  return choices.tag_length == sim::Choices::TagLength::cut_at_16 ||
         choices.tag_characters == sim::Choices::TagCharacters::no_colon;
}

bool Scenario::hides_tags() const {
  return choices.list_tags == sim::Choices::ListTags::absent;
}

bool Scenario::loses_fingerprints() const {
  return choices.tag_characters == sim::Choices::TagCharacters::lower_case;
}

std::vector<std::string> Scenario::replaced() const {
  std::vector<std::string> names;
  for (const Wanted& one : wanted)
    if (is_replaced(one.logical_id))
      names.push_back(one.name);
  return names;
}

std::string Scenario::text() const {
  std::string out =
      fmt::format("seed {}: {} manifests, {}{} strangers\n", seed, wanted.size(),
                  before.empty() ? "" : fmt::format("{} applied before, ", before.size()), strangers.size());
  if (prune)
    out += "  prunes\n";
  if (keys.before != keys.now)
    out += fmt::format("  the key of the fingerprints is changed{}\n",
                       keys.lost() ? ", and the one before is lost" : "");
  if (damages_tags())
    out += "  the service damages tags\n";
  if (hides_tags())
    out += "  listings show no tags\n";
  if (loses_fingerprints())
    out += "  the service writes tags in small letters\n";
  if (delete_by_disable)
    out += "  disables instead of deleting\n";
  if (sinks.used)
    out += fmt::format("  tokens.env and a command beside tokens.json{}{}\n",
                       sinks.refuses > 0 ? fmt::format("; each {}. token refused", sinks.refuses) : "",
                       sinks.neighbour ? fmt::format("; another stack at {} ms{}", sinks.neighbour->count(),
                                                     sinks.same_id ? " with id-0" : "")
                                       : "");
  if (shards > 0)
    out += fmt::format("  {} shards\n", shards);
  if (largest_page != 200)
    out += fmt::format("  pages of {}\n", largest_page);
  for (const Wanted& one : wanted)
    out += fmt::format("  wants {} {} \"{}\" {}\n", one.element, one.logical_id, one.name, one.number);
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
