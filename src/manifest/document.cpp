#include "manifest/readers.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

bool is_strict_json(const base::SourceFile& source) {
  base::Diagnostics ignored;
  const Scope scope(std::make_shared<base::SourceFile>(source), ignored);
  (void)read_json(scope, {});
  return ignored.empty();
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

bool check_encoding(const Scope& scope) {
  const std::string_view text = scope.text();
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    scope.error("encoding", Place{}, "this file is UTF-16", "save it as UTF-8");
    return false;
  }
  if (!base::is_utf8(text)) {
    size_t good = 0;
    for (std::string_view rest = text;
         !rest.empty();) { // the first character that stands alone and is no UTF-8
      const std::string character = base::take_characters(rest, 1);
      if (!base::is_utf8(character))
        break;
      good += character.size();
      rest.remove_prefix(character.size());
    }
    scope.error("encoding", LineCursor(text).at(good), "this byte is not valid UTF-8",
                "save the file as UTF-8");
    return false;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_control(text[i])) {
      scope.error("control-character", LineCursor(text).at(i),
                  fmt::format("control character U+{:04X}", static_cast<unsigned char>(text[i])),
                  "remove it; inside quotes it can be written as an escape");
      return false;
    }
  }
  return true;
}

} // namespace

bool is_clean_text(std::string_view text) {
  return base::is_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

bool looks_like_json(const base::SourceFile& source) {
  if (ends_with(source.name, ".json"))
    return true;
  const std::string_view text = std::string_view(source.text).substr(mark_size(source.text));
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '['))
    return false;
  if (ends_with(source.name, ".yaml") || ends_with(source.name, ".yml"))
    return is_strict_json(source); // YAML's own flow style may look like broken JSON
  const size_t second = text.find_first_not_of(" \t\r\n", first + 1);
  return second == std::string_view::npos ||
         std::string_view("\"{[}]\\/#").find(text[second]) != std::string_view::npos;
}

Document read_document(const Scope& scope, const Limits& limits) {
  if (scope.text().size() > limits.max_bytes) {
    scope.error("too-large", Place{}, fmt::format("this file is larger than {} bytes", limits.max_bytes),
                "split the file");
    return {{}, false};
  }
  if (!check_encoding(scope))
    return {{}, false};
  return looks_like_json(*scope.source()) ? read_json(scope, limits) : read_yaml(scope, limits);
}

} // namespace cerec::manifest
