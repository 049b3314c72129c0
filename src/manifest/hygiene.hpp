#pragma once
#include "manifest/node.hpp"

#include <string_view>

/// Checks of a single text: what people leave in a pasted request body by mistake (docs/api.md 12-14).
namespace cerec::manifest {

/// What is left to fill in, curly quotes, `https;//`, control characters, masks. `what` names the text in
/// messages.
void check_text(const Scope& scope, const Node& scalar, std::string_view what);

/// The same for every text within a mapping or list.
void check_texts(const Scope& scope, const Node& node, std::string_view what);

/// For names and tags: no references, and a warning if the service would strip HTML from it.
void check_label(const Scope& scope, const Node& scalar, std::string_view what);

/// For tags: what holds for labels, and that the service would not make a reserved tag of it. False: refused.
[[nodiscard]] bool check_tag(const Scope& scope, const Node& scalar);

/// The part of the text that is a placeholder nobody filled; empty if there is none.
[[nodiscard]] std::string_view find_placeholder(std::string_view text);

} // namespace cerec::manifest
