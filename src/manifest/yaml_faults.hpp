#pragma once
#include "manifest/node.hpp"

namespace cerec::manifest {

/// How far a syntax fault spoils the text.
enum class YamlReach {
  part,   ///< the member or item that it is in: what follows is not hurt
  member, ///< what follows of the member or item in the first column: its shape cannot be trusted
  rest,   ///< all of the document from there on
};

/// What yaml-cpp says of a fault, in words that help; and how far it reaches.
void report_syntax(const Scope& scope, const Place& place, std::string_view says);
[[nodiscard]] YamlReach reach_of(std::string_view says);
/// True if it says that an alias names an anchor that is not there.
[[nodiscard]] bool lacks_anchor(std::string_view says);

} // namespace cerec::manifest
