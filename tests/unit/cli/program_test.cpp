#include "support/program.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace cerec;
using test::Program;

namespace {

constexpr const char* k_manifest = R"(element: gooddata
name: analytics
configuration:
  username: ${env:GD_USER}
  password: ${env:GD_PASSWORD}
  siteAddress: secure.gooddata.com
)";

/// A program with one manifest, and the variables that it names.
struct Ready : Program {
  Ready() {
    files.put("one.yaml", k_manifest);
    environment.variables["GD_USER"] = "me";
    environment.variables["GD_PASSWORD"] = "canary-password";
  }
  int apply() { return run({"apply", "-f", "one.yaml", "--auto-approve"}); }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

nlohmann::json json_of(const std::string& text) {
  return nlohmann::json::parse(text, nullptr, false);
}

} // namespace

TEST_CASE("plan, apply, plan: 2, 0, 0, and the second plan is empty") {
  Ready program;
  CHECK(program.run({"plan", "-f", "one.yaml", "-detailed-exitcode"}) == 2);
  CHECK(has(program.out(), "1 to create"));
  CHECK_FALSE(has(program.requests(), "POST"));
  CHECK(program.apply() == 0);
  INFO(program.out() << program.err());
  CHECK(has(program.out(), "1 created"));
  CHECK(has(program.files.content(".cerec/tokens.json"), "gooddata/gooddata.analytics"));
  CHECK(program.run({"plan", "-f", "one.yaml", "--detailed-exitcode"}) == 0);
  CHECK(has(program.out(), "No changes"));
}

TEST_CASE("no output holds a secret or a token, but that of token get") {
  Ready program;
  std::string all;
  for (const char* format : {"text", "json", "jsonl", "markdown"}) {
    program.environment.variables["GD_PASSWORD"] = std::string("canary-password-") + format;
    for (const char* command : {"plan", "apply", "drift"}) {
      std::vector<std::string> arguments{command, "-f", "one.yaml", "-o", format};
      if (std::string(command) == "apply")
        arguments.emplace_back("--auto-approve");
      (void)program.run(arguments);
      all += program.out() + program.err();
    }
  }
  (void)program.run({"check"});
  all += program.out() + program.err();
  CHECK_FALSE(has(all, "canary"));
  CHECK_FALSE(has(all, sim::demo_account().user));
  const std::string token = program.service.platform.instances().begin()->second->token;
  CHECK_FALSE(has(all, token));
  CHECK(program.run({"token", "get", "analytics"}) == 0);
  CHECK(program.out() == token + "\n");
  CHECK(program.request_count() == 0);
  CHECK(program.run({"token", "get", "analytics", "--live", "-o", "json"}) == 0);
  CHECK(json_of(program.out())["token"] == token);
}

TEST_CASE("usage faults end with 3, in the wanted format, before any request") {
  const std::vector<std::vector<std::string>> lines{
      {},
      {"frobnicate"},
      {"plan", "--prun", "-f", "one.yaml"},
      {"plan"},
      {"plan", "-f", "one.yaml", "--parallelism", "0"},
      {"plan", "-f", "one.yaml", "--api-url", "http://api.example.com/elements/api-v2"},
      {"plan", "-f", "one.yaml", "-o", "yaml"},
      {"plan", "-f", "one.yaml", "-o", "json", "-o", "text"},
      {"plan", "-f", "one.yaml", "--prune", "--target", "x"},
      {"plan", "-f", "one.yaml", "--environment", "prod"},
      {"plan", "-f", "missing.yaml"},
      {"apply", "-f", "one.yaml"},
      {"apply", "missing.json"},
      {"token"},
      {"elements", "godata"},
      {"completion", "csh"},
  };
  for (const auto& line : lines) {
    Ready program;
    std::string shown;
    for (const std::string& word : line)
      shown += word + " ";
    INFO(shown << "\n" << program.out() << program.err());
    CHECK(program.run(line) == 3);
    CHECK(program.request_count() == 0);
    CHECK(program.out().empty());
    CHECK_FALSE(program.err().empty());
  }
}

