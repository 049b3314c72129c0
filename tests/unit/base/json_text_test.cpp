#include "cerec/base/json_text.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace cerec {

TEST_CASE("a JSON string has short escapes where there are some, and every byte comes back") {
  std::string out = "x";
  base::append_json_text(out, "q\"b\\n\n\r\t\x01\x1f\x7f\xC3\xA9/");
  CHECK(out == "xq\\\"b\\\\n\\n\\r\\t\\u0001\\u001f\\u007f\xC3\xA9/");

  std::string all;
  for (int c = 0; c < 0x80; ++c)
    all += static_cast<char>(c);
  std::string quoted;
  base::append_json_string(quoted, all);
  CHECK(nlohmann::json::parse(quoted).get<std::string>() == all);
}

} // namespace cerec
