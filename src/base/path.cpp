#include "cerec/base/path.hpp"

namespace cerec::base {

std::string join_path(const std::string& folder, const std::string& path) {
  if (folder.empty() || path.empty() || path[0] == '/')
    return path;
  return folder.back() == '/' ? folder + path : folder + "/" + path;
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

} // namespace cerec::base
