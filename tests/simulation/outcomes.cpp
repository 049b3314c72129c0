#include "simulation/outcomes.hpp"

#include "cerec/base/text.hpp"
#include "simulation/audit.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cerec::simulation {
namespace {

using nlohmann::json;

/// A number that is null while it is not known.
int64_t number_of(const json& object, const char* member) {
  const auto at = object.find(member);
  return at != object.end() && at->is_number_integer() ? at->get<int64_t>() : 0;
}

class Outcomes {
public:
  Outcomes(const sim::Platform& platform, const RunResult& run) : platform_(platform), run_(run) {}

  std::vector<std::string> lies() {
    const json report = json::parse(run_.out, nullptr, false);
    if (report.is_discarded() || !report.is_object()) {
      fault("left no valid JSON (exit {}): {}", run_.exit_code, run_.out.substr(0, 300));
      return std::move(lies_);
    }
    if (report.value("exit_code", -1) != run_.exit_code)
      fault("exit code and report disagree");
    const json outcome = report.value("outcome", json());
    if (outcome.is_object())
      for (const json& change : outcome.value("changes", json::array()))
        check(change);
    return std::move(lies_);
  }

private:
  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    lies_.push_back(run_.actor + ": " + fmt::format(text, std::forward<Args>(args)...));
  }

  void check(const json& change) {
    const std::string ending = change.value("ending", "?"), kind = change.value("kind", "?");
    const std::string address = change.value("address", "");
    if (run_.exit_code == 0 && ending != "done")
      fault("exit 0 although {} is {}", address, ending);
    if (kind == "create")
      check_create(change, ending, address);
    else if (kind == "update" || kind == "adopt")
      check_write(change, ending, address);
    else if (kind == "delete" || kind == "dedupe")
      check_removal(change, ending, address);
  }

  void check_create(const json& change, const std::string& ending, const std::string& address) {
    const std::string logical = address.substr(address.rfind('/') + 1);
    const int64_t id = number_of(change, "instance_id");
    const bool posted = any([&](const sim::Mutation& mutation) {
      return mutation.kind == sim::MutationKind::create && mutation.actor == run_.actor &&
             owned_id(*mutation.after) == logical;
    });
    if (ending == "not_tried" && posted)
      fault("the create of {} is called not tried, and was made", address);
    if (ending == "failed" && posted && id == 0) // with an id it failed later, and says at what
      fault("the create of {} is called failed, and was made", address);
    if (ending != "done")
      return;
    const auto kept = tokens_of(run_.tokens);
    if (kept.find(address) == kept.end())
      fault("the create of {} is called done, and its token is in no sink", address);
    if (platform_.find(id) == nullptr && !any([&](const auto& mutation) { return mutation.id == id; }))
      fault("the create of {} is called done, and instance {} never was", address, id);
  }

  void check_write(const json& change, const std::string& ending, const std::string& address) {
    const int64_t id = number_of(change, "instance_id");
    const bool wrote = any([&](const sim::Mutation& mutation) {
      return mutation.actor == run_.actor && mutation.id == id && mutation.kind != sim::MutationKind::create;
    });
    if (ending == "not_tried" && wrote)
      fault("the change of {} is called not tried, and instance {} was written", address, id);
    if (ending == "done" && id == 0)
      fault("the change of {} is called done, of no instance", address);
  }

  void check_removal(const json& change, const std::string& ending, const std::string& address) {
    const int64_t id = number_of(change, "instance_id");
    const bool removed = any([&](const sim::Mutation& mutation) {
      return mutation.id == id && mutation.kind == sim::MutationKind::remove && mutation.actor == run_.actor;
    });
    if (id == 0)
      return;
    const sim::InstancePtr left = platform_.find(id);
    if (ending == "done" && left && !is_put_away(platform_, *as_the_program_left(left)))
      fault("the removal of {} is called done, and instance {} is there", address, id);
    if ((ending == "not_tried" || ending == "failed") && removed)
      fault("the removal of {} is called {}, and instance {} was removed by it", address, ending, id);
  }

  /// Not as it is now: somebody at the console may have handed over what was put away.
  [[nodiscard]] sim::InstancePtr as_the_program_left(const sim::InstancePtr& now) const {
    sim::InstancePtr last = now;
    for (const sim::Mutation& mutation : platform_.history())
      if (mutation.id == now->id && mutation.after && mutation.actor != "console")
        last = mutation.after;
    return last;
  }

  template <class Predicate>
  [[nodiscard]] bool any(Predicate&& predicate) const {
    return std::any_of(platform_.history().begin(), platform_.history().end(), predicate);
  }

  const sim::Platform& platform_;
  const RunResult& run_;
  std::vector<std::string> lies_;
};

} // namespace

std::string tokens_text(io::Files& files) {
  const auto text = files.read(".cerec/tokens.json");
  const auto journal = files.read(".cerec/tokens.json.journal");
  if (!text || !journal)
    return text.value_or("");
  json document = json::parse(*text, nullptr, false);
  if (document.is_discarded())
    return *text;
  for (const std::string_view line : base::split(*journal, '\n')) {
    const json entry = json::parse(line, nullptr, false);
    if (!entry.is_object())
      continue;
    json& records = document["tokens"];
    if (entry.contains("record"))
      records[entry.at("key").get<std::string>()] = entry.at("record");
    else
      records.erase(entry.at("key").get<std::string>());
  }
  return document.dump();
}

std::map<std::string, std::string> variables_of(const std::string& text) {
  std::map<std::string, std::string> variables;
  for (const std::string_view line : base::split(text, '\n'))
    if (const size_t equals = line.find("='"); equals != std::string_view::npos && !line.starts_with('#'))
      variables[std::string(line.substr(0, equals))] = line.substr(equals + 2, line.size() - equals - 3);
  return variables;
}

std::map<std::string, std::string> tokens_of(const std::string& text) {
  std::map<std::string, std::string> tokens;
  if (text.empty())
    return tokens;
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded())
    return {{"", "tokens.json is not valid JSON"}};
  const json records = document.value("tokens", json::object());
  for (const auto& [address, record] : records.items()) // stack/element/id
    tokens[address.substr(address.find('/') + 1)] = record.value("token", "");
  return tokens;
}

bool is_put_away(const sim::Platform& platform, const sim::Instance& instance) {
  const auto& history = platform.history();
  const bool switched_on = std::any_of(history.begin(), history.end(), [&](const sim::Mutation& mutation) {
    return mutation.id == instance.id && mutation.actor == "console" && mutation.before && mutation.after &&
           mutation.before->disabled && !mutation.after->disabled;
  });
  return has_tag(instance, "cerec:quarantine") && (instance.disabled || switched_on);
}

std::string identity_in_use(const sim::Platform& platform, const sim::Instance& instance) {
  const bool deleted = is_put_away(platform, instance) && !has_tag(instance, "cerec:settled");
  return deleted ? std::string() : owned_id(instance);
}

std::vector<std::string> untrue_outcomes(const sim::Platform& platform, const Evidence& evidence) {
  std::vector<std::string> lies;
  for (const RunResult& run : evidence.runs)
    if (!run.crashed && run.command == "apply")
      for (std::string& line : Outcomes(platform, run).lies())
        lies.push_back(std::move(line));
  return lies;
}

} // namespace cerec::simulation
