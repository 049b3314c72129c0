#include "support/fake_environment.hpp"
#include "support/fake_network.hpp"
#include "support/fake_processes.hpp"
#include "support/memory_files.hpp"
#include "unit/secret/fakes.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using std::chrono::milliseconds;

namespace {

/// Programs that take half a second of virtual time; they print their last argument.
struct Slow {
  Slow() {
    processes.clock = &clock;
    processes.length = milliseconds(500);
    processes.behaviour = [](const auto& run) -> base::Result<io::ProcessResult> {
      if (run.argv.front() == "fails")
        return io::ProcessResult{std::stoi(run.argv.back()) + 1, {}, {}};
      return io::ProcessResult{0, base::Secret(run.argv.back()), {}};
    };
  }
  [[nodiscard]] static secret::PlacedReference command(const std::string& line) {
    return {{"cmd", line, {}}, {}};
  }
  base::Secret resolve(const std::string& written, base::Diagnostics& diagnostics) {
    base::Diagnostics none;
    return resolver.resolve(manifest::parse_template(written, {}, none), {}, diagnostics);
  }

  support::VirtualClock clock;
  support::FakeSignals signals;
  support::FakeLoop loop{clock, signals};
  test::FakeProcesses processes{loop};
  test::FakeEnvironment environment{{{"USER", "ann"}}};
  test::MemoryFiles files;
  secret::Resolver resolver{{environment, files, processes}, ""};
};

manifest::ManifestFile file_with(int first, int count, const std::string& program) {
  manifest::ManifestFile file;
  for (int i = first; i < first + count; ++i) {
    manifest::ManifestInstance instance;
    instance.element.key = "gooddata";
    instance.logical_id = instance.name = fmt::format("i{}", i);
    base::Diagnostics none;
    manifest::TemplateValue value;
    value.text = manifest::parse_template(fmt::format("${{cmd:{} {}}}", program, i), {}, none);
    value.kind = model::Value::Kind::string;
    instance.configuration.emplace("password", value);
    file.instances.push_back(std::move(instance));
  }
  return file;
}

} // namespace

TEST_CASE("twenty commands of half a second run eight at a time") {
  Slow slow;
  base::Diagnostics diagnostics;
  const auto desired = secret::resolve({file_with(0, 20, "pass show")}, slow.resolver, {}, diagnostics);
  CHECK(diagnostics.empty());
  CHECK(slow.processes.runs.size() == 20);
  CHECK(slow.processes.most_at_once == 8);
  CHECK(slow.clock.elapsed == milliseconds(1500)); // ceil(20 / 8) * 0.5 s
  REQUIRE(desired.size() == 20);
  CHECK(desired[19].configuration.at("password").text_for_request().same_as(base::Secret("19")));
}

TEST_CASE("what was fetched is not read again, and what was not is read when it is met") {
  Slow slow;
  base::Diagnostics diagnostics;
  slow.resolver.fetch(
      {Slow::command("a 1"), Slow::command("a 1"), Slow::command("a 2"), {{"env", "USER", {}}, {}}});
  slow.resolver.fetch({Slow::command("a 2")});
  CHECK(slow.processes.runs.size() == 2);
  CHECK(slow.resolve("${cmd:a 1}-${cmd:a 2}-${env:USER}", diagnostics).same_as(base::Secret("1-2-ann")));
  CHECK(slow.clock.elapsed == milliseconds(500));
  CHECK(slow.resolve("${cmd:a 3}", diagnostics).same_as(base::Secret("3")));
  CHECK(slow.clock.elapsed == milliseconds(1000));
  CHECK(diagnostics.empty());
}

TEST_CASE("faults come in the order of the places that use the references, whichever end first") {
  Slow slow;
  base::Diagnostics diagnostics;
  (void)secret::resolve({file_with(0, 9, "fails"), file_with(9, 1, "good")}, slow.resolver, {}, diagnostics);
  std::string order;
  for (const base::Diagnostic& each : diagnostics.items())
    order += each.message.substr(each.message.rfind(' '));
  CHECK(order == " 1 2 3 4 5 6 7 8 9");
  CHECK(slow.processes.most_at_once == 8);
}

TEST_CASE("a signal ends the fetching: nothing more is started, and the rest is told as not read") {
  Slow slow;
  slow.signals.received = 1;
  std::vector<secret::PlacedReference> many;
  for (int i = 0; i < 12; ++i)
    many.push_back(Slow::command(fmt::format("a {}", i)));
  slow.resolver.fetch(many);
  CHECK(slow.processes.runs.size() == 8);
  base::Diagnostics diagnostics;
  (void)slow.resolve("${cmd:a 11}", diagnostics);
  REQUIRE(diagnostics.errors() == 1);
  CHECK(diagnostics.items().front().message == "${cmd:a 11} was not read: interrupted");
}
