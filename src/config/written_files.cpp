#include "cerec/config/written_files.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::config {
namespace {

using Kind = io::FileStatus::Kind;

} // namespace

base::Result<void> WrittenFiles::check(const std::string& path) const {
  if (auto allowed = trust_.may_write(path); !allowed)
    return allowed;
  const std::string folder = base::folder_of(path);
  const auto status = files_.status(folder);
  if (status && status->kind == Kind::directory)
    return {};
  const std::string shown = base::visible(folder);
  return base::fail(fmt::format("cannot write {}: {} is not a folder", base::visible(path), shown),
                    base::FailureKind::usage, fmt::format("make it first: mkdir -p {}", shown));
}

bool WrittenFiles::same(const std::string& path, const std::string& other) const {
  const auto one = files_.real_path(path), two = files_.real_path(other);
  return path == other || (one && two && *one == *two);
}

base::Result<void> WrittenFiles::write(const std::string& path, std::string_view content, uint32_t mode) {
  if (auto fine = check(path); !fine)
    return fine;
  return files_.write_atomic(path, content, mode);
}

base::Result<void> WrittenFiles::write_into(const std::string& folder, const std::string& path,
                                            std::string_view content, uint32_t mode) {
  if (auto fine = check(folder); !fine)
    return fine;
  if (auto fine = trust_.may_write(path); !fine)
    return fine;
  return files_.write_atomic(path, content, mode);
}

base::Result<void> WrittenFiles::append(const std::string& path, std::string_view content, uint32_t mode) {
  if (auto fine = check(path); !fine)
    return fine;
  const auto status = files_.status(path);
  if (status && status->kind == Kind::other)
    return files_.write_atomic(path, content, mode); // a pipe or a device has no end to go to
  return files_.append(path, content, mode);
}

} // namespace cerec::config
