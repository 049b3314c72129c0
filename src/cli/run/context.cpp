#include "cli/run/context.hpp"

#include "cerec/base/path.hpp"
#include "cli/output/version.hpp"

namespace cerec::cli {
namespace {

constexpr int k_sigterm = 15; ///< the header of signals is for the shell alone

} // namespace

model::ExitCode Context::stop(base::Failure failure) {
  const bool terminated =
      failure.kind == base::FailureKind::interrupted && system.signals.first() == k_sigterm;
  const model::ExitCode code = terminated ? model::ExitCode::terminated : model::exit_code_of(failure.kind);
  state.failure = std::move(failure);
  return code;
}

model::ExitCode Context::stop_usage(std::string message, std::string hint) {
  return stop({base::FailureKind::usage, std::move(message), std::move(hint)});
}

std::string Context::at(const std::string& path) const {
  return path == "-" || !common.directory ? path : base::join_path(*common.directory, path);
}

report::Document Context::document(model::ExitCode code) const {
  report::Document document;
  document.command = state.command;
  document.version = std::string(cerec_version());
  document.plan = state.plan ? &*state.plan : nullptr;
  document.plan_digest = state.plan_digest;
  document.plan_file = state.plan_file;
  document.apply_command = state.apply_command;
  document.outcome = state.outcome ? &*state.outcome : nullptr;
  document.drift = state.drift ? &*state.drift : nullptr;
  document.diagnostics = &state.diagnostics;
  document.failure = state.failure;
  document.exit_code = code;
  document.detailed_keeps = state.detailed_keeps;
  return document;
}

} // namespace cerec::cli
