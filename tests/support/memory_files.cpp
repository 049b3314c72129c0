#include "support/memory_files.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace cerec::test {
namespace {

constexpr std::string_view k_working_folder = "/project";

} // namespace

class MemoryFiles::Lock : public io::FileLock {
public:
  Lock(MemoryFiles& files, std::string path) : files_(files), path_(std::move(path)) {}
  ~Lock() override { files_.locks_.erase(path_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

private:
  MemoryFiles& files_;
  std::string path_;
};

std::string MemoryFiles::absolute(const std::string& path) const {
  std::vector<std::string> rest; // the last name first
  const auto add = [&](std::string_view text) {
    const auto parts = base::split(text, '/');
    rest.insert(rest.end(), parts.rbegin(), parts.rend());
  };
  add(path);
  if (path.empty() || path.front() != '/')
    add(k_working_folder);
  std::string out;
  for (int links = 0; !rest.empty();) {
    const std::string part = rest.back();
    rest.pop_back();
    if (part == "..")
      out.resize(std::min(out.rfind('/'), out.size()));
    if (part.empty() || part == "." || part == "..")
      continue;
    const auto link = links_.find(out + "/" + part);
    if (link == links_.end()) {
      out += "/" + part;
      continue;
    }
    if (++links > 40)
      throw std::runtime_error("a loop of links: " + path);
    if (link->second.front() == '/')
      out.clear();
    add(link->second);
  }
  return out.empty() ? "/" : out;
}

void MemoryFiles::link(const std::string& path, const std::string& target) {
  const size_t slash = path.rfind('/');
  const std::string folder =
      slash == std::string::npos ? std::string(k_working_folder) : absolute(path.substr(0, slash));
  links_[folder + "/" + path.substr(slash == std::string::npos ? 0 : slash + 1)] = target;
}

bool MemoryFiles::is_folder(const std::string& path) const {
  if (path == k_working_folder || path == "/" || folders_.count(path) != 0)
    return true;
  const auto below = files_.lower_bound(path + "/");
  return below != files_.end() && below->first.compare(0, path.size() + 1, path + "/") == 0;
}

void MemoryFiles::put(const std::string& path, std::string content, uint32_t mode) {
  files_[absolute(path)] = {std::move(content), mode};
}

void MemoryFiles::put_folder(const std::string& path) {
  folders_.insert(absolute(path));
}

void MemoryFiles::erase(const std::string& path) {
  files_.erase(absolute(path));
}

const MemoryFiles::File* MemoryFiles::find(const std::string& path) const {
  const auto found = files_.find(absolute(path));
  return found == files_.end() ? nullptr : &found->second;
}

const std::string& MemoryFiles::content(const std::string& path) const {
  const File* file = find(path);
  if (file == nullptr)
    throw std::out_of_range("no such file in memory: " + path);
  return file->content;
}

void MemoryFiles::fail_write(int nth, std::string reason) {
  writes_until_failure_ = nth;
  failure_reason_ = std::move(reason);
}

void MemoryFiles::refuse_read(const std::string& path, std::string reason) {
  refused_[absolute(path)] = std::move(reason);
}

std::optional<io::FileStatus> MemoryFiles::status(const std::string& path) {
  const std::string where = absolute(path);
  if (const File* file = find(path))
    return io::FileStatus{io::FileStatus::Kind::file, file->content.size(), file->mode};
  if (is_folder(where))
    return io::FileStatus{io::FileStatus::Kind::directory, 0, 0700};
  return std::nullopt;
}

base::Result<std::string> MemoryFiles::read(const std::string& path, uint64_t limit) {
  const std::string where = absolute(path);
  if (const auto refused = refused_.find(where); refused != refused_.end())
    return base::fail(fmt::format("cannot read {}: {}", path, refused->second));
  const File* file = find(path);
  if (file == nullptr)
    return base::fail(fmt::format("cannot read {}: {}", path,
                                  is_folder(where) ? "Is a directory" : "No such file or directory"));
  if (file->content.size() > limit)
    return base::fail(fmt::format("cannot read {}: larger than {} bytes", path, limit));
  return file->content;
}

base::Result<void> MemoryFiles::may_write(const std::string& path, const std::string& where) {
  if (before_write)
    if (auto failure = before_write(where))
      return tl::unexpected(*failure);
  if (writes_until_failure_ > 0 && --writes_until_failure_ == 0)
    return base::fail(fmt::format("cannot write {}: {}", path, failure_reason_));
  if (is_folder(where))
    return base::fail(fmt::format("cannot write {}: Is a directory", path));
  return {};
}

base::Result<void> MemoryFiles::write_atomic(const std::string& path, std::string_view content,
                                             uint32_t mode) {
  const std::string where = absolute(path);
  if (auto may = may_write(path, where); !may)
    return may;
  files_[where] = {std::string(content), mode};
  writes_.push_back({where, std::string(content), mode, false});
  return {};
}

base::Result<void> MemoryFiles::append(const std::string& path, std::string_view content, uint32_t mode) {
  const std::string where = absolute(path);
  if (auto may = may_write(path, where); !may)
    return may;
  files_.try_emplace(where, File{{}, mode}).first->second.content += content;
  writes_.push_back({where, std::string(content), mode, true});
  return {};
}

base::Result<void> MemoryFiles::remove(const std::string& path) {
  files_.erase(absolute(path));
  return {};
}

base::Result<std::vector<std::string>> MemoryFiles::list(const std::string& path) {
  const std::string where = absolute(path);
  if (const auto refused = refused_.find(where); refused != refused_.end())
    return base::fail(fmt::format("cannot list {}: {}", path, refused->second));
  if (!is_folder(where))
    return base::fail(fmt::format("cannot list {}: {}", path,
                                  find(path) != nullptr ? "Not a directory" : "No such file or directory"));
  const std::string prefix = where == "/" ? where : where + "/";
  std::set<std::string> names;
  const auto add = [&](const std::string& full) {
    if (full.size() > prefix.size() && full.compare(0, prefix.size(), prefix) == 0)
      names.insert(full.substr(prefix.size(), full.find('/', prefix.size()) - prefix.size()));
  };
  for (const auto& [full, file] : files_)
    add(full);
  for (const std::string& full : folders_)
    add(full);
  for (const auto& [full, target] : links_)
    add(full);
  return std::vector<std::string>(names.begin(), names.end());
}

base::Result<std::string> MemoryFiles::canonical(const std::string& path) {
  if (!status(path))
    return base::fail(fmt::format("{}: No such file or directory", path));
  return absolute(path);
}

base::Result<std::string> MemoryFiles::real_path(const std::string& path) {
  return absolute(path);
}

base::Result<std::unique_ptr<io::FileLock>> MemoryFiles::lock(const std::string& path,
                                                              const std::string& note) {
  const std::string where = absolute(path);
  if (const auto held = locks_.find(where); held != locks_.end())
    return base::fail(fmt::format("{} is locked by {}", path, held->second), base::FailureKind::locked);
  locks_[where] = note;
  if (find(path) == nullptr)
    files_[where] = {note, 0600};
  else
    files_[where].content = note;
  return std::unique_ptr<io::FileLock>(std::make_unique<Lock>(*this, where));
}

} // namespace cerec::test
