#include "cerec/config/project.hpp"
#include "cerec/config/reference.hpp"

#include "support/fake_environment.hpp"
#include "support/fake_processes.hpp"
#include "support/golden.hpp"
#include "support/memory_files.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

using namespace cerec;

namespace {

/// The four places where settings come from.
struct Sources {
  std::map<std::string, std::string> flags;
  std::string project;
  test::FakeEnvironment environment;
  test::MemoryFiles files;
  test::FakeProcesses processes;
  std::string project_folder, working_folder;
  base::Diagnostics diagnostics;

  config::Settings merge(const std::string& overlay = {}) {
    diagnostics = {};
    const auto source = std::make_shared<base::SourceFile>(base::SourceFile{"cerec.yaml", project});
    const auto parsed = manifest::parse_project(source, config::setting_keys(), diagnostics);
    const auto chosen = parsed.environments.find(overlay);
    const config::SettingInputs inputs{flags, &parsed,
                                       chosen == parsed.environments.end() ? nullptr : &chosen->second,
                                       project_folder, working_folder};
    auto settings = config::choose_settings(inputs, environment, diagnostics);
    config::Trust trust(config::read_grants(flags, environment, diagnostics), project_folder, files);
    const bool fine = config::examine_settings(settings, inputs, trust, diagnostics);
    config::read_settings(settings, inputs, {environment, files, processes}, fine, diagnostics);
    return settings;
  }
};

std::string source_of(const config::Settings& settings, std::string_view key) {
  return settings.values.find(key)->second.source.where;
}

} // namespace

TEST_CASE("precedence: flag, environment, environment of the project, project, default") {
  Sources sources;
  CHECK(sources.merge().stack == "default");
  CHECK_FALSE(sources.merge().stack_was_named);

  sources.project = "stack: common\nenvironments:\n  prod:\n    stack: prod\n";
  CHECK(sources.merge().stack == "common");
  CHECK(source_of(sources.merge(), "stack") == "cerec.yaml:1");
  CHECK(sources.merge("prod").stack == "prod");
  CHECK(source_of(sources.merge("prod"), "stack") == "cerec.yaml:4");

  sources.environment.variables["CEREC_STACK"] = "variable";
  CHECK(sources.merge().stack == "variable");
  CHECK(source_of(sources.merge(), "stack") == "environment CEREC_STACK");
  CHECK(sources.merge().stack_was_named);

  sources.flags["stack"] = "flag";
  CHECK(sources.merge("prod").stack == "flag");
  CHECK(source_of(sources.merge(), "stack") == "flag --stack");
  CHECK(sources.diagnostics.empty());
}

TEST_CASE("an empty variable is an unset one") {
  Sources sources;
  sources.environment.variables["CEREC_STACK"] = "";
  CHECK(sources.merge().stack == "default");
}

TEST_CASE("secrets come from variables, files and references, and never from a literal in the project") {
  Sources sources;
  sources.project = "api:\n  userSecret: ${env:MINE}\n";
  sources.environment.variables["MINE"] = "from-reference";
  CHECK(sources.merge().account.user.same_as(base::Secret("from-reference")));

  sources.environment.variables["CEREC_USER_SECRET"] = "from-variable\n";
  CHECK(sources.merge().account.user.same_as(base::Secret("from-variable")));

  sources.files.put("secret", "from-file\n", 0600);
  sources.flags["api.userSecretFile"] = "secret";
  CHECK(sources.merge().account.user.same_as(base::Secret("from-file")));
  CHECK(source_of(sources.merge(), "api.userSecret") == "flag --user-secret-file (file secret)");
  CHECK(sources.diagnostics.empty());

  Sources literal;
  literal.project = "api:\n  userSecret: canary\n";
  CHECK(literal.merge().account.user.empty());
  REQUIRE(literal.diagnostics.has_errors());
  CHECK(base::render(literal.diagnostics, false).find("literal-secret") == std::string::npos);
  CHECK(literal.diagnostics.items().front().message.find("canary") == std::string::npos);
}

