#pragma once
#include "cerec/http/curl_transport.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"
#include "cerec/model/outcome.hpp"
#include "cerec/model/plan.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cerec::operations {

struct PlanResult;

/// What has to be approved, and the one word that approves it.
struct Question {
  std::string text;
  std::string answer;
};

/// Where an operation reports to while it runs: the one arrow that points back. Silent, and approving
/// nothing, unless overridden.
class Listener {
public:
  virtual ~Listener() = default;
  /// A long read: "reading instances", 200 of 5,000. `total` 0: not known yet.
  virtual void progress(std::string_view /*what*/, size_t /*done*/, size_t /*total*/, size_t /*in_flight*/) {}
  /// One line that explains a wait, or why nothing is done.
  virtual void note(const std::string& /*line*/) {}
  /// A token sink writes to stdout from now on. The answer is what has stdout already and cannot share it
  /// ("-o json"), or nullopt.
  [[nodiscard]] virtual std::optional<std::string> leave_stdout() { return std::nullopt; }
  /// The plan that is about to be asked for or carried out.
  virtual void planned(const PlanResult& /*result*/) {}
  /// Whether somebody approves that plan.
  [[nodiscard]] virtual bool approves(const Question& /*question*/, const model::Plan& /*plan*/) {
    return false;
  }
  /// A step of the execution; `plan` is the one that `planned` showed.
  virtual void event(const model::ApplyEvent& /*event*/, const model::Plan& /*plan*/) {}
};

/// The outside world of an operation. No argv and no terminal.
struct Ports {
  io::Clock& clock;
  io::Random& random;
  io::Files& files;
  io::Environment& environment;
  io::Input& in;   ///< for manifests
  io::Stdout& out; ///< for the token sinks that print
  io::Signals& signals;
  io::Loop& loop;
  io::Processes& processes;
  std::function<std::unique_ptr<http::Transport>(const http::CurlSettings&)> make_transport;
  Listener& listener;
};

} // namespace cerec::operations
