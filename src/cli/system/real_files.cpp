#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"
#include "cli/system/descriptors.hpp"
#include "cli/system/real.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

tl::unexpected<base::Failure> file_error(const std::string& path, int error_number) {
  return base::fail(system_error(base::visible(path), error_number));
}

base::Result<void> make_folders(const std::string& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0 || folder == "." || folder == "/")
    return {};
  if (auto made = make_folders(base::folder_of(folder)); !made)
    return made;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return file_error(folder, errno);
  return {};
}

tl::unexpected<base::Failure> not_a_file(const std::string& path) {
  return base::fail(base::visible(path) + ": not a regular file", base::FailureKind::error,
                    "remove it; cerec makes its own");
}

int write_and_sync(int descriptor, std::string_view content, mode_t mode, io::Loop& loop) {
  if (const int error = write_all(descriptor, content, loop); error != 0)
    return error;
  if (::fchmod(descriptor, mode) != 0 || ::fsync(descriptor) != 0)
    return errno;
  return 0;
}

class RealLock final : public io::FileLock {
public:
  explicit RealLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  ~RealLock() override { (void)!::ftruncate(descriptor_.get(), 0); }
  RealLock(const RealLock&) = delete;
  RealLock& operator=(const RealLock&) = delete;

private:
  Descriptor descriptor_; ///< closing it, or the end of the process, frees the flock
};

class RealFiles final : public io::Files {
public:
  explicit RealFiles(io::Loop& loop) : loop_(loop) {}

  std::optional<io::FileStatus> status(const std::string& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
      return std::nullopt;
    io::FileStatus out;
    out.kind = S_ISREG(status.st_mode)   ? io::FileStatus::Kind::file
               : S_ISDIR(status.st_mode) ? io::FileStatus::Kind::directory
                                         : io::FileStatus::Kind::other;
    out.size = static_cast<uint64_t>(status.st_size);
    out.mode = status.st_mode & 07777;
    return out;
  }

  base::Result<std::string> read(const std::string& path, uint64_t limit) override {
    // O_NONBLOCK: a FIFO is told from a file, not waited for.
    const Descriptor file(open_retrying(path, O_RDONLY | O_NONBLOCK | O_NOCTTY));
    struct stat status {};
    if (!file.open() || ::fstat(file.get(), &status) != 0)
      return file_error(path, errno);
    const bool given = inherited_descriptor(path) || path == "/dev/null"; // by the shell: `<(...)`
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode) && !given)
      return base::fail(base::visible(path) + ": not a regular file", base::FailureKind::usage,
                        "`-` reads stdin, and `<(...)` of the shell works too");
    return read_all(file.get(), base::visible(path), limit, loop_);
  }

  base::Result<void> write_atomic(const std::string& path, std::string_view content, uint32_t mode) override {
    if (is_stream(path))
      return write_through(path, content);
    const auto leads = real_path(path); // through links, so that the file is replaced and not the link
    if (!leads)
      return tl::unexpected(leads.error());
    const std::string& target = *leads;
    const std::string folder = base::folder_of(target);
    if (auto made = make_folders(folder); !made)
      return made;
    static std::atomic<unsigned> serial{0};
    const std::string temporary =
        target + ".tmp." + std::to_string(::getpid()) + "." + std::to_string(serial++);
    Descriptor file(open_retrying(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
    if (!file.open())
      return file_error(temporary, errno);
    int error = write_and_sync(file.get(), content, static_cast<mode_t>(mode), loop_);
    if (error == 0 && ::close(file.release()) != 0)
      error = errno;
    if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0)
      error = errno;
    if (error != 0) {
      ::unlink(temporary.c_str());
      return file_error(path, error);
    }
    return sync_folder(folder);
  }

  base::Result<void> append(const std::string& path, std::string_view content, uint32_t mode) override {
    const std::string folder = base::folder_of(path);
    if (auto made = make_folders(folder); !made)
      return made;
    struct stat status {};
    const bool fresh = ::stat(path.c_str(), &status) != 0;
    // O_NONBLOCK: a FIFO without a reader is refused, not waited for.
    const Descriptor file(
        open_retrying(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, static_cast<mode_t>(mode)));
    if (!file.open() || ::fstat(file.get(), &status) != 0)
      return file_error(path, errno);
    if (!S_ISREG(status.st_mode))
      return base::fail(base::visible(path) + ": is not a file");
    int error = write_all(file.get(), content, loop_);
    if (error == 0 && ::fdatasync(file.get()) != 0)
      error = errno;
    if (error != 0) {
      (void)!::ftruncate(file.get(), status.st_size); // so that no torn end stays where that can be had
      return file_error(path, error);
    }
    return fresh ? sync_folder(folder) : base::Result<void>();
  }

  base::Result<void> remove(const std::string& path) override {
    if (::unlink(path.c_str()) == 0)
      return sync_folder(base::folder_of(path));
    return errno == ENOENT ? base::Result<void>() : file_error(path, errno);
  }

  base::Result<std::vector<std::string>> list(const std::string& path) override {
    DIR* folder = ::opendir(path.c_str());
    if (folder == nullptr)
      return file_error(path, errno);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(folder)) {
      const std::string name = static_cast<const char*>(entry->d_name);
      if (name != "." && name != "..")
        names.push_back(name);
      errno = 0;
    }
    const int error = errno;
    ::closedir(folder);
    if (error != 0)
      return file_error(path, error);
    std::sort(names.begin(), names.end());
    return names;
  }

  base::Result<std::string> canonical(const std::string& path) override {
    char* resolved = ::realpath(path.c_str(), nullptr);
    if (resolved == nullptr)
      return file_error(path, errno);
    std::string out = resolved;
    std::free(resolved);
    return out;
  }

  base::Result<std::string> real_path(const std::string& path) override {
    std::vector<std::string> rest = parts_of(path);
    std::string where;
    if (path.empty() || path.front() != '/') {
      auto here = canonical(".");
      if (!here)
        return here;
      where = *here == "/" ? "" : std::move(*here);
    }
    int links = 0;
    while (!rest.empty()) {
      const std::string part = std::move(rest.back());
      rest.pop_back();
      if (part == "..") {
        where.resize(std::min(where.rfind('/'), where.size()));
        continue;
      }
      const auto target = link_target(where + "/" + part);
      if (!target) {
        where += "/" + part;
        continue;
      }
      if (++links > k_most_links)
        return file_error(path, ELOOP);
      if (target->front() == '/')
        where.clear();
      for (std::string& each : parts_of(*target))
        rest.push_back(std::move(each));
    }
    return where.empty() ? "/" : where;
  }

  base::Result<std::unique_ptr<io::FileLock>> lock(const std::string& path,
                                                   const std::string& note) override {
    if (auto made = make_folders(base::folder_of(path)); !made)
      return tl::unexpected(made.error());
    // A checkout can hold a link or a FIFO of this name: neither is followed, waited for or emptied.
    Descriptor file(open_retrying(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600));
    struct stat status {};
    if (!file.open() || ::fstat(file.get(), &status) != 0)
      return errno == ELOOP ? not_a_file(path) : file_error(path, errno);
    if (!S_ISREG(status.st_mode))
      return not_a_file(path);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK)
        return file_error(path, errno);
      const auto holder = read_all(file.get(), path, 4096, loop_);
      return base::fail(holder && !holder->empty() ? base::visible(base::trim(*holder)) : "another run",
                        base::FailureKind::locked);
    }
    // The note is for people; the lock holds without it.
    const std::string line = note + ", process " + std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) == 0)
      (void)!::write(file.get(), line.data(), line.size());
    return std::unique_ptr<io::FileLock>(new RealLock(std::move(file)));
  }

