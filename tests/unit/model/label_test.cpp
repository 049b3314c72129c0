#include "cerec/model/label.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using Labels = std::vector<std::string>;

TEST_CASE("a label is what a sanitizer was given") {
  CHECK(model::label_of("plain") == "plain");
  CHECK(model::label_of("R&amp;D &#61; &#43;&#39;&quot;") == "R&D = +'\"");
  CHECK(model::label_of("<b>bold</b>") == "bold");
  CHECK(model::same_label("R&D", "R&amp;D"));
  CHECK(model::same_label("a<i>b</i>", "ab"));
  CHECK_FALSE(model::same_label("R&D", "R&amp;amp;D")); // once
  CHECK_FALSE(model::same_label("R&D", "RD"));
}

TEST_CASE("tags are a set of labels") {
  CHECK(model::labels_of({"b", "R&amp;D", "a", "R&D"}) == Labels{"R&D", "a", "b"});
}

TEST_CASE("the tag that the service makes of a name is its own, unless it is declared") {
  CHECK(model::labels_beside_name({"prod", "R&amp;D"}, "R&D") == Labels{"prod"});
  CHECK(model::labels_beside_name({"prod", "R&amp;D"}, "R&D", {"R&D"}) == Labels{"R&D", "prod"});
  CHECK(model::labels_beside_name({"prod"}, "x", {"x"}) == Labels{"prod"});
}
