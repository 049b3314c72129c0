#pragma once
#include "cerec/config/trust.hpp"

namespace cerec::config {

/// Reads only what the project may use: manifests that a link of the checkout leads away from are refused,
/// not quoted in a diagnostic.
class ConfinedFiles final : public io::Files {
public:
  ConfinedFiles(io::Files& files, const Trust& trust) : files_(files), trust_(trust) {}

  std::optional<io::FileStatus> status(const std::string& path) override { return files_.status(path); }
  base::Result<std::string> read(const std::string& path, uint64_t limit) override;
  base::Result<void> write_atomic(const std::string& path, std::string_view content, uint32_t mode) override;
  base::Result<void> append(const std::string& path, std::string_view content, uint32_t mode) override;
  base::Result<void> remove(const std::string& path) override;
  base::Result<std::vector<std::string>> list(const std::string& path) override;
  base::Result<std::string> canonical(const std::string& path) override { return files_.canonical(path); }
  base::Result<std::string> real_path(const std::string& path) override { return files_.real_path(path); }
  base::Result<std::unique_ptr<io::FileLock>> lock(const std::string& path,
                                                   const std::string& note) override {
    return files_.lock(path, note);
  }

private:
  [[nodiscard]] base::Result<void> judge(const std::string& path) const;

  io::Files& files_;
  const Trust& trust_;
};

} // namespace cerec::config
