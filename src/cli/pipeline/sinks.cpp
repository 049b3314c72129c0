#include "cerec/tokens/sinks.hpp"
#include "cli/pipeline/applying.hpp"

namespace cerec::cli {

std::vector<model::SinkSpec> token_sinks(const Project& project) {
  std::vector<model::SinkSpec> sinks = project.sinks();
  for (model::SinkSpec& sink : sinks)
    if (const auto path = sink.settings.find("path"); path != sink.settings.end())
      for (std::string& each : path->second)
        each = each == "-" ? each : join_path(project.folder, each);
  if (sinks.empty())
    sinks.push_back(tokens::default_sink());
  for (model::SinkSpec& sink : sinks)
    if (sink.type == "file" && sink.settings.count("path") == 0)
      sink.settings["path"] = {project.state_path("tokens.json")};
  return sinks;
}

void check_all_sinks(Context& context, const Inputs& inputs, const std::vector<model::SinkSpec>& defaults) {
  tokens::SinkPorts ports{context.system.files, context.system.processes, context.system.terminal};
  tokens::check_sinks(defaults, ports, context.state.diagnostics);
  for (const model::DesiredInstance& desired : inputs.desired)
    if (!desired.sinks.empty())
      tokens::check_sinks(desired.sinks, ports, context.state.diagnostics);
}

} // namespace cerec::cli
