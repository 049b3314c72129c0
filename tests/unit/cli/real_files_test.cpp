#include "cerec/io/real_loop.hpp"
#include "cli/system/real.hpp"
#include "support/fake_signals.hpp"
#include "support/real_ports.hpp"

#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
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

/// The real files, over a loop of their own.
struct Real {
  test::FakeSignals signals;
  support::RealClock clock;
  std::unique_ptr<io::Loop> loop = io::make_real_loop(clock, signals);
  std::unique_ptr<io::Files> files = cli::make_real_files(*loop);
};

} // namespace

TEST_CASE("append makes the file and its folders, adds to the end, and keeps the mode") {
  const Folder folder;
  Real real;
  const auto& files = real.files;
  const std::string path = folder.at("a/b/journal");
  REQUIRE(files->append(path, "one\n", 0600));
  REQUIRE(files->append(path, "two\n", 0644));
  CHECK(files->read(path).value() == "one\ntwo\n");
  CHECK(files->status(path)->mode == 0600);
  CHECK(files->status(folder.at("a"))->mode == 0700);
}

TEST_CASE("append refuses what is no file, without waiting for it") {
  const Folder folder;
  Real real;
  const auto& files = real.files;
  REQUIRE(::mkfifo(folder.at("fifo").c_str(), 0600) == 0);
  CHECK_FALSE(files->append(folder.at("fifo"), "x", 0600));
  CHECK_FALSE(files->append(folder.path, "x", 0600));
  CHECK_FALSE(files->append("/dev/full", "x", 0600));
}

TEST_CASE("remove deletes a file or a link; what is not there is gone already") {
  const Folder folder;
  Real real;
  const auto& files = real.files;
  REQUIRE(files->append(folder.at("kept"), "x", 0600));
  REQUIRE(::symlink(folder.at("kept").c_str(), folder.at("link").c_str()) == 0);
  CHECK(files->remove(folder.at("link")));
  CHECK(files->remove(folder.at("link")));
  CHECK(files->read(folder.at("kept")).value() == "x");
  CHECK(files->remove(folder.at("kept")));
  CHECK_FALSE(files->status(folder.at("kept")));
  CHECK_FALSE(files->remove(folder.path));
}

TEST_CASE("read: a FIFO or a device is refused at once, what the shell hands over is read until a signal") {
  const Folder folder;
  Real real;
  const auto& files = real.files;
  REQUIRE(::mkfifo(folder.at("fifo").c_str(), 0600) == 0);
  CHECK(files->read(folder.at("fifo")).error().message == folder.at("fifo") + ": not a regular file");
  CHECK_FALSE(files->read("/dev/zero"));
  CHECK(files->read("/dev/null").value().empty());
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const std::string given = fmt::format("/dev/fd/{}", ends[0]);
  REQUIRE(::write(ends[1], "text", 4) == 4);
  real.signals.raise();
  CHECK(files->read(given).error().kind == base::FailureKind::interrupted); // and does not wait for the end
  const Real quiet;
  const auto& others = quiet.files;
  ::close(ends[1]);
  CHECK(others->read(given).value() == "text");
  ::close(ends[0]);
}

TEST_CASE("write_atomic writes into a FIFO, a device or a descriptor, and replaces none") {
  const Folder folder;
  Real real;
  const auto& files = real.files;
  const std::string fifo = folder.at("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(files->write_atomic(fifo, "x", 0600).error().message == fifo + ": nobody reads from it");
  const int reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK);
  CHECK(files->write_atomic(fifo, "text", 0600));
  std::array<char, 8> got{};
  CHECK(::read(reader, got.data(), got.size()) == 4);
  ::close(reader);
  CHECK(files->status(fifo)->kind == io::FileStatus::Kind::other);
  CHECK_FALSE(files->write_atomic("/dev/full", "x", 0600));
  CHECK(files->write_atomic("/dev/null", "x", 0600));
  CHECK(files->status("/dev/full")->kind == io::FileStatus::Kind::other);
  CHECK(files->status("/dev/null")->kind == io::FileStatus::Kind::other);
  const int file = ::open(folder.at("given").c_str(), O_RDWR | O_CREAT, 0600);
  REQUIRE(::write(file, "before ", 7) == 7);
  CHECK(files->write_atomic(fmt::format("/dev/fd/{}", file), "after", 0600)); // what the shell wrote stays
  ::close(file);
  CHECK(files->read(folder.at("given")).value() == "before after");
}

TEST_CASE("write_atomic replaces what a link names, also if it is not there yet") {
  const Folder folder;
  Real real;
  const auto& files = real.files;
  REQUIRE(::symlink("target", folder.at("link").c_str()) == 0);
  REQUIRE(files->write_atomic(folder.at("link"), "x", 0600));
  CHECK(files->read(folder.at("target")).value() == "x");
  REQUIRE(::symlink("loop", folder.at("loop").c_str()) == 0);
  CHECK_FALSE(files->write_atomic(folder.at("loop"), "x", 0600));
}

TEST_CASE("the lock follows no link, empties no file of others and waits for no FIFO") {
  const Folder folder;
  Real real;
  const auto& files = real.files;
  REQUIRE(files->append(folder.at("precious"), "precious", 0600));
  REQUIRE(::symlink("precious", folder.at("link").c_str()) == 0);
  REQUIRE(::mkfifo(folder.at("fifo").c_str(), 0600) == 0);
  for (const char* name : {"link", "fifo"})
    CHECK(files->lock(folder.at(name), "note").error().message == folder.at(name) + ": not a regular file");
  CHECK(files->read(folder.at("precious")).value() == "precious");
  const auto held = files->lock(folder.at("lock"), "note");
  REQUIRE(held);
  CHECK(files->lock(folder.at("lock"), "other").error().kind == base::FailureKind::locked);
}