TEST_CASE("a secret that would break the header line is refused where it was set") {
  for (const char* bad : {"line\r\nX-Evil: 1", "two\nlines", "del\x7F", "tab\there"}) {
    Sources sources;
    sources.environment.variables["CEREC_USER_SECRET"] = bad;
    (void)sources.merge();
    REQUIRE(sources.diagnostics.errors() == 1);
    CHECK(sources.diagnostics.items().front().message ==
          "`api.userSecret` (environment CEREC_USER_SECRET) holds a line end or another control character");
  }
  Sources from_file;
  from_file.files.put("secret", "one\ntwo\n", 0600);
  from_file.flags["api.organizationSecretFile"] = "secret";
  (void)from_file.merge();
  REQUIRE(from_file.diagnostics.errors() == 1);
  CHECK(from_file.diagnostics.items().front().code == "bad-secret");
}

TEST_CASE("a search for a create that ends before the create can is refused") {
  Sources sources;
  sources.flags["limits.settle"] = "60s";
  (void)sources.merge();
  REQUIRE(sources.diagnostics.errors() == 1);
  CHECK(sources.diagnostics.items().front().message.find("`limits.settle` (flag --settle-limit)") == 0);
  CHECK(sources.diagnostics.items().front().message.find("`api.timeout` (default)") != std::string::npos);
  sources.flags["api.timeout"] = "60s";
  (void)sources.merge();
  CHECK(sources.diagnostics.empty());
}

TEST_CASE("relative files start from the folder of whoever names them") {
  Sources sources;
  sources.project_folder = "infra";
  sources.working_folder = "here";
  sources.project = "api: {caFile: ca.pem, userSecretFile: user, organizationSecret: '${file:org}'}\n";
  sources.flags = {{"trustProject", "true"}};
  sources.files.put("infra/user", "from-project");
  sources.files.put("infra/org", "org-from-project");
  sources.files.put("here/user", "from-flag");
  const auto settings = sources.merge();
  CHECK(settings.curl.ca_file == "infra/ca.pem");
  CHECK(settings.account.user.same_as(base::Secret("from-project")));
  CHECK(settings.account.organization.same_as(base::Secret("org-from-project")));
  sources.flags = {{"api.userSecretFile", "user"}, {"trustProject", "true"}};
  CHECK(sources.merge().account.user.same_as(base::Secret("from-flag")));
}

TEST_CASE("a variable that says otherwise than the chosen environment is a fault") {
  struct Case {
    const char* variable;
    const char* text;
    bool fine;
  };
  const Case cases[] = {
      {"CEREC_API_URL", "https://api.cloud-elements.com/elements/api-v2", false},
      {"CEREC_API_URL", "https://api.cloud-elements.co.uk/elements/api-v2", true},
      {"CEREC_USER_SECRET", "leftover", false},
      {"CEREC_USER_SECRET_FILE", "leftover", false},
      {"CEREC_ORGANIZATION_SECRET", "the one that is meant", true},
      {"CEREC_PARALLELISM", "3", true},
      {"SSL_CERT_FILE", "/etc/ssl/bundle.pem", true},
  };
  for (const Case& one : cases) {
    Sources sources;
    sources.project =
        "environments:\n  prod:\n    api:\n      url: https://api.cloud-elements.co.uk/elements/api-v2\n"
        "      userSecret: ${env:PROD_USER}\n      organizationSecret: ${env:CEREC_ORGANIZATION_SECRET}\n";
    sources.environment.variables = {{"PROD_USER", "user"}, {"CEREC_ORGANIZATION_SECRET", "org"}};
    sources.environment.variables[one.variable] = one.text;
    sources.files.put("leftover", "x");
    (void)sources.merge("prod");
    INFO(one.variable << "\n" << base::render(sources.diagnostics, false));
    CHECK(sources.diagnostics.empty() == one.fine);
    (void)sources.merge(); // no environment was chosen: nothing contradicts
    CHECK(sources.diagnostics.empty());
  }
  Sources flag;
  flag.project = "environments:\n  prod:\n    stack: prod\n";
  flag.environment.variables["CEREC_STACK"] = "other";
  flag.flags["stack"] = "third";
  CHECK(flag.merge("prod").stack == "third");
  CHECK(flag.diagnostics.empty());
}

