#include "cerec/tokens/custody.hpp"
#include "cerec/tokens/names.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_terminal.hpp"
#include "support/memory_files.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using model::SinkSpec;
using tokens::Delivery;
using tokens::Occasion;
using tokens::TokenRecord;

namespace {

const tokens::Account k_here{"https://api.example.com", "org", "me"};
const tokens::Account k_there{"https://dev.example.com", "other", "you"};

SinkSpec sink(const std::string& type, const std::string& path) {
  return {type, {{"path", {path}}}, {}};
}
const SinkSpec k_command{"command", {{"command", {"put"}}}, {}};

TokenRecord record(const std::string& stack, const std::string& id, int64_t instance,
                   const tokens::Account& account = k_here) {
  return {{"gooddata", id}, stack, id, instance, base::Secret(fmt::format("token-{}", instance)), account};
}

/// A folder in which one run follows another.
struct Folder {
  test::MemoryFiles files;
  test::FakeProcesses processes;
  test::RecordingTerminal terminal;
  tokens::SinkPorts ports{files, processes, terminal};
  std::vector<tokens::Account> previous;
  crypto::FingerprintKey key = crypto::FingerprintKey::from_configured(base::Secret("key"));

  tokens::Custody custody() { return tokens::Custody(ports, {".cerec/deliveries.json", &key, {}}); }

  std::string deliver(const TokenRecord& token, const SinkSpec& to, Occasion occasion = Occasion::fresh) {
    auto run = custody();
    const auto results = run.deliver({{token, {to}, occasion}});
    CHECK(run.finish());
    return results.at(0) ? "ok" : results.at(0).error().message;
  }
  std::string withdraw(const TokenRecord& token, const SinkSpec& from) {
    auto run = custody();
    const auto results = run.withdraw({{token, {from}, Occasion::kept}});
    CHECK(run.finish());
    return results.at(0) ? "ok" : results.at(0).error().message;
  }
  bool holds(const std::string& path, const std::string& text) {
    return files.content(path).find(text) != std::string::npos;
  }
  std::string judge(const TokenRecord& token, const SinkSpec& to, const std::set<int64_t>& alive) {
    base::Diagnostics diagnostics;
    tokens::judge_names({{token, {to}, {}}}, alive, previous, ports, diagnostics);
    return diagnostics.has_errors() ? diagnostics.items().front().message : "fine";
  }
};

} // namespace

TEST_CASE("two stacks in one file: neither overwrites nor removes the other's token") {
  for (const SinkSpec& to : {sink("dotenv", "t.env"), sink("kubernetes-secret", "s.json")}) {
    Folder f;
    const TokenRecord prod = record("prod", "a", 1), dev = record("dev", "a", 2, k_there);
    CHECK(f.deliver(prod, to) == "ok");
    const std::string before = f.files.content(to.settings.at("path").front());
    CHECK(f.judge(dev, to, {2}).find("prod/gooddata/a at https://api.example.com") != std::string::npos);
    CHECK(f.judge(prod, to, {1}) == "fine");
    CHECK(f.deliver(dev, to).find("would share") != std::string::npos);
    CHECK(f.withdraw(dev, to) == "ok");
    CHECK(f.files.content(to.settings.at("path").front()) == before);
    CHECK(f.withdraw(record("prod", "a", 1, k_there), to) == "ok"); // another account's instance 1
    CHECK(f.files.content(to.settings.at("path").front()) == before);
  }
}

TEST_CASE("ids that share a variable, one after the other: refused while the first lives") {
  Folder f;
  const SinkSpec to = sink("dotenv", "t.env");
  CHECK(f.deliver(record("prod", "a-b", 1), to) == "ok");
  CHECK(f.judge(record("prod", "a_b", 0), to, {1}).find("gooddata/a_b would share `A_B_TOKEN`") !=
        std::string::npos);
  CHECK(f.deliver(record("prod", "a_b", 2), to).find("would share") != std::string::npos);
  CHECK(f.holds("t.env", "A_B_TOKEN='token-1'"));
  // The same instance under another id is no other one.
  CHECK(f.judge(record("prod", "a_b", 1), to, {1}) == "fine");
  CHECK(f.deliver(record("prod", "a_b", 1), to) == "ok");
  CHECK(f.judge(record("prod", "a-b", 0), to, {}) == "fine"); // the holder is gone
}

