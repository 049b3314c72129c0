#include "cerec/base/path.hpp"
#include "cerec/tokens/names.hpp"
#include "cli/pipeline/applying.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {

std::vector<model::SinkSpec> token_sinks(const Project& project) {
  std::vector<model::SinkSpec> sinks = project.sinks();
  if (sinks.empty())
    sinks.push_back(tokens::default_sink());
  return at_folder(std::move(sinks), project.folder);
}

std::vector<model::SinkSpec> at_folder(std::vector<model::SinkSpec> sinks, const std::string& folder) {
  for (model::SinkSpec& sink : sinks) {
    const tokens::SinkRow* row = tokens::find_sink(sink.type);
    if (row == nullptr || row->path.empty())
      continue;
    auto& paths = sink.settings[std::string(row->path)];
    if (paths.empty())
      paths.emplace_back(row->default_path);
    sink.stated = sink.settings;
    for (std::string& each : paths)
      each = each == "-" ? each : base::join_path(folder, each);
  }
  return sinks;
}

bool examine_sinks(const std::vector<model::SinkSpec>& sinks, const Trust& trust,
                   base::Diagnostics& diagnostics) {
  bool fine = true;
  for (const model::SinkSpec& sink : sinks) {
    const tokens::SinkRow* row = tokens::find_sink(sink.type);
    if (row == nullptr)
      continue; // a fault of its own
    const auto each = [&](std::string_view setting, Ask::What what) {
      if (const auto found = sink.settings.find(std::string(setting)); found != sink.settings.end())
        for (const std::string& text : found->second)
          if (text != "-" && (what != Ask::What::program || &text == &found->second.front()))
            fine = trust.require({what, text, {}, sink.origin}, diagnostics) && fine;
    };
    each(row->path, Ask::What::file);
    if (fine && sink.type == "file") // and its journal, which may be a link that leads elsewhere
      fine =
          trust.require({Ask::What::file, row->target_of(sink) + ".journal", {}, sink.origin}, diagnostics) &&
          fine;
    each(row->program, Ask::What::program);
  }
  return fine;
}

namespace {

/// The sinks that each manifest's token goes to; without the account, and without instances yet.
std::vector<tokens::Claim> claims_of(const Inputs& inputs, const std::vector<model::SinkSpec>& defaults) {
  std::vector<tokens::Claim> claims;
  for (const model::DesiredInstance& desired : inputs.desired) {
    tokens::Claim claim;
    claim.record.address = desired.address;
    claim.record.stack = inputs.configuration.settings.stack;
    claim.record.name = desired.name;
    claim.sinks = desired.sinks.empty() ? defaults : desired.sinks;
    claim.origin = desired.origin;
    claims.push_back(std::move(claim));
  }
  return claims;
}

/// Manifests for kubectl and a document of cerec's own cannot both be stdout.
void share_stdout(Context& context, const std::vector<model::SinkSpec>& sinks) {
  if (!tokens::any_prints(sinks))
    return;
  const auto printing = std::find_if(sinks.begin(), sinks.end(),
                                     [](const model::SinkSpec& sink) { return tokens::any_prints({sink}); });
  if (context.output.format().name == "text")
    context.output.leave_stdout();
  else
    context.state.diagnostics.error("stdout-taken", printing->origin,
                                    fmt::format("the token sink `{}` writes to stdout, and so does -o {}",
                                                printing->type, context.output.format().name),
                                    "write one of them into a file: -o FORMAT=FILE, or another `path`");
}

} // namespace

void check_all_sinks(Context& context, const Inputs& inputs, const std::vector<model::SinkSpec>& defaults) {
  tokens::SinkPorts ports{context.system.files, context.system.processes, context.system.terminal};
  std::vector<model::SinkSpec> all = defaults;
  for (const model::DesiredInstance& desired : inputs.desired)
    all.insert(all.end(), desired.sinks.begin(), desired.sinks.end());
  tokens::check_sinks(all, ports, context.state.diagnostics);
  share_stdout(context, all);
}

Step<std::monostate> require_sinks(Context& context, const Inputs& inputs, const model::Plan& plan,
                                   const model::Listing& live) {
  const auto defaults = token_sinks(inputs.configuration.project);
  tokens::SinkPorts ports{context.system.files, context.system.processes, context.system.terminal};
  std::map<model::Address, int64_t> planned;
  std::set<model::Address> touched;
  for (const model::Change& change : plan.changes) {
    if (change.kind != model::ChangeKind::dedupe)
      planned.emplace(change.address, change.instance_id);
    if (change.kind != model::ChangeKind::keep && !change.refused())
      touched.insert(change.address);
  }
  std::set<int64_t> alive;
  for (const model::LiveInstance& instance : live.instances)
    alive.insert(instance.id);
  std::vector<tokens::Claim> claims = claims_of(inputs, defaults);
  std::vector<model::SinkSpec> written;
  for (tokens::Claim& claim : claims) {
    claim.record.account = tokens::account_of(plan.binding);
    if (const auto found = planned.find(claim.record.address); found != planned.end())
      claim.record.instance_id = found->second;
    if (touched.count(claim.record.address) != 0)
      written.insert(written.end(), claim.sinks.begin(), claim.sinks.end());
  }
  tokens::judge_names(claims, alive, ports, context.state.diagnostics);
  tokens::attempt_sinks(written, ports, context.state.diagnostics);
  return require_valid(context);
}

void tell_owed_tokens(Context& context, const Inputs& inputs, model::Plan& plan) {
  tokens::Custody::Memory memory = deliveries_of(inputs.configuration);
  if (!context.system.files.status(memory.path) && !context.system.files.status(memory.path + ".journal"))
    return;
  memory.key = &*inputs.key;
  tokens::Custody custody({context.system.files, context.system.processes, context.system.terminal},
                          std::move(memory));
  std::set<model::Address> kept;
  for (const model::Change& change : plan.changes)
    if (change.kind == model::ChangeKind::keep && !change.refused())
      kept.insert(change.address);
  for (tokens::Claim& claim : claims_of(inputs, token_sinks(inputs.configuration.project))) {
    claim.record.account = tokens::account_of(plan.binding);
    const bool outstanding = kept.count(claim.record.address) != 0 &&
                             custody.is_outstanding({claim.record, claim.sinks, tokens::Occasion::kept});
    plan.owed_tokens += outstanding ? 1 : 0;
  }
  if (plan.owed_tokens > 0)
    context.state.diagnostics.warning(
        "owed-tokens", {},
        fmt::format("{} still owed to a sink, after a delivery that failed or never ended",
                    plan.owed_tokens == 1 ? "1 token is" : fmt::format("{} tokens are", plan.owed_tokens)),
        "`cerec apply` delivers what is owed");
}

tokens::Custody::Memory deliveries_of(const Configuration& configuration) {
  tokens::Custody::Memory memory;
  memory.path = configuration.project.state_path("deliveries.json");
  memory.allowed = [trust = configuration.project.trust](const model::SinkSpec& sink) {
    base::Diagnostics unseen;
    return examine_sinks({sink}, trust, unseen);
  };
  return memory;
}

void keep_out_of_git(Context& context, const Project& project) {
  const std::string path = project.state_path(".gitignore");
  if (!context.system.files.status(path))
    (void)context.system.files.write_atomic(path, "*\n", 0644);
}

} // namespace cerec::cli
