#include "manifest/yaml_faults.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

struct Advice {
  std::string_view says, message, hint;
  YamlReach reach = YamlReach::rest;
};

constexpr std::string_view k_no_anchor = "the referenced anchor is not defined";

/// yaml-cpp's messages that leave a reader at a loss, in better words.
constexpr Advice k_advice[] = {
    {"illegal map value", "a ':' stands where no key can be",
     "quote a text that holds ': ', and check the indentation of this line", YamlReach::part},
    {"end of map not found", "this line does not fit the mapping above it",
     "members of one mapping start in one column, each as 'key: value'", YamlReach::member},
    {"end of map flow not found", "'{' without its '}', or a comma is missing", ""},
    {"end of sequence flow not found", "'[' without its ']', or a comma is missing", ""},
    {"end of sequence not found", "this line does not fit the list above it",
     "items of one list start with '- ' in one column"},
    {"illegal tab", "a tab cannot indent YAML", "use blanks", YamlReach::member},
    {k_no_anchor, "this alias names an anchor that does not exist",
     "a text that starts with '*' needs quotes", YamlReach::part},
    {"illegal EOF in scalar", "a quoted text is not closed before the end of the file",
     "add the closing quote"},
    {"illegal document indicator in scalar", "a quoted text is not closed before the end of the document",
     "add the closing quote"},
    {"unknown token", "this character cannot start a value",
     "a text that starts with '@', '`' or '%' needs quotes", YamlReach::part},
};

/// The line up to the fault holds `${` after an opening bracket: YAML takes the reference's own brace for
/// one.
bool has_bare_reference(const Scope& scope, const Place& place) {
  const std::string_view before = scope.text().substr(0, place.offset);
  const size_t newline = before.rfind('\n');
  const std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  const size_t reference = std::min(line.rfind(" ${"), line.rfind("[${"));
  const size_t bracket = line.find_first_of("{[");
  return reference != std::string_view::npos && bracket != std::string_view::npos && bracket <= reference;
}

const Advice* advice_for(std::string_view says) {
  for (const Advice& advice : k_advice)
    if (says.find(advice.says) != std::string_view::npos)
      return &advice;
  return nullptr;
}

} // namespace

void report_syntax(const Scope& scope, const Place& place, std::string_view says) {
  if (has_bare_reference(scope, place)) {
    scope.error("yaml-syntax", place, "a reference inside {...} or [...] needs quotes",
                "write \"${env:NAME}\", or each member on a line of its own");
    return;
  }
  if (const Advice* advice = advice_for(says)) {
    scope.error("yaml-syntax", place, std::string(advice->message), std::string(advice->hint));
    return;
  }
  scope.error("yaml-syntax", place, fmt::format("invalid YAML: {}", says));
}

YamlReach reach_of(std::string_view says) {
  const Advice* advice = advice_for(says);
  return advice == nullptr ? YamlReach::rest : advice->reach;
}

bool lacks_anchor(std::string_view says) {
  return says.find(k_no_anchor) != std::string_view::npos;
}

} // namespace cerec::manifest
