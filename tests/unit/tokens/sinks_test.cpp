#include "cerec/tokens/custody.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_terminal.hpp"
#include "support/memory_files.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <utility>

using namespace cerec;
using model::SinkSpec;
using tokens::Delivery;

namespace {

const tokens::Account k_account{"https://api.example.com", "org", "me"};

/// An instance id that hangs on the logical id.
int64_t number(const std::string& id) {
  int64_t sum = static_cast<int64_t>(id.size());
  for (int64_t weight = 10; const char c : id)
    sum += std::exchange(weight, weight * 100) * static_cast<unsigned char>(c);
  return sum;
}

struct Fixture {
  test::MemoryFiles files;
  test::FakeProcesses processes;
  test::RecordingTerminal terminal;
  tokens::SinkPorts ports{files, processes, terminal};

  std::string deliver(const SinkSpec& spec, const std::vector<std::string>& ids,
                      const std::string& token = "t=", bool fresh = true) {
    std::vector<Delivery> deliveries;
    for (const std::string& id : ids) {
      Delivery delivery;
      delivery.record = {{"gooddata", id},         "prod",   "Name of " + id, number(id),
                         base::Secret(token + id), k_account};
      delivery.sinks = {spec};
      delivery.occasion = fresh ? tokens::Occasion::fresh : tokens::Occasion::kept;
      deliveries.push_back(std::move(delivery));
    }
    tokens::Custody custody(ports);
    std::string out;
    for (const auto& result : custody.deliver(deliveries))
      out += result ? "ok " : result.error().message + " ";
    CHECK(custody.finish());
    return out;
  }
  std::string withdraw(const SinkSpec& spec, const std::string& id) {
    Delivery delivery;
    delivery.record = {{"gooddata", id}, "prod", "", number(id), {}, k_account};
    delivery.sinks = {spec};
    tokens::Custody custody(ports);
    const auto results = custody.withdraw({delivery});
    CHECK(custody.finish());
    return results.at(0) ? "ok" : results.at(0).error().message;
  }
};

SinkSpec sink(const std::string& type, std::map<std::string, std::vector<std::string>> settings = {}) {
  return {type, std::move(settings), {}};
}

} // namespace

TEST_CASE("file: JSON, 0600, merged, written once for many and not at all if nothing differs") {
  Fixture f;
  CHECK(f.deliver(sink("file"), {"b", "a"}) == "ok ok ");
  CHECK(f.files.content(".cerec/tokens.json") == R"({
 "format_version": "1.1",
 "tokens": {
  "prod/gooddata/a": {"account":"org","instance_id":971,"name":"Name of a","token":"t=a","url":"https://api.example.com","user":"me"},
  "prod/gooddata/b": {"account":"org","instance_id":981,"name":"Name of b","token":"t=b","url":"https://api.example.com","user":"me"}
 }
}
)");
  CHECK(f.files.find("/project/.cerec/tokens.json")->mode == 0600);
  CHECK(f.files.find("/project/.cerec/tokens.json.journal") == nullptr);
  const size_t writes = f.files.writes().size();
  CHECK(f.deliver(sink("file"), {"a", "b"}, "t=", false) == "ok ok ");
  CHECK(f.files.writes().size() == writes);
  CHECK(f.withdraw(sink("file"), "a") == "ok");
  const auto records = tokens::read_file_sink(sink("file"), f.files);
  REQUIRE(records);
  REQUIRE(records->size() == 1);
  CHECK(records->at(0).address.text() == "gooddata/b");
  CHECK(records->at(0).instance_id == 981);
  CHECK(records->at(0).account == k_account);
  CHECK(records->at(0).token.same_as(base::Secret("t=b")));
}

TEST_CASE("file: what is in place and unsafe or foreign is left alone") {
  struct Case {
    const char* content;
    uint32_t mode;
    const char* message;
  };
  const Case cases[] = {
      {"{}", 0644, "file: .cerec/tokens.json: others can read it (mode 0644) "},
      {"{\"format_version\":\"1.0\",\"tokens\":{}}", 0640,
       "file: .cerec/tokens.json: others can read it (mode 0640) "},
      {"hello", 0600, "file: .cerec/tokens.json: is not a file of tokens "},
      {"{\"tokens\":[]}", 0600, "file: .cerec/tokens.json: is not a file of tokens "},
      {"{\"format_version\":\"2.0\",\"tokens\":{}}", 0600,
       "file: .cerec/tokens.json: was written by a newer version of cerec "},
  };
  for (const Case& each : cases) {
    Fixture f;
    f.files.put(".cerec/tokens.json", each.content, each.mode);
    CHECK(f.deliver(sink("file"), {"a"}) == each.message);
    CHECK(f.files.content(".cerec/tokens.json") == each.content);
  }
}

