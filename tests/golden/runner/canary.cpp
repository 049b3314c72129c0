#include "golden/runner/canary.hpp"

#include "cerec/base/text.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cerec::golden {
namespace {

std::string url_encoded(const std::string& text, bool plus_for_blank) {
  std::string out;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else if (c == ' ' && plus_for_blank)
      out += '+';
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string base64(const std::string& text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    held += 8;
    while (held >= 6) {
      held -= 6;
      out += digits[(bits >> static_cast<unsigned>(held)) & 63U];
    }
  }
  return out; // the digits that depend on what follows are left out
}

std::string hex(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

} // namespace

std::set<std::string> spellings_of(const std::string& secret) {
  const std::string json = nlohmann::json(secret).dump();
  const std::string json_ascii = nlohmann::json(secret).dump(-1, ' ', true);
  std::set<std::string> out{secret,
                            json.substr(1, json.size() - 2),
                            json_ascii.substr(1, json_ascii.size() - 2),
                            url_encoded(secret, false),
                            url_encoded(secret, true),
                            base::visible(secret),
                            hex(secret)};
  for (size_t before = 0; before < 3; ++before) { // the first digits depend on what stands before
    std::string encoded = base64(std::string(before, '\0') + secret).substr(before == 0 ? 0 : before + 1);
    out.insert(encoded);
    for (char& c : encoded)
      c = c == '+' ? '-' : c == '/' ? '_' : c;
    out.insert(encoded);
  }
  return out;
}

void CanarySearch::add(const std::string& secret) {
  if (secret.size() < 6)
    return;
  spellings_.merge(spellings_of(secret));
}

std::optional<std::string> CanarySearch::find(std::string_view text) const {
  for (const std::string& spelling : spellings_)
    if (const size_t at = text.find(spelling); at != std::string_view::npos)
      return fmt::format("`{}` at byte {}", base::visible(spelling), at);
  return std::nullopt;
}

} // namespace cerec::golden
