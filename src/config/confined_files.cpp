#include "cerec/config/confined_files.hpp"

namespace cerec::config {

base::Result<void> ConfinedFiles::judge(const std::string& path) const {
  base::Diagnostics found;
  if (trust_.require({Ask::What::file, path, {}, {}}, found))
    return {};
  const base::Diagnostic& denial = found.items().front();
  return base::fail(denial.message, base::FailureKind::usage, denial.hint);
}

base::Result<std::string> ConfinedFiles::read(const std::string& path, uint64_t limit) {
  if (auto allowed = judge(path); !allowed)
    return tl::unexpected(allowed.error());
  return files_.read(path, limit);
}

base::Result<void> ConfinedFiles::write_atomic(const std::string& path, std::string_view content,
                                               uint32_t mode) {
  if (auto allowed = judge(path); !allowed)
    return allowed;
  return files_.write_atomic(path, content, mode);
}

base::Result<void> ConfinedFiles::append(const std::string& path, std::string_view content, uint32_t mode) {
  if (auto allowed = judge(path); !allowed)
    return allowed;
  return files_.append(path, content, mode);
}

base::Result<void> ConfinedFiles::remove(const std::string& path) {
  if (auto allowed = judge(path); !allowed)
    return allowed;
  return files_.remove(path);
}

base::Result<std::vector<std::string>> ConfinedFiles::list(const std::string& path) {
  if (auto allowed = judge(path); !allowed)
    return tl::unexpected(allowed.error());
  return files_.list(path);
}

} // namespace cerec::config
