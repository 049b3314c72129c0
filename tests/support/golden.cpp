#include "support/golden.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

namespace cerec::test {
namespace {

using Lines = std::vector<std::string_view>;

std::optional<std::string> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void append(std::string& out, char mark, const Lines& lines, size_t begin, size_t end) {
  for (size_t i = begin; i < std::min(end, lines.size()); ++i)
    out += fmt::format("{}{}\n", mark, base::visible(lines[i]));
}

} // namespace

std::string first_difference(std::string_view expected, std::string_view actual) {
  if (expected == actual)
    return {};
  constexpr size_t context = 3, shown = 6;
  const Lines left = base::split(expected, '\n'), right = base::split(actual, '\n');
  size_t same = 0;
  while (same < left.size() && same < right.size() && left[same] == right[same])
    ++same;
  size_t tail = 0;
  while (tail < left.size() - same && tail < right.size() - same &&
         left[left.size() - 1 - tail] == right[right.size() - 1 - tail])
    ++tail;
  std::string out = fmt::format("@@ line {} @@\n", same + 1);
  append(out, ' ', left, same - std::min(same, context), same);
  append(out, '-', left, same, std::min(same + shown, left.size() - tail));
  append(out, '+', right, same, std::min(same + shown, right.size() - tail));
  append(out, ' ', right, right.size() - tail, right.size() - tail + context);
  return out;
}

std::string golden_difference(const std::string& path, std::string_view actual) {
  const std::string full = std::string(CEREC_SOURCE_DIR) + "/" + path;
  const std::optional<std::string> expected = read(full);
  if (expected && *expected == actual)
    return {};
  const char* accept = std::getenv("CEREC_ACCEPT");
  if (accept != nullptr && std::string_view(accept) == "1") {
    std::filesystem::create_directories(std::filesystem::path(full).parent_path());
    std::ofstream(full, std::ios::binary) << actual;
    return {};
  }
  if (!expected)
    return fmt::format("{} does not exist; run the test with CEREC_ACCEPT=1 to write it", path);
  return fmt::format("{} (CEREC_ACCEPT=1 accepts)\n{}", path, first_difference(*expected, actual));
}

} // namespace cerec::test
