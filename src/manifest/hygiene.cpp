#include "manifest/hygiene.hpp"

#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"
#include "cerec/model/ownership.hpp"
#include "manifest/template.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

bool is_word(char c) {
  return base::is_alphanumeric(c) || c == '_' || c == '-';
}

/// Words with which the documented bodies start their placeholders.
bool starts_like_one(std::string_view inside) {
  constexpr std::array<std::string_view, 12> words = {"insert",  "add",      "your", "enter", "code", "from",
                                                      "replace", "optional", "same", "the ",  "http", "put"};
  const std::string small = base::lower(inside.substr(0, 10));
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return small.compare(0, word.size(), word) == 0; });
}

/// `<...>` that asks to be filled: the whole value, capitals, known first words, or one plain word. Elements
/// of XML and HTML (a closing tag follows somewhere) are values.
bool is_placeholder(std::string_view inside, bool whole, bool markup) {
  if (inside.empty() || !base::is_letter(inside.front()) || markup)
    return false;
  const bool capitals =
      std::none_of(inside.begin(), inside.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const bool word = std::all_of(inside.begin(), inside.end(), is_word);
  return whole || starts_like_one(inside) || (capitals && inside.size() > 1) || word;
}

std::string_view angle_placeholder(std::string_view text) {
  const std::string_view trimmed = base::trim(text);
  const bool markup = text.find("</") != std::string_view::npos || text.find("/>") != std::string_view::npos;
  for (size_t open = text.find('<'); open != std::string_view::npos; open = text.find('<', open + 1)) {
    const size_t name = text.find_first_not_of('<', open);
    if (name == std::string_view::npos)
      return {};
    const size_t next = text.find_first_of("<>", name);
    const std::string_view inside = text.substr(name, next - name);
    if (next != std::string_view::npos && text[next] == '>') {
      const size_t end = std::min(text.find_first_not_of('>', next), text.size());
      const std::string_view all = text.substr(open, end - open);
      if (is_placeholder(inside, all == trimmed, markup))
        return all;
    } else if (!inside.empty() && (starts_like_one(inside) || name - open > 1) &&
               base::is_letter(inside[0])) {
      return base::trim(text.substr(open, next - open)); // unclosed: `<INSERT`, `<<client_id`
    }
    open = name - 1;
  }
  return {};
}

/// `xxxxxxxx`, eight or more, or a whole value of three and more.
std::string_view x_run(std::string_view text) {
  const std::string_view trimmed = base::trim(text);
  for (size_t begin = 0; begin < text.size(); ++begin) {
    if (text[begin] != 'x' && text[begin] != 'X')
      continue;
    const size_t end = std::min(text.find_first_not_of(text[begin], begin), text.size());
    if (end - begin >= 8 || (end - begin >= 3 && end - begin == trimmed.size()))
      return text.substr(begin, end - begin);
    begin = end - 1;
  }
  return {};
}

std::string_view phrase(std::string_view text) {
  std::string small = base::lower(text);
  std::replace(small.begin(), small.end(), '_', ' ');
  for (const std::string_view words : {"code on return the url", "code on the return url"}) {
    if (const size_t at = small.find(words); at != std::string::npos)
      return text.substr(at, words.size());
  }
  return {};
}

void check_quotes(const Scope& scope, const Node& scalar, std::string_view what) {
  for (const std::string_view quote : {"\u201C", "\u201D", "\u201E"}) {
    if (scalar.text.find(quote) == std::string::npos)
      continue;
    auto& fault = scope.error("curly-quote", scalar, fmt::format("a curly quote in {}", what),
                              "use straight quotes (\"); plain-text editors keep them straight");
    fault.span = scope.inside(scalar, quote);
    return;
  }
  const std::string_view text = scalar.text;
  const auto wraps = [&](std::string_view left) {
    return text.substr(0, 3) == left && text.size() > 3 && text.substr(text.size() - 3) == "\u2019";
  };
  if (wraps("\u2018") || wraps("\u2019"))
    scope.error("curly-quote", scalar, fmt::format("curly quotes around {}", what),
                "use straight quotes (' or \")");
}

void check_characters(const Scope& scope, const Node& scalar, std::string_view what) {
  for (const char c : scalar.text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F) {
      scope.error("control-character", scalar,
                  fmt::format("{} holds the control character U+{:04X}", what, byte));
      return;
    }
  }
}

} // namespace

std::string_view find_placeholder(std::string_view text) {
  for (const auto find : {phrase, angle_placeholder, x_run}) {
    if (const std::string_view found = find(text); !found.empty())
      return found;
  }
  return {};
}

namespace {

void check_any_text(const Scope& scope, const Node& scalar, std::string_view what, std::string_view filling) {
  check_characters(scope, scalar, what);
  check_quotes(scope, scalar, what);
  if (scalar.text == "********") {
    scope.error("mask", scalar, fmt::format("{} is the mask with which the service hides a secret", what),
                "write a reference such as ${env:NAME}, or leave the entry out to keep the stored value");
    return;
  }
  if (const std::string_view placeholder = find_placeholder(scalar.text); !placeholder.empty()) {
    auto& fault = scope.error("placeholder", scalar, fmt::format("{} still holds a placeholder", what),
                              std::string(filling));
    fault.span = scope.inside(scalar, placeholder);
  }
  for (const std::string_view slip : {"https;//", "http;//"}) {
    if (scalar.text.find(slip) == std::string::npos)
      continue;
    auto& fault = scope.warning("url-typo", scalar, fmt::format("'{}' in {}", slip, what),
                                fmt::format("did you mean '{}://'?", slip.substr(0, slip.size() - 3)));
    fault.span = scope.inside(scalar, slip);
    break;
  }
}

} // namespace

void check_text(const Scope& scope, const Node& scalar, std::string_view what) {
  check_any_text(scope, scalar, what, "fill in the value, or a reference such as ${env:NAME}");
}

void check_texts(const Scope& scope, const Node& node, std::string_view what) {
  if (node.kind == Node::Kind::string)
    check_text(scope, node, what);
  for (const Node& item : node.items)
    check_texts(scope, item, what);
  for (const Member& member : node.members)
    check_texts(scope, member.value, what);
}

void check_label(const Scope& scope, const Node& scalar, std::string_view what) {
  check_any_text(scope, scalar, what, "fill it in");
  if (holds_expression(scalar.text)) {
    const bool reference = holds_reference(scalar.text);
    auto& fault = scope.error(
        "reference-in-label", scalar,
        fmt::format("{} in {}", reference ? "a reference" : "'${', which nothing fills in,", what),
        "names, tags and ids are plain text: they identify the instance; references "
        "belong in 'configuration'");
    fault.span = scope.inside(scalar, "${");
  }
  if (base::strip_html(scalar.text) != scalar.text && find_placeholder(scalar.text).empty())
    scope.warning("html", scalar, fmt::format("the service strips HTML from {}", what),
                  fmt::format("it will read '{}'", base::strip_html(scalar.text)));
}

bool check_tag(const Scope& scope, const Node& scalar) {
  check_label(scope, scalar, "a tag");
  if (!model::is_reserved_tag(scalar.text))
    return true;
  scope.error(
      "reserved-tag", scalar, fmt::format("tags that start with '{}' are reserved", model::k_reserved_prefix),
      "cerec keeps its own notes in them; the service may strip HTML, blanks and other characters, so "
      "what is in front does not help");
  return false;
}

} // namespace cerec::manifest
