#include "cerec/report/report.hpp"

#include <cstddef>
#include <string_view>

namespace cerec::report {

extern const std::string_view k_schema_blocks[]; ///< output.schema.json
extern const std::size_t k_schema_blocks_count;

std::string output_schema() {
  std::string out;
  for (size_t i = 0; i < k_schema_blocks_count; ++i)
    out += std::string(k_schema_blocks[i]) + "\n";
  return out;
}

} // namespace cerec::report
