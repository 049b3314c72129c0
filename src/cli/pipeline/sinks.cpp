#include "cerec/tokens/sinks.hpp"
#include "cli/pipeline/applying.hpp"

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
      each = each == "-" ? each : join_path(folder, each);
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
    each(row->program, Ask::What::program);
  }
  return fine;
}

void check_all_sinks(Context& context, const Inputs& inputs, const std::vector<model::SinkSpec>& defaults) {
  tokens::SinkPorts ports{context.system.files, context.system.processes, context.system.terminal};
  tokens::check_sinks(defaults, ports, context.state.diagnostics);
  for (const model::DesiredInstance& desired : inputs.desired)
    if (!desired.sinks.empty())
      tokens::check_sinks(desired.sinks, ports, context.state.diagnostics);
}

} // namespace cerec::cli
