#pragma once
#include "cerec/io/ports.hpp"

#include <functional>
#include <string>

namespace cerec::cli {

/// The files that a command line names to be written: `--out FILE`, `-o FORMAT=FILE`, `--out-dir DIR`,
/// `--references FILE`. A folder that is missing is a slip of the keyboard more often than a wish, so none is
/// made; and what a link of the checkout leads away from is judged by whoever knows the project.
class WrittenFiles {
public:
  using MayWrite = std::function<base::Result<void>(const std::string& path)>;

  explicit WrittenFiles(io::Files& files) : files_(files) {}
  void judge_by(MayWrite may_write) { may_write_ = std::move(may_write); }

  /// Replaces a file; writes into a FIFO, a device or a descriptor.
  [[nodiscard]] base::Result<void> write(const std::string& path, std::string_view content, uint32_t mode);
  /// A file of a folder that is named. That folder is made, the one above it is not.
  [[nodiscard]] base::Result<void> write_into(const std::string& folder, const std::string& path,
                                              std::string_view content, uint32_t mode);
  /// Adds to the end of a file, made if it is missing.
  [[nodiscard]] base::Result<void> append(const std::string& path, std::string_view content, uint32_t mode);
  /// Whether two paths lead to one file.
  [[nodiscard]] bool same(const std::string& path, const std::string& other) const;
  /// Whether write() would be allowed to try; for what should be known before a long run.
  [[nodiscard]] base::Result<void> check(const std::string& path) const;

private:
  io::Files& files_;
  MayWrite may_write_;
};

} // namespace cerec::cli
