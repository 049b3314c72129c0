#pragma once
#include <string>
#include <string_view>

namespace cerec::test {

/// Compares `actual` with the whole text of the golden file `path` (relative to the source folder, for
/// example "tests/unit/report/goldens/plan.txt"). Returns an empty text if they agree, else the first
/// difference, with the lines around it, to be shown: `CHECK(golden_difference(...) == "")`. With
/// CEREC_ACCEPT=1 in the environment, a file that differs is rewritten instead.
[[nodiscard]] std::string golden_difference(const std::string& path, std::string_view actual);

/// The first difference of two texts, with lines around it, "-" expected and "+" actual; empty if they are
/// the same.
[[nodiscard]] std::string first_difference(std::string_view expected, std::string_view actual);

} // namespace cerec::test
