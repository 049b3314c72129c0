#pragma once
#include "cerec/io/ports.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace cerec::test {

/// Files in memory. Relative paths are below `/project`; folders come into being with their files.
class MemoryFiles : public io::Files {
public:
  struct File {
    std::string content;
    uint32_t mode = 0644;
  };
  struct Write {
    std::string path; ///< absolute
    std::string content;
    uint32_t mode = 0;
    bool appended = false;
  };

  void put(const std::string& path, std::string content, uint32_t mode = 0644);
  void put_folder(const std::string& path);
  void erase(const std::string& path);
  /// A symbolic link; its target may be relative to its folder, and may not exist.
  void link(const std::string& path, const std::string& target);
  /// Content of a file that has to exist.
  [[nodiscard]] const std::string& content(const std::string& path) const;
  [[nodiscard]] const File* find(const std::string& path) const;
  [[nodiscard]] const std::map<std::string, File>& all() const { return files_; } ///< by absolute path
  [[nodiscard]] const std::vector<Write>& writes() const { return writes_; }

  /// The nth write_atomic or append from now on (1: the next) fails with `reason`; the file keeps its old
  /// content.
  void fail_write(int nth, std::string reason = "No space left on device");
  /// Called before each write with the absolute path; a failure it returns is the outcome of the write.
  std::function<std::optional<base::Failure>(const std::string& path)> before_write;
  /// Reading this path fails.
  void refuse_read(const std::string& path, std::string reason = "Permission denied");
  /// Another process holds the lock on this path, until release_lock.
  void hold_lock(const std::string& path, const std::string& note) { locks_[absolute(path)] = note; }
  void release_lock(const std::string& path) { locks_.erase(absolute(path)); }
  [[nodiscard]] bool is_locked(const std::string& path) const { return locks_.count(absolute(path)) != 0; }

  std::optional<io::FileStatus> status(const std::string& path) override;
  base::Result<std::string> read(const std::string& path, uint64_t limit = UINT64_MAX) override;
  base::Result<void> write_atomic(const std::string& path, std::string_view content, uint32_t mode) override;
  base::Result<void> append(const std::string& path, std::string_view content, uint32_t mode) override;
  base::Result<void> remove(const std::string& path) override;
  base::Result<std::vector<std::string>> list(const std::string& path) override;
  base::Result<std::string> canonical(const std::string& path) override;
  base::Result<std::string> real_path(const std::string& path) override;
  base::Result<std::unique_ptr<io::FileLock>> lock(const std::string& path, const std::string& note) override;

private:
  class Lock;
  [[nodiscard]] base::Result<void> may_write(const std::string& path, const std::string& where);
  /// Where it leads.
  [[nodiscard]] std::string absolute(const std::string& path) const;
  [[nodiscard]] bool is_folder(const std::string& path) const;
  std::map<std::string, File> files_;
  std::set<std::string> folders_;
  std::map<std::string, std::string> links_; ///< absolute path -> target
  std::map<std::string, std::string> refused_;
  std::map<std::string, std::string> locks_; ///< path -> note
  std::vector<Write> writes_;
  int writes_until_failure_ = 0;
  std::string failure_reason_;
};

} // namespace cerec::test
