#include "cli/system/real.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cerec;

namespace {

/// A folder of this test alone.
struct Folder {
  std::string path = "/tmp/cerec-files-XXXXXX";
  Folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~Folder() { ::system(("rm -rf " + path).c_str()); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string at(const std::string& name) const { return path + "/" + name; }
};

} // namespace

TEST_CASE("append makes the file and its folders, adds to the end, and keeps the mode") {
  const Folder folder;
  const auto files = cli::make_real_files();
  const std::string path = folder.at("a/b/journal");
  REQUIRE(files->append(path, "one\n", 0600));
  REQUIRE(files->append(path, "two\n", 0644));
  CHECK(files->read(path).value() == "one\ntwo\n");
  CHECK(files->status(path)->mode == 0600);
  CHECK(files->status(folder.at("a"))->mode == 0700);
}

TEST_CASE("append refuses what is no file, without waiting for it") {
  const Folder folder;
  const auto files = cli::make_real_files();
  REQUIRE(::mkfifo(folder.at("fifo").c_str(), 0600) == 0);
  CHECK_FALSE(files->append(folder.at("fifo"), "x", 0600));
  CHECK_FALSE(files->append(folder.path, "x", 0600));
  CHECK_FALSE(files->append("/dev/full", "x", 0600));
}

TEST_CASE("remove deletes a file or a link; what is not there is gone already") {
  const Folder folder;
  const auto files = cli::make_real_files();
  REQUIRE(files->append(folder.at("kept"), "x", 0600));
  REQUIRE(::symlink(folder.at("kept").c_str(), folder.at("link").c_str()) == 0);
  CHECK(files->remove(folder.at("link")));
  CHECK(files->remove(folder.at("link")));
  CHECK(files->read(folder.at("kept")).value() == "x");
  CHECK(files->remove(folder.at("kept")));
  CHECK_FALSE(files->status(folder.at("kept")));
  CHECK_FALSE(files->remove(folder.path));
}