TEST_CASE("what is trusted is never taken from a file") {
  Sources sources;
  sources.project = "trustProject: true\nallowHosts: h.example\nallowPaths: /\n";
  (void)sources.merge();
  CHECK(sources.diagnostics.errors() == 3);
  for (const auto& one : sources.diagnostics.items())
    CHECK(one.code == "operator-setting");
}

TEST_CASE("wrong settings are told with their source, all at once") {
  Sources sources;
  sources.flags = {{"limits.parallelism", "0"}, {"api.timeout", "soon"}};
  sources.environment.variables = {
      {"CEREC_MAX_RPS", "-1"}, {"CEREC_STACK", "no blanks"}, {"CEREC_REFRESH", "half"}};
  (void)sources.merge();
  std::vector<std::string> messages;
  for (const auto& one : sources.diagnostics.items())
    messages.push_back(one.message);
  CHECK(messages ==
        std::vector<std::string>{
            "`stack` (environment CEREC_STACK) must be 1 to 60 of A-Z a-z 0-9 . _ -, not `no blanks`",
            "`api.timeout` (flag --timeout) must be a time such as 30s, 500ms, 5m or 24h, not `soon`",
            "`limits.parallelism` (flag --parallelism) must be a whole number from 1, not `0`",
            "`limits.maxRps` (environment CEREC_MAX_RPS) must be a number from 0, not `-1`",
            "`refresh` (environment CEREC_REFRESH) must be one of full, changed, not `half`"});
}

TEST_CASE("times") {
  CHECK(config::parse_duration("30s") == base::Duration(30'000));
  CHECK(config::parse_duration("500ms") == base::Duration(500));
  CHECK(config::parse_duration("1.5m") == base::Duration(90'000));
  CHECK(config::parse_duration("2h") == base::Duration(7'200'000));
  CHECK(config::parse_duration("1d") == base::Duration(86'400'000));
  CHECK(config::parse_duration("7") == base::Duration(7'000));
  for (const char* wrong : {"", "s", "-1s", "1w", "1 s", "nan", "1e99d"})
    CHECK_FALSE(config::parse_duration(wrong));
}

TEST_CASE("docs/configuration.md holds the settings table as it is") {
  std::ifstream file(std::string(CEREC_SOURCE_DIR) + "/docs/configuration.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  const std::string table = config::settings_markdown();
  INFO("put this into docs/configuration.md:\n" << table);
  CHECK(page.find(table) != std::string::npos);
}

TEST_CASE("previous keys: the one that is named, that of the previous secrets, that of the present ones") {
  using crypto::FingerprintKey;
  const auto ids = [](const config::Settings& settings) {
    std::vector<std::string> out;
    for (const FingerprintKey& key : settings.previous_keys())
      out.push_back(key.id());
    return out;
  };
  const auto account = [](const char* user, const char* organization) {
    return FingerprintKey::from_account(base::Secret(user), base::Secret(organization)).id();
  };
  const auto configured = [](const char* key) {
    return FingerprintKey::from_configured(base::Secret(key)).id();
  };
  config::Settings settings;
  settings.account.user = base::Secret("u");
  settings.account.organization = base::Secret("o");
  CHECK(ids(settings).empty());
  settings.previous_user = base::Secret("old-u"); // one of the two was rotated
  CHECK(ids(settings) == std::vector<std::string>{account("old-u", "o")});
  settings.previous_organization = base::Secret("old-o");
  CHECK(ids(settings) == std::vector<std::string>{account("old-u", "old-o")});
  settings.fingerprint_key = base::Secret("k");
  settings.previous_fingerprint_key = base::Secret("team2024");
  CHECK(ids(settings) ==
        std::vector<std::string>{configured("team2024"), account("old-u", "old-o"), account("u", "o")});
}