TEST_CASE("file: a missing one holds nothing and is not made by forgetting") {
  Fixture f;
  CHECK(tokens::read_file_sink(sink("file"), f.files)->empty());
  CHECK(f.withdraw(sink("file"), "a") == "ok");
  CHECK(f.files.all().empty());
}

TEST_CASE("dotenv: lines of others stay, one line for each variable, names made fit") {
  Fixture f;
  f.files.put(".env", "# mine\nPATH_X=1\nexport A_1_TOKEN='old'\nA_1_TOKEN=older", 0600);
  CHECK(f.deliver(sink("dotenv"), {"a-1", "b.c", "9"}) == "ok ok ok ");
  const auto note = [](const std::string& id) {
    return fmt::format(
        R"(# cerec: {{"account":"org","element":"gooddata","id":"{}","instance_id":{},"stack":"prod",)"
        R"("url":"https://api.example.com","user":"me"}})"
        "\n",
        id, number(id));
  };
  const std::string begin = "# mine\nPATH_X=1\n" + note("a-1") + "A_1_TOKEN='t=a-1'\n";
  const std::string end = note("9") + "_9_TOKEN='t=9'\n";
  CHECK(f.files.content(".env") == begin + note("b.c") + "B_C_TOKEN='t=b.c'\n" + end);
  CHECK(f.withdraw(sink("dotenv"), "b.c") == "ok");
  CHECK(f.files.content(".env") == begin + end);
  CHECK(f.deliver(sink("dotenv", {{"prefix", {"ce_"}}, {"suffix", {""}}}), {"a"}) == "ok ");
  CHECK(f.files.content(".env").ends_with("CE_A='t=a'\n"));
}

TEST_CASE("dotenv: two ids of one variable, and a token that no line can hold, are refused") {
  Fixture f;
  CHECK(f.deliver(sink("dotenv"), {"a-b", "a.b"}).find("would share A_B_TOKEN in .env") != std::string::npos);
  CHECK(f.deliver(sink("dotenv"), {"a"}, "x'\n").find("does not fit into a line") != std::string::npos);
  CHECK(f.files.content(".env").find("t=a-b") != std::string::npos); // the first one has its variable
}

TEST_CASE("kubernetes-secret: one Secret in a file, one for each instance on stdout") {
  Fixture f;
  const SinkSpec file = sink("kubernetes-secret", {{"path", {"s.json"}}, {"namespace", {"ci"}}});
  CHECK(f.deliver(file, {"b"}) == "ok ");
  CHECK(f.deliver(file, {"a"}) == "ok ");
  CHECK(f.files.content("s.json") == R"({
  "apiVersion": "v1",
  "kind": "Secret",
  "metadata": {
    "name": "cerec-tokens",
    "namespace": "ci",
    "labels": {
      "app.kubernetes.io/managed-by": "cerec"
    },
    "annotations": {
      "cerec.owners": "{\"7b463602\":{\"stack\":\"prod\",\"url\":\"https://api.example.com\",\"account\":\"org\",\"user\":\"me\"}}",
      "cerec.records": "{\"a\":[\"7b463602\",\"gooddata\",971],\"b\":[\"7b463602\",\"gooddata\",981]}"
    }
  },
  "type": "Opaque",
  "data": {
    "a": "dD1h",
    "b": "dD1i"
  }
}
)");
  const size_t writes = f.files.writes().size();
  CHECK(f.deliver(file, {"a", "b"}, "t=", false) == "ok ok ");
  CHECK(f.files.writes().size() == writes);
  CHECK(f.withdraw(file, "b") == "ok");
  CHECK(f.files.content("s.json").find("\"b\"") == std::string::npos);

  CHECK(f.deliver(sink("kubernetes-secret", {{"path", {"-"}}}), {"A_b"}) == "ok ");
  CHECK(f.terminal.out_text.starts_with("---\n{\n  \"apiVersion\": \"v1\",\n"));
  CHECK(f.terminal.out_text.find("\"name\": \"cerec-tokens-a-b-") != std::string::npos);
  const std::string printed = f.terminal.out_text;
  CHECK(f.deliver(sink("kubernetes-secret", {{"path", {"-"}}}), {"A_b"}, "t=", false) == "ok ");
  CHECK(f.terminal.out_text == printed);
}

