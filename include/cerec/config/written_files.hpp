#pragma once
#include "cerec/config/trust.hpp"
#include "cerec/io/ports.hpp"

#include <string>

namespace cerec::config {

/// The files that a command line names to be written: `--out FILE`, `-o FORMAT=FILE`, `--out-dir DIR`,
/// `--references FILE`. A folder that is missing is a slip of the keyboard more often than a wish, so none is
/// made; and a path may not be led away by a link of the checkout.
class WrittenFiles {
public:
  /// Trust that grants nothing and knows no project lets every path through.
  WrittenFiles(io::Files& files, Trust trust) : files_(files), trust_(std::move(trust)) {}

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
  Trust trust_;
};

} // namespace cerec::config
