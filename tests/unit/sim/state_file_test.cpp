#include "cerec/sim/state_file.hpp"

#include "unit/sim/client.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

namespace cerec::sim {
namespace {

/// A folder of its own, gone at the end.
struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cerec-sim-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  [[nodiscard]] std::string file() const { return path + "/state"; }
  std::string path;
};

std::string all_of(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("a platform comes back from its state file, ids, tokens, secrets and used codes with it") {
  const Folder folder;
  std::string before;
  {
    Client client;
    StateFile state;
    REQUIRE(state.open(folder.file(), client.platform));
    const int64_t kept = client.create("kept", R"(["t"])");
    client.patch(kept, R"({"configuration":{"zzz":"1"},"name":"renamed"})");
    client.remove(client.create("gone"));
    client.post(R"({"name":"box","element":{"key":"dropbox"},"providerData":{"code":"c-1"},
        "configuration":{"oauth.api.key":"k","oauth.api.secret":"s","oauth.callback.url":"https://x.invalid"}})");
    before = client.get("/instances?hydrate=true").body;
    CHECK(state.ok());
  } // no compact: as after kill -9
  Client client;
  StateFile state;
  REQUIRE(state.open(folder.file(), client.platform));
  CHECK(client.get("/instances?hydrate=true").body == before);
  CHECK(client.platform.find(40'001)->configuration.at("password") == "s3cret");
  CHECK(client.create("next") == 40'004); // never an id that was given before
  CHECK(client.platform.used_codes() == std::vector<std::string>{"c-1"});
  CHECK((std::filesystem::status(folder.file()).permissions() & std::filesystem::perms(0777)) ==
        std::filesystem::perms(0600));
}

TEST_CASE("a last line that was cut off is dropped, a wrong line elsewhere is an error") {
  const Folder folder;
  {
    Client client;
    StateFile state;
    REQUIRE(state.open(folder.file(), client.platform));
    client.create("a");
    client.create("b");
  }
  const std::string text = all_of(folder.file());
  std::ofstream(folder.file(), std::ios::trunc) << text.substr(0, text.size() - 20);
  Client client;
  {
    StateFile state;
    REQUIRE(state.open(folder.file(), client.platform));
  }
  CHECK(client.platform.instances().size() == 1);
  std::ofstream(folder.file(), std::ios::app) << "nonsense\n\n";
  Client other;
  StateFile broken;
  CHECK(broken.open(folder.file(), other.platform).error().message ==
        folder.file() + ":3: not a line of a state file of cerec-sim");
  std::ofstream(folder.file(), std::ios::trunc) << "{\"a\":1}\n";
  CHECK(broken.open(folder.file(), other.platform).error().message ==
        folder.file() + " is no state file of cerec-sim");
}

} // namespace cerec::sim