TEST_CASE("claims of one run: names, and sinks of one file that cannot share it") {
  Folder f;
  const auto judge = [&](const std::vector<tokens::Claim>& claims) {
    base::Diagnostics diagnostics;
    tokens::judge_claims(claims, f.ports, diagnostics);
    return diagnostics.has_errors() ? diagnostics.items().front().code : "fine";
  };
  const SinkSpec env = sink("dotenv", "x"), same = sink("dotenv", "./x"), other = sink("file", "x");
  CHECK(judge({{record("prod", "a-b", 0), {env}, {}}, {record("prod", "a.b", 0), {same}, {}}}) ==
        "token-name-taken");
  CHECK(judge({{record("prod", "a", 0), {env}, {}}, {record("prod", "b", 0), {same}, {}}}) == "fine");
  CHECK(judge({{record("prod", "a", 0), {env}, {}}, {record("prod", "b", 0), {other}, {}}}) == "sink-clash");
}

TEST_CASE("one stack in two accounts: both tokens are kept, and each is told by its account") {
  Folder f;
  const SinkSpec to = tokens::default_sink();
  CHECK(f.deliver(record("s", "a", 1), to) == "ok");
  CHECK(f.deliver(record("s", "a", 1, k_there), to) == "ok");
  CHECK(f.holds(".cerec/tokens.json", "\"s/gooddata/a\": "));
  CHECK(f.holds(".cerec/tokens.json", "\"s/gooddata/a@" + k_there.code() + "\": "));
  CHECK(f.withdraw(record("s", "a", 1), to) == "ok");
  const auto left = tokens::read_file_sink(to, f.files);
  REQUIRE(left);
  REQUIRE(left->size() == 1);
  CHECK(left->front().account == k_there);
  CHECK(f.deliver(record("s", "a", 9, k_there), to) == "ok"); // keeps the key that it has
  CHECK(f.holds(".cerec/tokens.json", "\"s/gooddata/a@" + k_there.code() + "\": "));
}

TEST_CASE("after a rotation of the account's secrets its records are taken over, proven by the token") {
  const tokens::Account rotated{k_here.url, "org", "me, later"};
  for (const SinkSpec& to :
       {tokens::default_sink(), sink("dotenv", "t.env"), sink("kubernetes-secret", "s.json")}) {
    CAPTURE(to.type);
    Folder f;
    const std::string path = to.settings.empty() ? ".cerec/tokens.json" : to.settings.at("path").front();
    CHECK(f.deliver(record("s", "a", 1), to) == "ok");
    CHECK(f.judge(record("s", "a", 1, rotated), to, {1}) == "fine");
    CHECK(f.deliver(record("s", "a", 1, rotated), to, Occasion::kept) == "ok");
    CHECK(f.holds(path, "me, later"));
    CHECK_FALSE(f.holds(path, "\"me\"")); // no record of before is left
    CHECK_FALSE(f.holds(path, "@"));
    // Another token is another instance's: nothing proves that the account is the same.
    TokenRecord other = record("s", "a", 1);
    other.token = base::Secret("another");
    CHECK((f.deliver(other, to) == "ok") == (to.type == "file"));
    CHECK(f.holds(path, "me, later"));
    CHECK(f.withdraw(record("s", "a", 1, rotated), to) == "ok");
    CHECK_FALSE(f.holds(path, "me, later"));
  }
}

TEST_CASE("what is gone since before the rotation holds no name, if the previous secrets are named") {
  const tokens::Account rotated{k_here.url, "org", "me, later"};
  Folder f;
  const SinkSpec to = sink("dotenv", "t.env");
  CHECK(f.deliver(record("s", "a", 1), to) == "ok");
  CHECK(f.judge(record("s", "a", 2, rotated), to, {2}).find("would share") != std::string::npos);
  f.previous = {k_here};
  CHECK(f.judge(record("s", "a", 2, rotated), to, {2}) == "fine");
  CHECK(f.judge(record("s", "b", 2, rotated), to, {1, 2}) == "fine");
}

