#include "cli/output/version.hpp"

namespace cerec::cli {

std::string_view cerec_version() {
  return CEREC_VERSION;
}

} // namespace cerec::cli
