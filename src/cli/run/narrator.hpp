#pragma once
#include "cerec/operations/ports.hpp"
#include "cli/output/output.hpp"

namespace cerec::cli {

/// Passes on what an operation reports while it runs: progress and notes to stderr, the plan before a
/// question, and the answer.
class Narrator final : public operations::Listener {
public:
  /// `repeated_flags`: what advised commands are completed by.
  Narrator(Output& output, std::string command, std::string repeated_flags)
      : output_(output), command_(std::move(command)), repeated_flags_(std::move(repeated_flags)) {}

  void progress(std::string_view what, size_t done, size_t total, size_t in_flight) override;
  void note(const std::string& line) override { output_.note(line); }
  [[nodiscard]] std::optional<std::string> leave_stdout() override;
  void planned(const operations::PlanResult& result) override;
  [[nodiscard]] bool approves(const operations::Question& question, const model::Plan& plan) override;
  void event(const model::ApplyEvent& event, const model::Plan& plan) override { output_.event(event, plan); }

private:
  Output& output_;
  std::string command_;
  std::string repeated_flags_;
};

} // namespace cerec::cli