TEST_CASE("with -o json every exit leaves one valid document on stdout") {
  const std::vector<std::pair<std::vector<std::string>, int>> lines{
      {{"plan", "--prun", "-o", "json"}, 3},
      {{"plan", "-json", "-f", "missing.yaml"}, 3},
      {{"frobnicate", "-ojson"}, 3},
      {{"apply", "-f", "one.yaml", "-o", "json"}, 3},
      {{"plan", "-f", "one.yaml", "--output=json"}, 0},
      {{"validate", "-f", "one.yaml", "-o", "json"}, 0},
      {{"apply", "-f", "one.yaml", "-o", "json", "--auto-approve"}, 0},
      {{"drift", "-f", "one.yaml", "-o", "json"}, 0},
      {{"explain", "analytics", "-f", "one.yaml", "-o", "json"}, 0},
      {{"check", "-o", "json"}, 0},
      {{"token", "list", "-o", "json"}, 0},
      {{"elements", "gooddata", "--json"}, 0},
      {{"version", "-o", "json"}, 0},
  };
  Ready program;
  for (const auto& [line, code] : lines) {
    CHECK(program.run(line) == code);
    const auto document = json_of(program.out());
    const std::string& command = line.front(); // clang 14 captures no binding
    INFO(command << "\n" << program.out() << program.err());
    REQUIRE(document.is_object());
    CHECK(document["exit_code"] == code);
    CHECK(document["format_version"] == "1.0");
  }
}

