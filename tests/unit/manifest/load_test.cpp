#include "cerec/manifest/load.hpp"
#include "support/fake_terminal.hpp"
#include "support/memory_files.hpp"
#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

namespace {

std::string instance(const std::string& name) {
  return "element: e\nname: " + name + "\n";
}

struct World {
  test::MemoryFiles files;
  test::RecordingTerminal terminal;
  base::Diagnostics diagnostics;

  /// "file: names" of what was loaded.
  std::string loaded(const std::vector<std::string>& paths) {
    diagnostics = {};
    std::string out;
    for (const ManifestFile& file : load(paths, files, terminal, {}, diagnostics)) {
      out += (out.empty() ? "" : " ") + file.source->name + ":";
      for (const ManifestInstance& one : file.instances)
        out += one.name;
    }
    return out;
  }
};

} // namespace

TEST_CASE("files, folders and globs name manifests; order and repetition do not matter") {
  World world;
  world.files.put("m/b.yaml", instance("b"));
  world.files.put("m/a.json", R"({"element": "e", "name": "a"})");
  world.files.put("m/sub/c.yml", instance("c"));
  world.files.put("m/sub/deep/d.yaml", instance("d"));
  world.files.put("m/.hidden.yaml", instance("x"));
  world.files.put("m/.git/x.yaml", instance("x"));
  world.files.put("m/README.md", "no manifest");
  world.files.put("m/cerec.yaml", "stack: s");
  world.files.put("m/schema.json", "{}");
  world.files.put("other.txt", instance("o"));
  struct Case {
    std::vector<std::string> paths;
    const char* loaded;
  };
  const Case cases[] = {
      {{"m"}, "m/a.json:a m/b.yaml:b m/sub/c.yml:c m/sub/deep/d.yaml:d"},
      {{"m/"}, "m/a.json:a m/b.yaml:b m/sub/c.yml:c m/sub/deep/d.yaml:d"},
      {{"m/sub", "m/b.yaml", "m/b.yaml", "m"}, "m/a.json:a m/b.yaml:b m/sub/c.yml:c m/sub/deep/d.yaml:d"},
      {{"m/sub/../b.yaml", "m/b.yaml"}, "m/b.yaml:b"},
      {{"m/*.yaml"}, "m/b.yaml:b"},
      {{"m/?.json"}, "m/a.json:a"},
      {{"m/**/*.yaml"}, "m/b.yaml:b m/sub/deep/d.yaml:d"},
      {{"m/**/d.yaml"}, "m/sub/deep/d.yaml:d"},
      {{"m/s*"}, "m/sub/c.yml:c m/sub/deep/d.yaml:d"},
      {{"**"}, "m/a.json:a m/b.yaml:b m/sub/c.yml:c m/sub/deep/d.yaml:d"},
      {{"other.txt"}, "other.txt:o"},
      {{"./m/b.yaml"}, "./m/b.yaml:b"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.paths.front());
    CHECK(world.loaded(c.paths) == std::string(c.loaded));
    CHECK(base::render(world.diagnostics, false) == "");
  }
}

TEST_CASE("stdin is a manifest like any other, and comes first") {
  World world;
  world.terminal.input_text = instance("s");
  world.files.put("a.yaml", instance("a"));
  CHECK(world.loaded({"a.yaml", "-", "-"}) == "<stdin>:s a.yaml:a");
}

TEST_CASE("paths that name nothing are errors, all of them") {
  World world;
  world.files.put("m/note.txt", "x");
  world.files.put("locked.yaml", instance("l"));
  world.files.refuse_read("locked.yaml");
  CHECK(world.loaded({"gone.yaml", "m", "x/*.yaml", "locked.yaml"}) == "");
  const std::string shown = base::render(world.diagnostics, false);
  for (const char* part : {"gone.yaml does not exist", "m holds no manifest", "x/*.yaml matches no manifest",
                           "Permission denied"}) {
    CAPTURE(std::string(part));
    CHECK(shown.find(part) != std::string::npos);
  }
}

TEST_CASE("links that lead to nothing or to a folder above, and folders that cannot be read, are errors") {
  struct Case {
    const char* path;
    const char* fault;
  };
  const Case cases[] = {
      {"m", "m/gone.yaml leads to nothing"},
      {"m/*.yaml", "m/gone.yaml leads to nothing"},
      {"**/*.yaml", "m/gone.yaml leads to nothing"},
      {"loop", "loop/up is a link to a folder that holds it"},
      {"loop/**/*.yaml", "loop/up/up is a link to a folder that holds it"},
      {"locked", "Permission denied"},
      {"locked/*.yaml", "Permission denied"},
      {"", "a path of manifests is empty"},
  };
  for (const Case& each : cases) {
    World world;
    world.files.put("m/a.yaml", instance("a"));
    world.files.link("m/gone.yaml", "nowhere.yaml");
    world.files.put("loop/b.yaml", instance("b"));
    world.files.link("loop/up", "../loop");
    world.files.put("locked/c.yaml", instance("c"));
    world.files.refuse_read("locked");
    CAPTURE(std::string(each.path));
    (void)world.loaded({each.path});
    const std::string shown = base::render(world.diagnostics, false);
    CHECK(shown.find(each.fault) != std::string::npos);
    CHECK(world.diagnostics.errors() >= 1);
  }
}

TEST_CASE("many files give the same result and the same order of faults, on any number of cores") {
  World world;
  std::string expected;
  for (int i = 1000; i < 1400; ++i) {
    const std::string name = "m/" + std::to_string(i) + ".yaml";
    world.files.put(name, instance("n" + std::to_string(i)) + (i % 7 == 0 ? "zzzzzz: 1\n" : ""));
    if (i % 7 == 0)
      expected += name + ":3:1 ";
  }
  for (int round = 0; round < 3; ++round) {
    base::Diagnostics diagnostics;
    const auto files = load({"m"}, world.files, world.terminal, {}, diagnostics);
    REQUIRE(files.size() == 400);
    CHECK(files[399].instances.front().name == "n1399");
    std::string places;
    for (const base::Diagnostic& fault : diagnostics.items())
      places += fault.span.text() + " ";
    CHECK(places == expected);
  }
}

TEST_CASE("a name that two files state is found in the set") {
  World world;
  world.files.put("a.yaml", instance("n"));
  world.files.put("b.yaml", instance("n"));
  (void)world.loaded({"a.yaml", "b.yaml"});
  REQUIRE(world.diagnostics.errors() == 1);
  CHECK(world.diagnostics.items().front().code == "duplicate-name");
}
