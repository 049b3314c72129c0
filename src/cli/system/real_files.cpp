#include "cerec/base/text.hpp"
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

int open_retrying(const std::string& path, int flags, mode_t mode = 0) {
  int descriptor = -1;
  do
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

base::Result<void> make_folders(const std::string& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0 || folder == "." || folder == "/")
    return {};
  if (auto made = make_folders(folder_of(folder)); !made)
    return made;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return file_error(folder, errno);
  return {};
}

base::Result<std::string> read_descriptor(int descriptor, const std::string& path, uint64_t limit) {
  std::string text;
  std::string buffer(1 << 16, '\0');
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got == 0)
      return text;
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return file_error(path, errno);
    if (text.size() + static_cast<size_t>(got) > limit)
      return base::fail(base::visible(path) + ": more than " + std::to_string(limit) + " bytes",
                        base::FailureKind::usage);
    text.append(buffer, 0, static_cast<size_t>(got));
  }
}

/// 0, or the error number.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR)
      return errno;
    if (written > 0)
      content.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

int write_and_sync(int descriptor, std::string_view content, mode_t mode) {
  if (const int error = write_all(descriptor, content); error != 0)
    return error;
  if (::fchmod(descriptor, mode) != 0 || ::fsync(descriptor) != 0)
    return errno;
  return 0;
}

class RealLock final : public base::FileLock {
public:
  explicit RealLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  ~RealLock() override { (void)!::ftruncate(descriptor_.get(), 0); }
  RealLock(const RealLock&) = delete;
  RealLock& operator=(const RealLock&) = delete;

private:
  Descriptor descriptor_; ///< closing it, or the end of the process, frees the flock
};

class RealFiles final : public base::Files {
public:
  std::optional<base::FileStatus> status(const std::string& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
      return std::nullopt;
    base::FileStatus out;
    out.kind = S_ISREG(status.st_mode)   ? base::FileStatus::Kind::file
               : S_ISDIR(status.st_mode) ? base::FileStatus::Kind::directory
                                         : base::FileStatus::Kind::other;
    out.size = static_cast<uint64_t>(status.st_size);
    out.mode = status.st_mode & 07777;
    return out;
  }

  base::Result<std::string> read(const std::string& path, uint64_t limit) override {
    const Descriptor file(open_retrying(path, O_RDONLY));
    if (!file.open())
      return file_error(path, errno);
    return read_descriptor(file.get(), path, limit);
  }

  base::Result<void> write_atomic(const std::string& path, std::string_view content, uint32_t mode) override {
    const std::string target = final_target(path);
    const std::string folder = folder_of(target);
    if (auto made = make_folders(folder); !made)
      return made;
    static std::atomic<unsigned> serial{0};
    const std::string temporary =
        target + ".tmp." + std::to_string(::getpid()) + "." + std::to_string(serial++);
    Descriptor file(open_retrying(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
    if (!file.open())
      return file_error(temporary, errno);
    int error = write_and_sync(file.get(), content, static_cast<mode_t>(mode));
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
    const std::string folder = folder_of(path);
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
    int error = write_all(file.get(), content);
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
      return sync_folder(folder_of(path));
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

  base::Result<std::unique_ptr<base::FileLock>> lock(const std::string& path,
                                                     const std::string& note) override {
    if (auto made = make_folders(folder_of(path)); !made)
      return tl::unexpected(made.error());
    Descriptor file(open_retrying(path, O_RDWR | O_CREAT, 0600));
    if (!file.open())
      return file_error(path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK)
        return file_error(path, errno);
      const auto holder = read_descriptor(file.get(), path, 4096);
      return base::fail(holder && !holder->empty() ? base::visible(base::trim(*holder)) : "another run",
                        base::FailureKind::locked);
    }
    // The note is for people; the lock holds without it.
    const std::string line = note + ", process " + std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) == 0)
      (void)!::write(file.get(), line.data(), line.size());
    return std::unique_ptr<base::FileLock>(new RealLock(std::move(file)));
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

  /// A symbolic link is followed, so that the file it names is replaced and not the link.
  static std::string final_target(const std::string& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode))
      return path;
    char* resolved = ::realpath(path.c_str(), nullptr);
    if (resolved == nullptr)
      return path;
    std::string out = resolved;
    std::free(resolved);
    return out;
  }

  static base::Result<void> sync_folder(const std::string& folder) {
    const Descriptor opened(open_retrying(folder, O_RDONLY | O_DIRECTORY));
    // Some file systems refuse fsync of a folder (EINVAL); the rename has happened all the same.
    if (!opened.open() || (::fsync(opened.get()) != 0 && errno != EINVAL))
      return file_error(folder, errno);
    return {};
  }
};

} // namespace

std::unique_ptr<base::Files> make_real_files() {
  return std::make_unique<RealFiles>();
}

} // namespace cerec::cli
