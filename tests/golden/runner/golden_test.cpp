#include "golden/runner/acts.hpp"
#include "golden/runner/canary.hpp"
#include "golden/runner/case.hpp"

#include "support/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace cerec;
using golden::Case;

namespace {

/// The variables that every case has; the values hold what encodings change, so that each spelling differs.
const std::map<std::string, std::string> k_environment{
    {"GOODDATA_USERNAME", "analyst@example.com"}, {"GOODDATA_PASSWORD", R"(canary "gd"/pass+word é 1)"},
    {"PARDOT_USERNAME", "marketing@example.com"}, {"PARDOT_PASSWORD", R"(canary\pd&pass=word<2>)"},
    {"PARDOT_USER_KEY", "canary-0a1b2c3d4e5f"},
};

bool is_secret_name(const std::string& name) {
  return name.rfind("CEREC_", 0) != 0 && name.find("USERNAME") == std::string::npos;
}

struct Result {
  int code = 0;
  std::string out, err, requests;
  std::vector<test::MemoryFiles::Write> writes;
  golden::CanarySearch canaries;
};

void add_canaries(const test::Program& program, const Case& each, golden::CanarySearch& canaries) {
  const sim::Account account = sim::demo_account();
  canaries.add(account.user);
  canaries.add(account.organization);
  for (const auto& variables : {k_environment, each.environment, program.environment.variables})
    for (const auto& [name, value] : variables)
      if (is_secret_name(name) || name.find("SECRET") != std::string::npos)
        canaries.add(value);
  for (const std::string& canary : each.canaries)
    canaries.add(canary);
  for (const sim::Mutation& mutation : program.service.platform.history())
    for (const sim::InstancePtr& instance : {mutation.before, mutation.after})
      if (instance)
        canaries.add(instance->token);
}

Result play(const Case& each, const char* format = nullptr) {
  sim::PlatformConfig config;
  for (const std::string& choice : each.choices)
    REQUIRE_MESSAGE(sim::set_choice(config.choices, choice).has_value(), choice);
  test::Program program(config);
  program.environment.variables.insert(k_environment.begin(), k_environment.end());
  for (const auto& [path, text] : each.files)
    program.files.put(path, text);
  for (const std::string& line : each.setup)
    golden::carry_out(program, line);
  for (const auto& [name, value] : each.environment)
    if (value == "(unset)")
      program.environment.variables.erase(name);
    else
      program.environment.variables[name] = value;
  for (const std::string& text : each.faults) {
    auto rule = sim::parse_fault(text);
    REQUIRE_MESSAGE(rule.has_value(), text);
    program.service.faults.add(*rule);
  }
  std::vector<std::string> command = each.command;
  if (format != nullptr)
    command.insert(command.end(), {"-o", format});
  Result out;
  out.code = program.run(command);
  out.out = program.out();
  out.err = program.err();
  out.requests = program.requests();
  out.writes = program.files.writes();
  add_canaries(program, each, out.canaries);
  return out;
}

/// A golden that is empty has no file.
std::string difference(const Case& each, const std::string& file, const std::string& actual) {
  const std::string path = each.folder + "/" + file;
  if (actual.empty() && !std::filesystem::exists(std::string(CEREC_SOURCE_DIR) + "/" + path))
    return {};
  return test::golden_difference(path, actual);
}

/// What the goldens name their sinks.
bool is_token_file(const std::string& path) {
  return path.ends_with("tokens.json") || path.ends_with("tokens.json.journal") ||
         path.ends_with("tokens.env");
}

void check_canaries(const Case& each, const Result& result) {
  CHECK(result.canaries.count() > 20);
  if (!each.prints_token)
    CHECK(result.canaries.find(result.out).value_or("") == "");
  CHECK(result.canaries.find(result.err).value_or("") == "");
  CHECK(result.canaries.find(result.requests).value_or("") == "");
  for (const auto& write : result.writes)
    if (!is_token_file(write.path)) {
      INFO(write.path);
      CHECK(result.canaries.find(write.content).value_or("") == "");
    }
}

/// For golden.schema, which judges them by `cerec schema --output`: one line for each, in the file that
/// CEREC_DOCUMENTS names.
void keep_document(const Case& each, const nlohmann::json& document) {
  static const char* const path = std::getenv("CEREC_DOCUMENTS");
  if (path == nullptr)
    return;
  static std::ofstream file(path, std::ios::trunc);
  file << nlohmann::json{{"case", each.name}, {"document", document}}.dump() << "\n" << std::flush;
}

/// What the service does and the exit code do not depend on the format, and stdout is one document.
void check_json(const Case& each, const Result& text) {
  const Result json = play(each, "json");
  INFO("with -o json:\n" << json.out << json.err);
  const auto document = nlohmann::json::parse(json.out, nullptr, false);
  CHECK(document.is_object());
  CHECK(json.code == text.code);
  if (document.is_object())
    CHECK(document.value("exit_code", -1) == text.code);
  CHECK(json.requests == text.requests);
  check_canaries(each, json);
  keep_document(each, document);
}

/// The same of JSON lines: each is a document of its own.
void check_jsonl(const Case& each, const Result& text) {
  const Result lines = play(each, "jsonl");
  INFO("with -o jsonl:\n" << lines.out << lines.err);
  CHECK(lines.code == text.code);
  CHECK(lines.requests == text.requests);
  check_canaries(each, lines);
  std::istringstream stream(lines.out);
  for (std::string line; std::getline(stream, line);) {
    const auto document = nlohmann::json::parse(line, nullptr, false);
    CHECK(document.is_object());
    keep_document(each, document);
  }
}

void check_case(const Case& each) {
  const Result result = play(each);
  CHECK(difference(each, "stdout", result.out) == "");
  CHECK(difference(each, "stderr", result.err) == "");
  CHECK(difference(each, "requests", result.requests) == "");
  CHECK(difference(each, "exit", std::to_string(result.code) + "\n") == "");
  const bool fails = each.name.find("/fail_") != std::string::npos;
  CHECK((result.code != 0) == fails);
  check_canaries(each, result);
  if (!each.no_json) {
    check_json(each, result);
    check_jsonl(each, result);
  }
}

} // namespace

