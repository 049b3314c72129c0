#include "cli/options/plan_flags.hpp"

#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::cli {

void declare_manifests(OptionSet& options, std::vector<std::string>& target) {
  options.group("Manifests");
  options.list({"-f", "--filename"}, "PATH", target,
               "manifest file, folder, glob, or - for stdin; repeatable [CEREC_MANIFESTS; `manifests`]");
}

void declare_plan_flags(OptionSet& options, PlanFlags& flags) {
  declare_manifests(options, flags.planning.manifests);
  options.group("Planning");
  options.flag({"--prune"}, flags.planning.prune, "delete instances of this stack that no manifest declares");
  options.list(
      {"--target"}, "PATTERN", flags.planning.targets,
      "only instances with this name, address, id or tag:TAG (globs); the plan is partial and cannot prune");
  options.list({"--exclude"}, "PATTERN", flags.planning.excludes, "all but these; the plan is partial too");
  options.text({"--shard"}, "I/N", flags.shard,
               "the I-th of N parts of the stack, I from 1; `auto` reads the runner's variables");
  options.list({"--allow-replace"}, "NAME", flags.planning.allow_replace,
               "allow a replace of this instance: its token dies");
  options.list({"--take-over"}, "NAME[=ID]", flags.planning.take_over,
               "take this instance from another stack, or say which of several is meant");
  options.list({"--rotate"}, "PATTERN", flags.planning.rotate, "write all secrets of these instances again");
  options.flag({"--dangerous-allow-empty"}, flags.planning.allow_empty,
               "with --prune: accept that no manifest is left, and delete everything");
}

base::Result<operations::PlanningRequest> read_plan_flags(const PlanFlags& flags,
                                                          io::Environment& environment) {
  operations::PlanningRequest planning = flags.planning;
  if (!flags.shard)
    return planning;
  auto shard = read_shard(*flags.shard, environment);
  if (!shard)
    return tl::unexpected(shard.error());
  planning.shard = *shard;
  return planning;
}

std::optional<std::string> given_plan_flag(const PlanFlags& flags,
                                           const std::map<std::string, std::string>& settings) {
  const std::pair<const char*, bool> given[] = {
      {"--prune", flags.planning.prune},
      {"--target", !flags.planning.targets.empty()},
      {"--exclude", !flags.planning.excludes.empty()},
      {"--shard", flags.shard.has_value()},
      {"--allow-replace", !flags.planning.allow_replace.empty()},
      {"--take-over", !flags.planning.take_over.empty()},
      {"--rotate", !flags.planning.rotate.empty()},
      {"--dangerous-allow-empty", flags.planning.allow_empty},
  };
  for (const auto& [name, is_given] : given)
    if (is_given)
      return name;
  for (const config::SettingRow& row : config::setting_rows())
    if (row.group == config::SettingGroup::planning && settings.count(std::string(row.key)) > 0)
      return std::string(row.flag);
  return std::nullopt;
}

namespace {

std::optional<uint64_t> whole(const std::optional<std::string>& text) {
  return text && text->size() <= 9 ? base::parse_number<uint64_t>(*text) : std::nullopt;
}

} // namespace

base::Result<model::Shard> read_shard(const std::string& text, io::Environment& environment) {
  constexpr auto usage = base::FailureKind::usage;
  if (text != "auto" && text.rfind("auto/", 0) != 0) {
    if (const auto shard = model::parse_shard(text))
      return *shard;
    return base::fail(fmt::format("--shard must be I/N with 1 <= I <= N, not `{}`", base::visible(text)),
                      usage);
  }
  // Kubernetes counts from 0 and does not tell the number of completions; GitLab counts from 1.
  const auto kubernetes = whole(environment.get("JOB_COMPLETION_INDEX"));
  const auto gitlab = whole(environment.get("CI_NODE_INDEX"));
  const auto total = text.size() > 5 ? whole(text.substr(5))
                     : kubernetes    ? whole(environment.get("JOB_COMPLETIONS"))
                                     : whole(environment.get("CI_NODE_TOTAL"));
  if (!kubernetes && !gitlab)
    return base::fail("--shard auto needs JOB_COMPLETION_INDEX or CI_NODE_INDEX", usage);
  if (!total)
    return base::fail("--shard auto does not know how many parts there are", usage,
                      "write --shard auto/N, or set JOB_COMPLETIONS or CI_NODE_TOTAL");
  const model::Shard shard{kubernetes ? *kubernetes + 1 : *gitlab, *total};
  if (shard.index < 1 || shard.index > shard.count)
    return base::fail(fmt::format("--shard auto came to {}, which is not a part", shard.text()), usage);
  return shard;
}

} // namespace cerec::cli
