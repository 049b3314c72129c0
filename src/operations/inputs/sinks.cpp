#include "operations/inputs/sinks.hpp"

#include "cerec/base/path.hpp"
#include "cerec/tokens/names.hpp"
#include "cerec/tokens/sinks.hpp"

namespace cerec::operations {

std::vector<model::SinkSpec> token_sinks(const config::Project& project) {
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

bool examine_sinks(const std::vector<model::SinkSpec>& sinks, const config::Trust& trust,
                   base::Diagnostics& diagnostics) {
  bool fine = true;
  for (const model::SinkSpec& sink : sinks) {
    const tokens::SinkRow* row = tokens::find_sink(sink.type);
    if (row == nullptr)
      continue; // a fault of its own
    const auto each = [&](std::string_view setting, config::Ask::What what) {
      if (const auto found = sink.settings.find(std::string(setting)); found != sink.settings.end())
        for (const std::string& text : found->second)
          if (text != "-" && (what != config::Ask::What::program || &text == &found->second.front()))
            fine = trust.require({what, text, {}, sink.origin}, diagnostics) && fine;
    };
    each(row->path, config::Ask::What::file);
    if (fine && sink.type == "file") // and its journal, which may be a link that leads elsewhere
      fine = trust.require({config::Ask::What::file, row->target_of(sink) + ".journal", {}, sink.origin},
                           diagnostics) &&
             fine;
    each(row->program, config::Ask::What::program);
  }
  return fine;
}

} // namespace cerec::operations