TEST_CASE("command: the record or the bare token on stdin, never in an argument") {
  Fixture f;
  const SinkSpec json = sink("command", {{"command", {"put", "--in"}}, {"timeout", {"5"}}});
  CHECK(f.deliver(json, {"a"}) == "ok ");
  REQUIRE(f.processes.runs.size() == 1);
  CHECK(f.processes.runs[0].argv == std::vector<std::string>{"put", "--in"});
  CHECK(f.processes.runs[0].limit == base::Duration(5'000));
  CHECK(f.processes.runs[0].input ==
        "{\"element\":\"gooddata\",\"id\":\"a\",\"instance_id\":971,\"name\":\"Name of "
        "a\",\"stack\":\"prod\",\"token\":\"t=a\",\"url\":\"https://api.example.com\"}\n");
  CHECK(f.deliver(sink("command", {{"command", {"put"}}, {"format", {"token"}}}), {"a"}) == "ok ");
  CHECK(f.processes.runs[1].input == "t=a");
  CHECK(f.deliver(json, {"a"}, "t=", false) == "ok "); // unchanged instances are not given to it
  CHECK(f.processes.runs.size() == 2);
  f.processes.behaviour = [](const auto& run) -> base::Result<io::ProcessResult> {
    return io::ProcessResult{3, {}, "cannot store " + run.input};
  };
  CHECK(f.deliver(json, {"a"}) == "command: `put` ended with 3 ");
}

TEST_CASE("each record goes to its own sinks; the failure of one sink is that of its records alone") {
  Fixture f;
  f.files.put("bad.json", "hello", 0600);
  std::vector<Delivery> deliveries(3);
  deliveries[0].sinks = {sink("file", {{"path", {"good.json"}}})};
  deliveries[1].sinks = {sink("file", {{"path", {"bad.json"}}}), sink("file", {{"path", {"good.json"}}})};
  deliveries[2].sinks = {sink("file", {{"path", {"good.json"}}})};
  for (size_t i = 0; i < deliveries.size(); ++i)
    deliveries[i].record = {{"gooddata", fmt::format("i{}", i)},
                            "prod",
                            "n",
                            static_cast<int64_t>(i + 1),
                            base::Secret("t"),
                            k_account};
  tokens::Custody custody(f.ports);
  const auto results = custody.deliver(deliveries);
  CHECK(custody.finish());
  CHECK(results[0]);
  CHECK_FALSE(results[1]);
  CHECK(results[2]);
  CHECK(f.files.content("good.json").find("prod/gooddata/i1") != std::string::npos);
}

TEST_CASE("sinks are checked before anything is written") {
  Fixture f;
  f.files.put("open.json", "{}", 0644);
  f.files.put_folder("folder");
  struct Case {
    SinkSpec spec;
    const char* code;
  };
  const Case cases[] = {
      {sink("file"), ""},
      {sink("dotenv", {{"path", {"x.env"}}, {"prefix", {"P_"}}}), ""},
      {sink("kubernetes-secret", {{"path", {"-"}}, {"name", {"tokens"}}}), ""},
      {sink("command", {{"command", {"vault"}}}), ""},
      {sink("fil"), "unknown-sink"},
      {sink("file", {{"pth", {"x"}}}), "unknown-setting"},
      {sink("file", {{"path", {"open.json"}}}), "bad-sink"},
      {sink("file", {{"path", {"folder"}}}), "bad-sink"},
      {sink("kubernetes-secret", {{"name", {"Not_DNS"}}}), "bad-sink"},
      {sink("command"), "bad-sink"},
      {sink("command", {{"command", {"x"}}, {"format", {"xml"}}}), "bad-sink"},
      {sink("command", {{"command", {"x"}}, {"timeout", {"0"}}}), "bad-sink"},
      {sink("command", {{"command", {"x"}}, {"timeout", {"ten"}}}), "bad-sink"},
  };
  for (const Case& each : cases) {
    base::Diagnostics diagnostics;
    tokens::check_sinks({each.spec}, f.ports, diagnostics);
    CHECK((diagnostics.empty() ? std::string() : diagnostics.items()[0].code) == each.code);
  }
  base::Diagnostics diagnostics;
  tokens::check_sinks({sink("fil")}, f.ports, diagnostics);
  CHECK(diagnostics.items()[0].hint == "did you mean `file`?");
}

TEST_CASE("a file that nests too deep is refused, not followed to the end of the stack") {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  for (const char* type : {"file", "kubernetes-secret"}) {
    Fixture f;
    f.files.put("t.json", R"({"format_version":"1.0","kind":"Secret","data":{},"tokens":)" + deep + "}",
                0600);
    CHECK(f.deliver(sink(type, {{"path", {"t.json"}}}), {"a"}).find(": t.json: is not a") !=
          std::string::npos);
  }
}
