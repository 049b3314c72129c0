#include "cerec/base/path.hpp"

namespace cerec::base {

std::string join_path(const std::string& folder, const std::string& path) {
  if (folder.empty() || path.empty() || path[0] == '/')
    return path;
  return folder.back() == '/' ? folder + path : folder + "/" + path;
}

} // namespace cerec::base
