#include "cerec/tokens/names.hpp"
#include "cli/pipeline/sinks.hpp"

namespace cerec::cli {

void judge_token_names(Context& context, const Project& project,
                       const std::vector<manifest::ManifestFile>& files) {
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
  tokens::SinkPorts ports{context.system.files, context.system.processes, context.system.terminal};
  tokens::judge_claims(claims, ports, context.state.diagnostics);
}

} // namespace cerec::cli
