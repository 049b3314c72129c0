#include "sim/keeping.hpp"

#include "cerec/base/text.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cerec::sim {
namespace {

using nlohmann::json;

/// The characters that sanitizers of names are known to touch (docs/api.md 15), and what they write for them.
struct Special {
  char character;
  std::string_view entity;
};
constexpr std::array<Special, 8> k_special{{{'&', "&amp;"},
                                            {'=', "&#61;"},
                                            {'+', "&#43;"},
                                            {'\'', "&#39;"},
                                            {'"', "&#34;"},
                                            {'@', "&#64;"},
                                            {'<', "&lt;"},
                                            {'>', "&gt;"}}};

/// Entities as characters again: a sanitizer reads its own output as it meant it.
std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto* special = std::find_if(k_special.begin(), k_special.end(), [&](const Special& each) {
      return text.substr(0, each.entity.size()) == each.entity;
    });
    const bool is_entity = special != k_special.end();
    out += is_entity ? special->character : text.front();
    text.remove_prefix(is_entity ? special->entity.size() : 1);
  }
  return out;
}

std::string with_entities(std::string_view text) {
  std::string out;
  for (const char c : decoded(text)) {
    const auto* special = std::find_if(k_special.begin(), k_special.end(),
                                       [&](const Special& each) { return each.character == c; });
    if (special != k_special.end())
      out += special->entity;
    else
      out += c;
  }
  return out;
}

std::string without(std::string_view text, std::string_view characters) {
  std::string out;
  for (const char c : text)
    if (characters.find(c) == std::string_view::npos)
      out += c;
  return out;
}

std::string sanitized(const std::string& text, const Choices& choices) {
  const std::string plain = choices.html == Choices::Html::strip ? base::strip_html(text) : text;
  switch (choices.special_characters) {
  case Choices::Special::kept:
    return plain;
  case Choices::Special::entities:
    return with_entities(plain);
  case Choices::Special::stripped:
    return without(plain, "&=+'\"");
  }
  return plain;
}

size_t longest_tag(Choices::TagLength length) {
  switch (length) {
  case Choices::TagLength::unlimited:
    return SIZE_MAX;
  case Choices::TagLength::cut_at_128:
    return 128;
  case Choices::TagLength::cut_at_64:
    return 64;
  case Choices::TagLength::cut_at_32:
    return 32;
  case Choices::TagLength::cut_at_16:
    return 16;
  }
  return SIZE_MAX;
}

/// As Java writes a double: always with a fraction, and with `E` from ten million on.
std::string double_text(double number) {
  std::array<char, 64> digits{};
  const double size = number < 0 ? -number : number;
  const bool plain = size == 0 || (size >= 1e-3 && size < 1e7);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, format).ptr;
  const std::string text(digits.data(), end);
  const size_t exponent = std::min(text.find('e'), text.size());
  std::string out = text.substr(0, exponent);
  if (out.find('.') == std::string::npos)
    out += ".0";
  if (exponent == text.size())
    return out;
  std::string power = text.substr(exponent + 1);
  const bool negative = power.front() == '-';
  power.erase(0, std::min(power.find_first_not_of("+-0"), power.size() - 1));
  return fmt::format("{}E{}{}", out, negative ? "-" : "", power);
}

/// All numbers of an object as doubles.
void make_doubles(json& value) {
  if (value.is_number())
    value = value.get<double>();
  else if (value.is_structured())
    for (json& member : value)
      make_doubles(member);
}

} // namespace

std::string kept_name(const std::string& text, const Choices& choices) {
  return sanitized(text, choices);
}

std::string kept_tag(const std::string& text, const Choices& choices) {
  std::string tag = sanitized(text, choices);
  switch (choices.tag_characters) {
  case Choices::TagCharacters::kept:
    break;
  case Choices::TagCharacters::no_equals:
    tag = without(tag, "=");
    break;
  case Choices::TagCharacters::no_slash:
    tag = without(tag, "/");
    break;
  case Choices::TagCharacters::no_colon:
    tag = without(tag, ":");
    break;
  case Choices::TagCharacters::lower_case:
    tag = base::lower(tag);
    break;
  }
  const size_t most = longest_tag(choices.tag_length);
  return most < tag.size() ? base::take_characters(tag, most) : tag;
}

std::optional<std::string> kept_value(const json& value, const Choices& choices) {
  if (value.is_null())
    return std::nullopt;
  if (value.is_string())
    return value.get_ref<const std::string&>();
  if (choices.numbers == Choices::Numbers::kept)
    return value.dump();
  if (value.is_number())
    return double_text(value.get<double>());
  json changed = value;
  make_doubles(changed);
  return changed.dump();
}

} // namespace cerec::sim
