#include "cerec/base/ascii.hpp"

#include <doctest/doctest.h>

namespace cerec {

TEST_CASE("the name of a variable has capitals, digits and underscores, and no digit in front") {
  CHECK(base::variable_name("gooddata.analytics-prod_x9") == "GOODDATA_ANALYTICS_PROD_X9");
  CHECK(base::variable_name("3dcart") == "_3DCART");
  CHECK(base::variable_name("caf\xC3\xA9") == "CAF__");
  CHECK(base::variable_name("") == "");
}

TEST_CASE("bytes above ASCII are no letters") {
  CHECK(base::is_letter('z'));
  CHECK(base::is_alphanumeric('0'));
  CHECK_FALSE(base::is_letter('\xE9'));
  CHECK_FALSE(base::is_alphanumeric('_'));
  CHECK(base::to_upper('z') == 'Z');
  CHECK(base::to_upper('-') == '-');
}

} // namespace cerec