TEST_CASE("withdrawn by instance id: under another element, another id, from sinks of another day") {
  Folder f;
  const SinkSpec old = sink("file", "old.json"), env = sink("dotenv", "t.env");
  TokenRecord by_id = record("prod", "a", 7);
  by_id.address.element = "#1469";
  CHECK(f.deliver(by_id, old) == "ok");
  CHECK(f.deliver(record("prod", "b", 7), env) == "ok"); // its cerec.id changed, and its sinks
  const TokenRecord gone = record("prod", "c", 7);
  CHECK(f.withdraw(gone, tokens::default_sink()) == "ok");
  CHECK_FALSE(f.holds("old.json", "token-7"));
  CHECK_FALSE(f.holds("t.env", "token-7"));
}

TEST_CASE("a sweep drops what the listing proves gone: of this stack and account alone") {
  Folder f;
  const SinkSpec to = tokens::default_sink();
  for (const TokenRecord& each :
       {record("s", "a", 1), record("s", "b", 2), record("t", "c", 3), record("s", "d", 4, k_there)})
    CHECK(f.deliver(each, to) == "ok");
  auto run = f.custody();
  run.begin({to});
  CHECK(run.sweep(k_here, "s", {2}));
  CHECK(run.finish());
  const std::string& text = f.files.content(".cerec/tokens.json");
  CHECK(text.find("token-1") == std::string::npos);
  for (const char* kept : {"token-2", "token-3", "token-4"})
    CHECK(text.find(kept) != std::string::npos);
}

TEST_CASE("a record of an earlier version belongs to nobody: taken over, withdrawn only with its token") {
  Folder f;
  f.files.put(
      ".cerec/tokens.json",
      R"({"format_version":"1.0","tokens":{"s/gooddata/a":{"instance_id":1,"name":"a","token":"x"}}})", 0600);
  CHECK(f.deliver(record("s", "a", 2), tokens::default_sink()) == "ok");
  CHECK_FALSE(f.holds(".cerec/tokens.json", "\"x\""));
  f.files.put("t.env", "A_TOKEN='mine'\nB_TOKEN='token-2'\n", 0600);
  CHECK(f.withdraw(record("s", "a", 1), sink("dotenv", "t.env")) == "ok");
  CHECK(f.withdraw(record("s", "b", 2), sink("dotenv", "t.env")) == "ok");
  CHECK(f.files.content("t.env") == "A_TOKEN='mine'\n");
}

TEST_CASE("a command that failed is tried again; what it took is remembered, as a mark") {
  Folder f;
  const TokenRecord token = record("s", "a", 1);
  const auto fails = [](const auto&) -> base::Result<io::ProcessResult> {
    return io::ProcessResult{1, {}, ""};
  };
  f.processes.behaviour = fails;
  CHECK(f.deliver(token, k_command).find("`put` ended with 1") != std::string::npos);
  CHECK(f.deliver(token, k_command, Occasion::kept).find("`put` ended with 1") != std::string::npos);
  f.processes.behaviour = nullptr;
  CHECK(f.deliver(token, k_command, Occasion::kept) == "ok");
  CHECK(f.processes.runs.size() == 3);
  CHECK(f.deliver(token, k_command, Occasion::kept) == "ok");
  CHECK(f.deliver(token, k_command, Occasion::fresh) == "ok"); // adopted again: it has this very token
  CHECK(f.processes.runs.size() == 3);
  CHECK(f.deliver(token, k_command, Occasion::asked) == "ok");
  CHECK(f.processes.runs.size() == 4);
  CHECK(f.deliver(record("s", "a", 2), k_command, Occasion::kept) == "ok"); // another token
  CHECK(f.processes.runs.size() == 5);
  CHECK_FALSE(f.holds(".cerec/deliveries.json", "token-"));
  CHECK(f.files.find("/project/.cerec/deliveries.json")->mode == 0600);
}

TEST_CASE("a kill between the create and its delivery is made up for") {
  Folder f;
  TokenRecord to_come = record("s", "a", 0);
  to_come.token = {};
  f.custody().owe({{to_come, {k_command, tokens::default_sink()}, Occasion::fresh}});
  CHECK(f.custody().is_outstanding({record("s", "a", 1), {k_command}, Occasion::kept}));
  CHECK(f.deliver(record("s", "a", 1), k_command, Occasion::kept) == "ok");
  CHECK(f.processes.runs.size() == 1);
  CHECK_FALSE(f.custody().is_outstanding({record("s", "a", 1), {k_command}, Occasion::kept}));
}