private:
  static constexpr int k_most_links = 40; ///< as the kernel's limit

  /// The names of a path, the last one first.
  static std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    for (const std::string_view part : base::split(path, '/'))
      if (!part.empty() && part != ".")
        parts.emplace_back(part);
    std::reverse(parts.begin(), parts.end());
    return parts;
  }

  /// nullopt: no symbolic link.
  static std::optional<std::string> link_target(const std::string& path) {
    std::string target(PATH_MAX, '\0');
    const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
    if (size <= 0)
      return std::nullopt;
    target.resize(static_cast<size_t>(size));
    return target;
  }

  /// What is written into and never replaced: a FIFO, a device, a descriptor of the shell's.
  static bool is_stream(const std::string& path) {
    struct stat status {};
    return inherited_descriptor(path) ||
           (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
  }

  base::Result<void> write_through(const std::string& path, std::string_view content) {
    const auto given = inherited_descriptor(path);
    const Descriptor file(given ? ::fcntl(*given, F_DUPFD_CLOEXEC, 3)
                                : open_retrying(path, O_WRONLY | O_NONBLOCK | O_NOCTTY));
    if (!file.open())
      return errno == ENXIO ? base::Result<void>(base::fail(base::visible(path) + ": nobody reads from it"))
                            : base::Result<void>(file_error(path, errno));
    const int error = write_all(file.get(), content, loop_);
    return error == 0 ? base::Result<void>() : file_error(path, error);
  }

  static base::Result<void> sync_folder(const std::string& folder) {
    const Descriptor opened(open_retrying(folder, O_RDONLY | O_DIRECTORY));
    // Some file systems refuse fsync of a folder (EINVAL); the rename has happened all the same.
    if (!opened.open() || (::fsync(opened.get()) != 0 && errno != EINVAL))
      return file_error(folder, errno);
    return {};
  }

  io::Loop& loop_;
};

} // namespace

std::unique_ptr<io::Files> make_real_files(io::Loop& loop) {
  return std::make_unique<RealFiles>(loop);
}

} // namespace cerec::cli
