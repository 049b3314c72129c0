#include "cerec/tokens/names.hpp"
#include "operations/inputs/sinks.hpp"

namespace cerec::operations {

void judge_token_names(const config::Project& project, const std::vector<manifest::ManifestFile>& files,
                       const Ports& ports, base::Diagnostics& diagnostics) {
  const std::vector<model::SinkSpec> defaults = token_sinks(project);
  std::vector<tokens::Claim> claims;
  for (const manifest::ManifestFile& file : files)
    for (const manifest::ManifestInstance& instance : file.instances) {
      if (instance.logical_id.empty() || instance.torn)
        continue; // what it is called is a fault of its own, or not known
      tokens::Claim claim;
      claim.record.address = {instance.element.text(), instance.logical_id};
      claim.record.name = instance.name;
      claim.sinks = instance.sinks.empty() ? defaults : instance.sinks;
      claim.origin = instance.span;
      claims.push_back(std::move(claim));
    }
  tokens::SinkPorts sink_ports{ports.files, ports.processes, ports.out};
  tokens::judge_claims(claims, sink_ports, diagnostics);
}

} // namespace cerec::operations
