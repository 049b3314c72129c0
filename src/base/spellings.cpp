#include "base/spellings.hpp"

#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"

#include <array>
#include <optional>
#include <utility>

namespace cerec::base {
namespace {

/// What stands at the start of a text: the bytes that it means, and how many it takes. 0: nothing encoded.
struct Piece {
  std::string means;
  size_t bytes = 0;
};
using Decode = Piece (*)(std::string_view text);

/// `\u00e9`; a pair of surrogates is one character.
Piece json_unicode(std::string_view text) {
  const auto first = text.size() >= 6 ? parse_hex<uint32_t>(text.substr(2, 4)) : std::nullopt;
  if (!first)
    return {};
  const bool pair = *first >= 0xD800 && *first < 0xDC00 && text.size() >= 12 && text.substr(6, 2) == "\\u";
  const auto second = pair ? parse_hex<uint32_t>(text.substr(8, 4)) : std::nullopt;
  if (second && *second >= 0xDC00 && *second < 0xE000)
    return {utf8(0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00)), 12};
  return {utf8(*first), 6};
}

Piece json(std::string_view text) {
  constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
  if (text.size() < 2 || text[0] != '\\')
    return {};
  if (text[1] == 'u')
    return json_unicode(text);
  const size_t found = letters.find(text[1]);
  return found == std::string_view::npos ? Piece{} : Piece{std::string(1, meant[found]), 2};
}

Piece percent(std::string_view text) {
  const auto value =
      text.size() >= 3 && text[0] == '%' ? parse_hex<uint32_t>(text.substr(1, 2)) : std::nullopt;
  return value ? Piece{std::string(1, static_cast<char>(*value)), 3} : Piece{};
}

Piece form(std::string_view text) {
  return text[0] == '+' ? Piece{" ", 1} : percent(text);
}

Piece html(std::string_view text) {
  constexpr size_t longest = 10;
  const size_t end = text[0] == '&' ? text.substr(0, longest).find(';') : std::string_view::npos;
  if (end == std::string_view::npos)
    return {};
  std::string means = undo_entities(text.substr(0, end + 1));
  return means.size() <= end ? Piece{std::move(means), end + 1} : Piece{};
}

/// `leads`: the characters with which an encoded piece starts.
std::optional<Layer> decoded(const Layer& layer, Decode decode, const char* leads) {
  if (layer.text.find_first_of(leads) == std::string::npos)
    return std::nullopt;
  Layer out;
  bool changed = false;
  for (size_t at = 0; at < layer.text.size();) {
    Piece piece = decode(std::string_view(layer.text).substr(at));
    changed = changed || piece.bytes > 0;
    if (piece.bytes == 0)
      piece = {layer.text.substr(at, 1), 1};
    for (const char byte : piece.means)
      out.add(byte, layer.from[at], layer.to[at + piece.bytes - 1]);
    at += piece.bytes;
  }
  return changed ? std::optional(std::move(out)) : std::nullopt;
}

/// The six bits of a letter of either alphabet; nullopt for any other character.
std::optional<uint32_t> six_bits(char c) {
  if (c >= 'A' && c <= 'Z')
    return static_cast<uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z')
    return static_cast<uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9')
    return static_cast<uint32_t>(c - '0' + 52);
  if (c == '+' || c == '-')
    return 62;
  if (c == '/' || c == '_')
    return 63;
  return std::nullopt;
}

/// A run of letters, of which the first opens a group.
Layer from_base64(const Layer& layer, size_t begin, size_t end) {
  Layer out;
  uint32_t bits = 0;
  int held = 0;
  size_t first = begin; // the letter that holds the first bit of the next byte
  for (size_t at = begin; at < end; ++at) {
    first = held == 0 ? at : first;
    bits = bits << 6U | six_bits(layer.text[at]).value_or(0);
    held += 6;
    if (held < 8)
      continue;
    held -= 8;
    out.add(static_cast<char>(bits >> static_cast<uint32_t>(held) & 0xFFU), layer.from[first], layer.to[at]);
    first = at;
  }
  return out;
}

} // namespace

Layer first_layer(std::string_view text) {
  Layer layer;
  for (size_t at = 0; at < text.size(); ++at)
    layer.add(text[at], at, at + 1);
  return layer;
}

std::vector<Layer> decoded_layers(const Layer& layer) {
  constexpr std::pair<Decode, const char*> k_encodings[] = {
      {json, "\\"}, {percent, "%"}, {form, "+%"}, {html, "&"}};
  std::vector<Layer> out;
  for (const auto& [decode, leads] : k_encodings)
    if (auto one = decoded(layer, decode, leads))
      out.push_back(std::move(*one));
  return out;
}

std::vector<Layer> base64_layers(const Layer& layer) {
  constexpr size_t shortest = 5; // four bytes take six letters, and a group may start one later
  std::vector<Layer> out;
  for (size_t at = 0; at < layer.text.size(); ++at) {
    size_t end = at;
    while (end < layer.text.size() && six_bits(layer.text[end]))
      ++end;
    for (size_t begin = at; end - at >= shortest && begin < at + 4; ++begin)
      out.push_back(from_base64(layer, begin, end));
    at = end;
  }
  return out;
}

} // namespace cerec::base
