#pragma once
#include "cerec/catalogue/catalogue.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct ElementsRequest : Common {
  std::optional<std::string> key; ///< of one element; absent: all
};

struct ElementsResult : Ended {
  std::vector<const catalogue::Element*> elements;
  bool in_full = false; ///< one was asked for by its key, with all that it needs
};

/// The elements that are built in. Sends no request.
[[nodiscard]] ElementsResult elements(const ElementsRequest& request);

} // namespace cerec::operations