TEST_CASE("a signal ends a plan with 130 or 143 and a valid document") {
  for (const auto& [number, code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    Ready program;
    program.timeline.after(base::Duration(1), [&program, number = number] { program.signals.raise(number); });
    CHECK(program.run({"plan", "-f", "one.yaml", "-o", "json"}) == code);
    CHECK(json_of(program.out())["exit_code"] == code);
  }
}

TEST_CASE("apply asks on a terminal, and only yes is yes") {
  Ready program;
  program.terminal.in_tty = program.terminal.err_tty = true;
  program.terminal.input_lines = {"y"};
  CHECK(program.run({"apply", "-f", "one.yaml"}) == 1);
  CHECK(has(program.out(), "1 to create"));
  CHECK(has(program.err(), "Only `yes` is accepted"));
  CHECK(has(program.err(), "nothing was changed"));
  CHECK_FALSE(has(program.requests(), "POST"));
  program.terminal.input_lines = {"yes"};
  CHECK(program.run({"apply", "-f", "one.yaml"}) == 0);
  CHECK(has(program.requests(), "POST"));
}

TEST_CASE("the lock: 8 with its holder, waiting for as long as allowed; plan takes none") {
  Ready program;
  program.files.hold_lock(".cerec/lock", "cerec apply by somebody");
  CHECK(program.apply() == 8);
  CHECK(has(program.err(), "somebody"));
  CHECK(program.run({"plan", "-f", "one.yaml"}) == 0);
  CHECK(program.run({"drift", "-f", "one.yaml"}) == 2);
  program.timeline.after(base::Duration(3'000), [&] { program.files.release_lock(".cerec/lock"); });
  CHECK(program.run({"apply", "-f", "one.yaml", "--auto-approve", "--lock-timeout", "10s"}) == 0);
  CHECK(has(program.err(), "Waiting for"));
  CHECK_FALSE(program.files.is_locked(".cerec/lock"));
}

TEST_CASE("a saved plan: private file, shown, applied once, then already applied") {
  Ready program;
  REQUIRE(program.run({"plan", "-f", "one.yaml", "-out", "p.json"}) == 0);
  const auto* saved = program.files.find("p.json");
  REQUIRE(saved != nullptr);
  CHECK(saved->mode == 0600);
  CHECK_FALSE(has(saved->content, "canary"));
  CHECK(program.run({"show", "p.json"}) == 0);
  CHECK(has(program.out(), "1 to create"));
  CHECK(program.request_count() == 0);
  CHECK(program.run({"apply", "p.json", "--prune"}) == 3);
  CHECK(program.run({"apply", "p.json", "--refresh", "changed"}) == 3);
  CHECK(program.run({"apply", "p.json", "--expect-digest", "sha256:0"}) == 7);
  CHECK(program.run({"apply", "p.json"}) == 0);
  CHECK(program.service.platform.instances().size() == 1);
  CHECK(program.run({"apply", "p.json"}) == 0);
  CHECK(has(program.err(), "already applied"));
  CHECK(program.service.platform.instances().size() == 1);
}

TEST_CASE("a saved plan is stale when a manifest, a secret, the account or its age changed") {
  const auto stale = [](const std::function<void(Ready&)>& change) {
    Ready program;
    REQUIRE(program.run({"plan", "-f", "one.yaml", "--out", "p.json"}) == 0);
    change(program);
    const int code = program.run({"apply", "p.json"});
    CHECK_FALSE(has(program.requests(), "POST"));
    return std::to_string(code) + " " + program.err();
  };
  const auto manifest =
      stale([](Ready& program) { program.files.put("one.yaml", std::string(k_manifest) + "tags: [a]\n"); });
  CHECK(manifest.rfind("7 ", 0) == 0);
  CHECK(has(manifest, "one.yaml"));
  const auto secret = stale([](Ready& program) { program.environment.variables["GD_PASSWORD"] = "other"; });
  CHECK(secret.rfind("7 ", 0) == 0);
  CHECK(has(secret, "GD_PASSWORD"));
  CHECK(stale([](Ready& program) {
          program.environment.variables["CEREC_STACK"] = "other";
        }).rfind("7 ", 0) == 0);
  CHECK(stale([](Ready& program) {
          program.timeline.advance_to(program.timeline.now() + std::chrono::hours(25));
        }).rfind("7 ", 0) == 0);
  CHECK(stale([](Ready& program) { program.files.put("/project/p.json", "{}"); }).rfind("7 ", 0) == 0);
}

TEST_CASE("wrong credentials end with 4, an unreachable service with 1") {
  Ready program;
  program.environment.variables["CEREC_USER_SECRET"] = "wrong";
  CHECK(program.run({"plan", "-f", "one.yaml"}) == 4);
  CHECK(program.run({"check"}) == 4);
  Ready cut;
  cut.service.faults.add(sim::parse_fault("* * refuse-connection").value());
  CHECK(cut.run({"plan", "-f", "one.yaml", "--attempts", "1"}) == 1);
}

TEST_CASE("stdout that cannot be written is not exit code 0") {
  Ready program;
  program.terminal.out_works = false;
  CHECK(program.run({"plan", "-f", "one.yaml"}) == 1);
  CHECK(has(program.err(), "cannot write to stdout"));
}

TEST_CASE("files beside stdout: -o FORMAT=FILE") {
  Ready program;
  CHECK(program.run({"plan", "-f", "one.yaml", "-o", "json=plan.json", "-o", "markdown=plan.md"}) == 0);
  CHECK(has(program.out(), "Plan: 1 to create"));
  CHECK(json_of(program.files.content("/project/plan.json"))["exit_code"] == 0);
  CHECK(has(program.files.content("/project/plan.md"), "1 to create"));
  program.files.fail_write(1);
  CHECK(program.run({"plan", "-f", "one.yaml", "-o", "json=plan.json"}) == 1);
}

TEST_CASE("colour: only on a terminal, and NO_COLOR wins") {
  struct Case {
    bool tty;
    std::map<std::string, std::string> variables;
    std::vector<std::string> flags;
    bool colour;
  };
  const Case cases[] = {
      {false, {}, {}, false},
      {true, {}, {}, true},
      {true, {{"NO_COLOR", "1"}}, {}, false},
      {true, {{"TERM", "dumb"}}, {}, false},
      {true, {}, {"--no-color"}, false},
      {false, {{"CLICOLOR_FORCE", "1"}}, {}, true},
      {false, {{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, {}, false},
  };
  for (const Case& one : cases) {
    Ready program;
    program.terminal.out_tty = one.tty;
    program.environment.variables.insert(one.variables.begin(), one.variables.end());
    std::vector<std::string> line{"plan", "-f", "one.yaml"};
    line.insert(line.end(), one.flags.begin(), one.flags.end());
    REQUIRE(program.run(line) == 0);
    CHECK(has(program.out(), "\x1b[") == one.colour);
  }
}

TEST_CASE("progress is drawn on a terminal only, and taken away") {
  Ready program;
  program.terminal.err_tty = true;
  REQUIRE(program.run({"plan", "-f", "one.yaml"}) == 0);
  CHECK(has(program.err(), "reading instances"));
  CHECK(program.err().substr(program.err().size() - 5) == "\r\x1b[2K");
  program.terminal.err_tty = false;
  REQUIRE(program.run({"plan", "-f", "one.yaml"}) == 0);
  CHECK(program.err().empty());
}

TEST_CASE("export of a managed stack plans nothing") {
  Ready program;
  REQUIRE(program.apply() == 0);
  REQUIRE(program.run({"export", "--managed"}) == 0);
  INFO(program.out() << program.err());
  CHECK(has(program.out(), "${env:GOODDATA_ANALYTICS_PASSWORD}"));
  CHECK(has(program.err(),
            "GOODDATA_ANALYTICS_PASSWORD= # gooddata/gooddata.analytics configuration.password"));
  program.files.put("exported.yaml", program.out());
  program.environment.variables["GOODDATA_ANALYTICS_PASSWORD"] = "canary-password";
  program.environment.variables["GOODDATA_ANALYTICS_USERNAME"] = "me";
  CHECK(program.run({"plan", "-f", "exported.yaml", "--prune", "--detailed-exitcode"}) == 0);
  INFO(program.out() << program.err());
  CHECK(has(program.out(), "No changes"));
}

TEST_CASE("destroy asks for the stack's name and keeps the limits") {
  Ready program;
  REQUIRE(program.apply() == 0);
  program.terminal.in_tty = program.terminal.err_tty = true;
  program.terminal.input_lines = {"yes"};
  CHECK(program.run({"destroy"}) == 1);
  CHECK(program.service.platform.instances().size() == 1);
  CHECK(program.run({"destroy", "--max-deletes", "0", "--auto-approve"}) == 9);
  CHECK(program.service.platform.instances().size() == 1);
  program.terminal.input_lines = {"test"};
  CHECK(program.run({"destroy"}) == 0);
  CHECK(program.service.platform.instances().empty());
  program.environment.variables.erase("CEREC_STACK");
  CHECK(program.run({"destroy", "--auto-approve"}) == 3);
}

TEST_CASE("fmt: names what it changes, writes unless --check, leaves stdin to stdout") {
  Program program;
  program.files.put("one.yaml", "name:   a\nelement:   gooddata\n", 0640);
  CHECK(program.run({"fmt", "--check", "-f", "one.yaml"}) == 2);
  CHECK(program.out() == "one.yaml\n");
  CHECK(program.files.writes().empty());
  CHECK(program.run({"fmt", "-f", "one.yaml"}) == 0);
  CHECK(program.out() == "one.yaml\n");
  CHECK(program.files.find("/project/one.yaml")->mode == 0640);
  CHECK(program.run({"fmt", "--check", "-f", "one.yaml"}) == 0);
  CHECK(program.out().empty());
  program.terminal.input_text = "name:   a\nelement:   gooddata\n";
  CHECK(program.run({"fmt", "-f", "-"}) == 0);
  CHECK(program.out() == program.files.content("/project/one.yaml"));
}

TEST_CASE("check: every value with its source, secrets as set or unset") {
  Program program;
  program.environment.variables["CEREC_PARALLELISM"] = "3";
  CHECK(program.run({"check", "--timeout", "9s"}) == 0);
  CHECK(has(program.out(), "environment CEREC_PARALLELISM"));
  CHECK(has(program.out(), "flag --timeout"));
  CHECK(has(program.out(), "The account answers"));
  CHECK(program.request_count() == 1);
  CHECK(program.run({"check", "--offline"}) == 0);
  CHECK(program.request_count() == 0);
}

TEST_CASE("the settings reach the transport") {
  Ready program;
  program.files.put("cerec.yaml",
                    "stack: test\nmanifests: [one.yaml]\napi:\n  caFile: ca.pem\n  connectTimeout: 3s\n"
                    "limits:\n  parallelism: 4\n");
  CHECK(program.run({"plan"}) == 3); // whoever chooses the authorities can listen
  CHECK(program.run({"plan", "--trust-project"}) == 0);
  CHECK(program.curl_settings.ca_file == "ca.pem");
  CHECK(program.curl_settings.connect_timeout == base::Duration(3'000));
  CHECK(program.curl_settings.max_connections == 4);
}

TEST_CASE(
    "relative paths of sinks start from the project's folder, stated or not, in cerec.yaml or a manifest") {
  Ready program;
  const std::string one = program.files.content("/project/one.yaml");
  program.files.put("infra/cerec.yaml", "manifests: [m]\ntokens: [{type: dotenv}]\n");
  program.files.put("infra/m/a.yaml", one);
  program.files.put("infra/m/b.yaml",
                    "element: gooddata\nname: other\nconfiguration: {username: u, password: '${env:P}', "
                    "siteAddress: s}\ncerec: {tokens: [{type: file, path: out/b.json}]}\n");
  program.environment.variables["P"] = "p";
  CHECK(program.run({"-C", "infra", "apply", "--auto-approve"}) == 0);
  CHECK(program.files.find("/project/infra/.env") != nullptr);
  CHECK(program.files.find("/project/infra/out/b.json") != nullptr);
  CHECK(program.files.find("/project/.env") == nullptr);
}

TEST_CASE("children are told nothing of the account, whatever its variables are called") {
  Ready program;
  const sim::Account account = sim::demo_account();
  program.environment.variables["CE_USER"] = account.user;
  program.environment.variables.erase("CEREC_USER_SECRET");
  program.files.put("cerec.yaml", "api: {userSecret: '${env:CE_USER}'}\nmanifests: [one.yaml]\n");
  CHECK(program.run({"plan"}) == 0);
  CHECK(program.processes.hidden_variables == std::vector<std::string>{"CE_USER"});
  REQUIRE(program.processes.hidden_values.size() >= 2);
  CHECK(program.processes.hidden_values[0].same_as(base::Secret(account.user)));
  CHECK(program.processes.hidden_values[1].same_as(base::Secret(account.organization)));
}

TEST_CASE("help: on every command, examples first; help wins over faults") {
  Program program;
  CHECK(program.run({"plan", "--help"}) == 0);
  CHECK(program.out().find("Examples:") < program.out().find("Usage:"));
  CHECK(program.run({"apply", "-h", "--frob"}) == 0);
  CHECK(program.run({"--help"}) == 0);
  CHECK(program.run({"--version"}) == 0);
  CHECK(program.out().rfind("cerec ", 0) == 0);
  for (const char* shell : {"bash", "zsh", "fish"}) {
    CHECK(program.run({"completion", shell}) == 0);
    CHECK(has(program.out(), "detailed-exitcode"));
  }
}