TEST_CASE("every command line does and says what its golden holds") {
  const std::vector<Case> cases = golden::read_cases();
  CHECK(cases.size() >= 60);
  for (const Case& each : cases) {
    INFO(each.name);
    try {
      check_case(each);
    } catch (const std::exception& error) { // the others are played all the same
      FAIL_CHECK(error.what());
    }
  }
}

TEST_CASE("the search for canaries finds each spelling of a planted one") {
  const std::string secret = R"(p@ss "w0rd"/+\ é?)";
  golden::CanarySearch search;
  search.add(secret);
  const auto spellings = golden::spellings_of(secret);
  CHECK(spellings.size() >= 10);
  for (const std::string& spelling : spellings) {
    CHECK(search.find("before " + spelling + " after").has_value());
    CHECK_FALSE(search.find("before " + spelling.substr(1) + " after").has_value());
  }
  CHECK(search.find(R"({"note": "p@ss \"w0rd\"/+\\ é?"})").has_value());
  CHECK(search.find("eyJ4IjoicEBzcyBcIncw").has_value() == false);
  CHECK(search.find("dXNlcjpwQHNzICJ3MHJkIi8rXCDDqT8=").has_value()); // user:<secret> as HTTP's basic has it
}

TEST_CASE("a secret that reaches an output is found in a whole run") {
  Case planted;
  planted.name = "plan/planted";
  planted.files["one.yaml"] = "element: gooddata\nname: canary-0a1b2c3d4e5f\nconfiguration:\n"
                              "  username: ${env:GOODDATA_USERNAME}\n  password: ${env:GOODDATA_PASSWORD}\n"
                              "  siteAddress: a.example.com\n";
  planted.command = {"plan", "-f", "one.yaml"};
  const Result result = play(planted);
  CHECK(result.code == 0);
  CHECK(result.canaries.find(result.out).has_value());
}
