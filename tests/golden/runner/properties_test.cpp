#include "support/program.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <regex>

/// Properties of the whole program over random manifests: seeded, so a failing round is replayed by its
/// number.
using namespace cerec;

namespace {

constexpr uint64_t k_rounds = 200;

struct Manifest {
  std::string id;
  std::string text;
  std::map<std::string, std::string> variables; ///< name -> value
  std::map<std::string, std::string> values;    ///< "configuration.key" -> value, of the references
};

class Generator {
public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  std::vector<Manifest> manifests() {
    std::vector<Manifest> out;
    const uint64_t count = 1 + random_.below(6);
    for (uint64_t i = 0; i < count; ++i)
      out.push_back(manifest(i));
    return out;
  }

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[random_.below(i)]);
  }

private:
  Manifest manifest(uint64_t number) {
    Manifest out;
    out.id = fmt::format("id-{}", number);
    const bool gooddata = random_.chance(0.5);
    out.text = fmt::format("element: {}\nname: {}\n", gooddata ? "gooddata" : "pardot",
                           quoted(fmt::format("{} {}", pick_text(), number)));
    if (random_.chance(0.7))
      out.text += fmt::format("tags: [{}]\n", tags());
    if (random_.chance(0.3))
      out.text += random_.chance(0.5) ? "disabled: true\n" : "disabled: false\n";
    out.text += "configuration:\n";
    if (gooddata)
      for (const char* key : {"username", "password", "siteAddress"})
        entry(out, key);
    else
      for (const char* key : {"apikey.user.name", "apikey.user.password", "apikey.user.key"})
        entry(out, key);
    if (random_.chance(0.5))
      out.text +=
          "  event.notification.enabled: " + std::string(random_.chance(0.5) ? "true" : "\"false\"") + "\n";
    if (random_.chance(0.5))
      out.text += fmt::format("  pagination.max: {}\n", 1 + random_.below(500));
    if (random_.chance(0.5))
      out.text += fmt::format("  some.new.field: {}\n", quoted(pick_text()));
    out.text += fmt::format("cerec:\n  id: {}\n", out.id);
    if (random_.chance(0.3))
      out.text += "  protect: true\n";
    return out;
  }

  /// Secrets have to be references; the rest may be.
  void entry(Manifest& out, const std::string& key) {
    const std::string value = fmt::format("{} {}", pick_text(), random_.below(1'000'000));
    if (key == "password" || key.rfind("apikey.", 0) == 0) {
      const std::string variable = fmt::format("V{}_{}", out.id.substr(3), out.variables.size());
      out.variables[variable] = value;
      out.values["configuration." + key] = value;
      out.text += fmt::format("  {}: ${{env:{}}}\n", key, variable);
    } else {
      out.text += fmt::format("  {}: {}\n", key, quoted(value));
    }
  }

  std::string tags() {
    std::string out;
    const uint64_t count = random_.below(4);
    for (uint64_t i = 0; i < count; ++i)
      out += (i > 0 ? ", " : "") + quoted(fmt::format("{} {}", pick_text(), random_.below(3)));
    return out;
  }

  std::string pick_text() {
    static const std::vector<std::string> texts{
        "plain", "two words",   "NO",    "0123",   "1e5",     "ünï", "a/b:c", "it's \\ \"q\"",
        "a & b", "$${literal}", "#hash", "- dash", "{brace}", "a,b", "100%"};
    return texts[random_.below(texts.size())];
  }

  /// A double-quoted scalar of YAML.
  static std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text)
      out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "\"";
  }

  sim::SeededRandom random_;
};

void put(test::Program& program, const std::vector<Manifest>& manifests) {
  for (const Manifest& each : manifests) {
    program.files.put("in/" + each.id + ".yaml", each.text);
    for (const auto& [name, value] : each.variables)
      program.environment.variables[name] = value;
  }
}

/// Fills the variables that an export lists (`NAME= # element/id configuration.key`) with the values as
/// applied.
void fill_references(test::Program& program, const std::vector<Manifest>& manifests) {
  static const std::regex line_pattern(R"(^([A-Z0-9_]+)= # [^/]+/(\S+) (\S+)$)");
  for (const std::string_view line : base::split(program.files.content("refs.txt"), '\n')) {
    if (line.empty())
      continue;
    std::smatch parts;
    const std::string text(line);
    REQUIRE_MESSAGE(std::regex_match(text, parts, line_pattern), text);
    const auto found = std::find_if(manifests.begin(), manifests.end(),
                                    [&](const Manifest& each) { return each.id == parts[2].str(); });
    REQUIRE(found != manifests.end());
    program.environment.variables[parts[1].str()] = found->values.at(parts[3].str());
  }
}

} // namespace

TEST_CASE("what was applied plans no change, and neither does its export") {
  size_t instances = 0;
  for (uint64_t seed = 1; seed <= k_rounds; ++seed) {
    const auto manifests = Generator(seed).manifests();
    test::Program program;
    put(program, manifests);
    const int applied = program.run({"apply", "-f", "in", "--auto-approve"});
    INFO("round " << seed << "\n" << program.files.content("in/id-0.yaml"));
    REQUIRE_MESSAGE(applied == 0, program.out() << program.err());
    CHECK(program.service.platform.instances().size() == manifests.size());
    instances += manifests.size();
    const int planned = program.run({"plan", "-f", "in", "--detailed-exitcode"});
    CHECK_MESSAGE(planned == 0, program.out() << program.err());
    const int exported = program.run({"export", "--managed", "--out-dir", "out", "--references", "refs.txt"});
    REQUIRE_MESSAGE(exported == 0, program.err());
    fill_references(program, manifests);
    const int again = program.run({"plan", "-f", "out", "--detailed-exitcode", "--prune"});
    CHECK_MESSAGE(again == 0, program.out() << program.err());
  }
  CHECK(instances > 2 * k_rounds);
}

TEST_CASE("the order of manifests changes no byte of a plan") {
  for (uint64_t seed = 1; seed <= k_rounds; ++seed) {
    const auto manifests = Generator(seed).manifests();
    const auto other = Generator(seed + k_rounds).manifests(); // what the account holds already
    std::vector<size_t> order(manifests.size());
    for (size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    const auto plan_bytes = [&] {
      test::Program program;
      put(program, other);
      REQUIRE(program.run({"apply", "-f", "in", "--auto-approve"}) == 0);
      put(program, manifests);
      std::vector<std::string> command{"plan", "--out", "plan.json"};
      for (const size_t i : order)
        command.insert(command.end(), {"-f", "in/" + manifests[i].id + ".yaml"});
      const int code = program.run(command);
      REQUIRE_MESSAGE((code == 0 || code == 9), program.err()); // 9: the element of an identity changed
      return program.files.content("plan.json") + program.out();
    };
    const std::string first = plan_bytes();
    Generator shuffler(seed);
    shuffler.shuffle(order);
    INFO("round " << seed);
    CHECK(plan_bytes() == first);
  }
}
