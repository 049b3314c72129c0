#include "cerec/config/trust.hpp"

#include "support/memory_files.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using What = config::Ask::What;

namespace {

struct World {
  test::MemoryFiles files;
  base::Diagnostics diagnostics;
  config::Grants grants;

  bool may(What what, const std::string& name, const std::string& folder = "") {
    const config::Trust trust(grants, folder, files);
    return trust.require({what, name, {}, {}}, diagnostics);
  }
};

} // namespace

TEST_CASE("a project reaches its own folder, mounted secrets, and what the operator opened") {
  World world;
  world.files.put("/project/instances/a.yaml", "");
  world.files.link("/project/out", "/etc");
  world.files.link("/project/dangling", "/root/.ssh/authorized_keys");
  world.files.link("/project/inside", "instances");
  world.files.link("/project/up", "..");
  for (const char* good : {"instances/a.yaml", "new/tokens.json", "./x/../y", "/project/z", "inside/b",
                           "/run/secrets/user", "up/project/x"})
    CHECK_MESSAGE(world.may(What::file, good), good);
  for (const char* bad :
       {"/etc/shadow", "../x", "a/../../x", "out/shadow", "dangling", "up/other", "/project-2/x",
        "/run/secrets/kubernetes.io/serviceaccount/token", "/run/secrets/../shadow", "/proc/self/environ"})
    CHECK_MESSAGE(!world.may(What::file, bad), bad);
  world.grants.paths = {"/etc", "../other"};
  for (const char* good : {"/etc/shadow", "out/shadow", "up/other"})
    CHECK_MESSAGE(world.may(What::file, good), good);
  CHECK_FALSE(world.may(What::file, "/etc-2/x"));
}

TEST_CASE("the root of the file system is nobody's folder") {
  World world;
  CHECK_FALSE(world.may(What::file, "/etc/shadow", "/"));
}

TEST_CASE("hosts: the service's, loopback, and what the operator named") {
  World world;
  for (const char* good : {"api.cloud-elements.com", "api.openconnectors.trial.eu10.ext.hana.ondemand.com",
                           "127.0.0.1", "localhost", "[::1]"})
    CHECK_MESSAGE(world.may(What::host, good), good);
  for (const char* bad :
       {"api.cloud-elements.com.stranger.example", "x.api.cloud-elements.com",
        "api.openconnectors.mine.ext.hana.ondemand.com", "127.0.0.1.example.com", "10.0.0.1", ""})
    CHECK_MESSAGE(!world.may(What::host, bad), bad);
  world.grants.hosts = {"Mock.Internal"};
  CHECK(world.may(What::host, "mock.internal"));
}

TEST_CASE("variables of cerec and of the account stay with them") {
  World world;
  CHECK(world.may(What::variable, "GOODDATA_PASSWORD"));
  CHECK_FALSE(world.may(What::variable, "CEREC_USER_SECRET"));
  CHECK_FALSE(world.may(What::variable, "CEREC_STACK"));
  config::Trust trust({}, "", world.files);
  trust.reserve_variable("CE_USER");
  trust.reserve_file("secrets/user");
  CHECK_FALSE(trust.require({What::variable, "CE_USER", {}, {}}, world.diagnostics));
  CHECK_FALSE(trust.require({What::file, "secrets/../secrets/user", {}, {}}, world.diagnostics));
  CHECK(trust.require({What::file, "secrets/other", {}, {}}, world.diagnostics));
}

TEST_CASE("a secret of the account is not taken from what the author of a change wrote") {
  World world;
  CHECK_FALSE(world.may(What::account_file, "secrets/user"));
  CHECK(world.may(What::account_file, "/run/secrets/user"));
  world.grants.paths = {"secrets"};
  CHECK(world.may(What::account_file, "secrets/user"));
}

TEST_CASE("a trusted project may do all of it, and nothing is said") {
  World world;
  world.grants.all = true;
  for (const What what : {What::program, What::file, What::variable, What::host, What::setting,
                          What::shown_value, What::account_file, What::account_variable})
    CHECK(world.may(what, "anything"));
  CHECK(world.diagnostics.empty());
  world.grants.all = false;
  CHECK_FALSE(world.may(What::program, "anything"));
  CHECK(world.diagnostics.items().front().hint.find("--trust-project") == 0);
  const config::Trust none;
  CHECK_FALSE(none.require({What::file, "x", {}, {}}, world.diagnostics));
}

TEST_CASE("what the operator has written may lie anywhere, but leaves the project's folder by no link") {
  World world;
  world.files.put("/project/sub/a.yaml", "");
  world.files.link("/project/out", "/etc");
  world.files.link("/project/report.md", "/home/ci/.bashrc");
  world.files.link("/project/inside", "sub");
  world.files.link("/project/up", "..");
  world.files.link("/home/srv", "/project");
  const auto may = [&](const std::string& path) {
    return config::Trust(world.grants, "", world.files).may_write(path).has_value();
  };
  for (const char* good : {"p.json", "sub/p.json", "inside/p.json", "/tmp/p.json", "../p.json",
                           "sub/../../p.json", "/project/p.json", "/home/srv/p.json", "/dev/stdout"})
    CHECK_MESSAGE(may(good), good);
  for (const char* bad : {"report.md", "out/p.json", "./out/p.json", "up/p.json", "/project/report.md",
                          "/home/srv/out/x", "sub/../out/x"})
    CHECK_MESSAGE(!may(bad), std::string(bad));
  world.grants.paths = {"/etc"};
  CHECK(may("out/p.json"));
  world.grants.all = true;
  CHECK(may("report.md"));
}