TEST_CASE("without a memory a sink that cannot be compared gets what is new, as ever") {
  Folder f;
  tokens::Custody run(f.ports);
  CHECK(run.deliver({{record("s", "a", 1), {k_command}, Occasion::kept}}).front());
  CHECK(f.processes.runs.empty());
  CHECK(run.deliver({{record("s", "a", 1), {k_command}, Occasion::fresh}}).front());
  CHECK(f.processes.runs.size() == 1);
}

TEST_CASE("the journal: a commit costs what it adds, tokens.json is JSON at any time, a kill loses nothing") {
  Folder f;
  const SinkSpec to = tokens::default_sink();
  {
    tokens::Custody run(f.ports);
    for (int64_t id = 1; id <= 50; ++id)
      CHECK(run.deliver({{record("s", fmt::format("i{}", id), id), {to}, Occasion::fresh}}).front());
    CHECK(f.files.content(".cerec/tokens.json").size() < 100); // there from the first record on
    size_t longest = 0;
    for (const auto& write : f.files.writes())
      longest = std::max(longest, write.content.size());
    CHECK(longest < 400);
    // killed: never finished
  }
  f.files.put(".cerec/tokens.json.journal",
              f.files.content(".cerec/tokens.json.journal") + "\n{\"key\":\"s/good", 0600);
  CHECK(tokens::read_file_sink(to, f.files)->size() == 50);
  auto next = f.custody();
  next.begin({to});
  CHECK(f.files.find("/project/.cerec/tokens.json.journal") == nullptr);
  CHECK(f.holds(".cerec/tokens.json", "token-50"));
  CHECK(tokens::read_file_sink(to, f.files)->size() == 50);
}

TEST_CASE("folding is killed at each of its writes: nothing is lost, nothing withdrawn comes back") {
  for (int step = 1; step <= 3; ++step) {
    Folder f;
    const SinkSpec to = tokens::default_sink();
    CHECK(f.deliver(record("s", "old", 1), to) == "ok");
    tokens::Custody run(f.ports);
    CHECK(run.deliver({{record("s", "new", 2), {to}, Occasion::fresh}}).front());
    CHECK(run.withdraw({{record("s", "old", 1), {to}, Occasion::kept}}).front());
    const std::string journal = f.files.content(".cerec/tokens.json.journal");
    if (step == 1)
      f.files.fail_write(1); // the file is not replaced
    CHECK(run.finish().has_value() == (step != 1));
    if (step == 2)
      f.files.put(".cerec/tokens.json.journal", journal, 0600); // replaced, and the journal still there
    const auto records = tokens::read_file_sink(to, f.files);
    REQUIRE(records);
    REQUIRE(records->size() == 1);
    CHECK(records->front().instance_id == 2);
  }
}

TEST_CASE("a full disk in the middle of a batch: failed, and right at the next try") {
  Folder f;
  const SinkSpec to = tokens::default_sink();
  tokens::Custody run(f.ports);
  CHECK(run.deliver({{record("s", "a", 1), {to}, Occasion::fresh}}).front());
  f.files.fail_write(1);
  CHECK_FALSE(run.deliver({{record("s", "b", 2), {to}, Occasion::fresh}}).front());
  CHECK(tokens::read_file_sink(to, f.files)->size() == 1);
  CHECK(run.deliver({{record("s", "b", 2), {to}, Occasion::kept}}).front());
  CHECK(run.finish());
  CHECK(tokens::read_file_sink(to, f.files)->size() == 2);
}

TEST_CASE("sinks are tried and left as they are") {
  Folder f;
  base::Diagnostics fine, bad;
  tokens::attempt_sinks({tokens::default_sink(), sink("dotenv", "t.env"), k_command}, f.ports, fine);
  CHECK_FALSE(fine.has_errors());
  CHECK(f.files.all().empty());
  CHECK(f.processes.runs.empty());
  f.files.before_write = [](const std::string& path) -> std::optional<base::Failure> {
    return base::Failure{base::FailureKind::error, path + ": Read-only file system", ""};
  };
  tokens::attempt_sinks({tokens::default_sink()}, f.ports, bad);
  CHECK(bad.has_errors());
}
