#pragma once
#include "cerec/base/result.hpp"
#include "cerec/base/secret.hpp"
#include "cerec/base/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The ports: all that is nondeterministic, as small interfaces. cli wires the real ones; tests wire fakes
/// and run the whole program in memory. The network port is http::Transport.
namespace cerec::io {

class Clock {
public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual base::TimePoint now() = 0;
  [[nodiscard]] virtual base::WallTime wall() = 0;
};

class Random {
public:
  virtual ~Random() = default;
  [[nodiscard]] virtual uint64_t next() = 0; ///< 64 uniform bits
};

class Environment {
public:
  virtual ~Environment() = default;
  [[nodiscard]] virtual std::optional<std::string> get(const std::string& name) = 0;
};

/// Signals received so far. The program polls; nothing runs in a handler.
class Signals {
public:
  virtual ~Signals() = default;
  [[nodiscard]] virtual int count() = 0; ///< SIGINT, SIGTERM and SIGHUP received so far
  [[nodiscard]] virtual int first() = 0; ///< number of the first one, 0 if none; SIGTERM for SIGHUP
};

struct FileStatus {
  enum class Kind { file, directory, other } kind = Kind::file;
  uint64_t size = 0;
  uint32_t mode = 0; ///< permission bits
};

/// Releases the lock when destroyed (and when the process dies).
class FileLock {
public:
  virtual ~FileLock() = default;
};

class Files {
public:
  virtual ~Files() = default;
  /// Follows symbolic links. nullopt: does not exist.
  [[nodiscard]] virtual std::optional<FileStatus> status(const std::string& path) = 0;
  /// Whole content; a failure names the path and the reason. `limit`: refuse more bytes than this.
  [[nodiscard]] virtual base::Result<std::string> read(const std::string& path,
                                                       uint64_t limit = UINT64_MAX) = 0;
  /// Replaces or makes the file so that a reader sees the old or the new content, never a part, whatever
  /// happens: temporary file in the same folder with `mode`, fsync, rename, fsync of the folder. Makes
  /// missing folders (0700).
  [[nodiscard]] virtual base::Result<void> write_atomic(const std::string& path, std::string_view content,
                                                        uint32_t mode) = 0;
  /// Adds to the end of the file, made with `mode` (and its folders with 0700) if it is missing, and is
  /// durable when it returns. Not atomic: after a kill, or a failure on a bad day, the first bytes of
  /// `content` may be there without the rest, so the reader has to know a torn end.
  [[nodiscard]] virtual base::Result<void> append(const std::string& path, std::string_view content,
                                                  uint32_t mode) = 0;
  /// Deletes a file; that it is not there is no failure. A symbolic link goes, not what it names.
  [[nodiscard]] virtual base::Result<void> remove(const std::string& path) = 0;
  /// Names in a folder, sorted by bytes, without "." and "..".
  [[nodiscard]] virtual base::Result<std::vector<std::string>> list(const std::string& path) = 0;
  /// Absolute path with symbolic links resolved.
  [[nodiscard]] virtual base::Result<std::string> canonical(const std::string& path) = 0;
  /// Where an access to `path` ends: absolute, every symbolic link followed, also those that lead to nothing;
  /// what does not exist is kept as it is named. Fails on a loop of links.
  [[nodiscard]] virtual base::Result<std::string> real_path(const std::string& path) = 0;
  /// Exclusive advisory lock on `path` (made if missing). FailureKind::locked, with the holder's note
  /// in the message, if somebody holds it. `note` is written into the file for the other side to read. Does
  /// not wait.
  [[nodiscard]] virtual base::Result<std::unique_ptr<FileLock>> lock(const std::string& path,
                                                                     const std::string& note) = 0;
};

/// What is given on stdin.
class Input {
public:
  virtual ~Input() = default;
  [[nodiscard]] virtual base::Result<std::string> read_all(uint64_t limit) = 0; ///< the whole of stdin
  [[nodiscard]] virtual bool in_is_tty() = 0;
};

/// Where the result goes.
class Stdout {
public:
  virtual ~Stdout() = default;
  virtual void out(std::string_view text) = 0;
  /// False once a write to stdout failed (closed pipe, full disk).
  [[nodiscard]] virtual bool out_ok() = 0;
};

class Terminal : public Input, public Stdout {
public:
  virtual void err(std::string_view text) = 0; ///< stderr: all but the result
  [[nodiscard]] virtual bool out_is_tty() = 0;
  [[nodiscard]] virtual bool err_is_tty() = 0;
  [[nodiscard]] virtual int width() = 0; ///< columns of the terminal, 80 if unknown
  /// One line without its newline; nullopt at the end of input or on a signal.
  [[nodiscard]] virtual std::optional<std::string> read_line() = 0;
};

} // namespace cerec::io
