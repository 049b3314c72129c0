#include "cerec/base/path.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <vector>

namespace cerec::base {
namespace {

/// The names on the way from the root.
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part == ".." && !parts.empty())
      parts.pop_back();
    else if (!part.empty() && part != "." && part != "..")
      parts.push_back(part);
  }
  return parts;
}

} // namespace

std::string join_path(const std::string& folder, const std::string& path) {
  if (folder.empty() || path.empty() || path[0] == '/')
    return path;
  return folder.back() == '/' ? folder + path : folder + "/" + path;
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

std::string absolute_path(const std::string& start, const std::string& path) {
  const std::string whole = path.empty() ? start : join_path(start, path);
  std::string out;
  for (const std::string_view part : parts_of(whole))
    out += "/" + std::string(part);
  return out.empty() ? "/" : out;
}

std::string relative_path(const std::string& folder, const std::string& path) {
  const auto from = parts_of(folder), to = parts_of(path);
  const auto [away, on] = std::mismatch(from.begin(), from.end(), to.begin(), to.end());
  std::string out;
  for (auto up = away; up != from.end(); ++up)
    out += out.empty() ? ".." : "/..";
  for (auto down = on; down != to.end(); ++down)
    out += (out.empty() ? "" : "/") + std::string(*down);
  return out.empty() ? "." : out;
}

} // namespace cerec::base
