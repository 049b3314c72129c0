#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace cerec::base {

/// True for a key whose value is a secret by its name: `password`, `oauth.api.secret`, `apikey.user.key`,
/// `token`.
[[nodiscard]] bool is_secret_name(std::string_view key);

/// A source line for an excerpt, with the place that a caret marks (1-based, in characters).
struct ExcerptLine {
  std::string text;
  uint32_t column = 1;
  uint32_t length = 1;
};

/// Replaces literal values of keys with secret names by `***` and moves the place along, so that an excerpt
/// never shows a password that somebody wrote into a manifest. References and placeholders stay. Works on
/// lines of YAML, of JSON and of neither, since excerpts are shown for broken text too: where the end of a
/// value is unclear, the rest of the line is hidden.
void hide_secrets(ExcerptLine& line);

/// True if the whole line belongs to a text that starts on an earlier line under a key with a secret name (a
/// block scalar, a value on the next line).
[[nodiscard]] bool continues_secret(std::string_view text, uint32_t line);

} // namespace cerec::base
