#include "cerec/operations/elements.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::operations {

ElementsResult elements(const ElementsRequest& request) {
  ElementsResult result;
  if (!request.key) {
    for (const catalogue::Element& element : catalogue::elements())
      result.elements.push_back(&element);
    return result;
  }
  result.in_full = true;
  if (const catalogue::Element* element = catalogue::find_element(*request.key)) {
    result.elements.push_back(element);
    return result;
  }
  std::vector<std::string_view> keys;
  for (const catalogue::Element& each : catalogue::elements())
    keys.push_back(each.key);
  const auto near = base::did_you_mean(*request.key, keys);
  result.failure = {base::FailureKind::usage,
                    fmt::format("no element `{}` is built in", base::visible(*request.key)),
                    near ? fmt::format("did you mean `{}`?", *near) : "it may be a private one"};
  return result;
}

} // namespace cerec::operations
