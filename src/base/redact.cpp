#include "cerec/base/redact.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace cerec::base {
namespace {

constexpr std::string_view k_hidden = "***";

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-';
}

/// The key before the separator at `at`, in quotes or not; empty if there is none.
std::string_view key_before(std::string_view line, size_t at) {
  while (at > 0 && is_blank(line[at - 1]))
    --at;
  if (at > 1 && (line[at - 1] == '"' || line[at - 1] == '\'')) {
    const size_t open = line.rfind(line[at - 1], at - 2);
    return open == std::string_view::npos ? std::string_view() : line.substr(open + 1, at - open - 2);
  }
  size_t begin = at;
  while (begin > 0 && is_key_character(line[begin - 1]))
    --begin;
  return line.substr(begin, at - begin);
}

/// End of the value that starts at `begin`, without its closing quote.
size_t value_end(std::string_view line, size_t begin, bool quoted, char separator) {
  if (!quoted) {
    const size_t end = separator == '=' ? line.find_first_of("&\"' ,;}", begin) : std::string_view::npos;
    return std::min(end, line.size());
  }
  const char quote = line[begin - 1];
  for (size_t at = begin; at < line.size(); ++at) {
    if (line[at] == '\\' && quote == '"')
      ++at;
    else if (line[at] == quote)
      return at;
  }
  return line.size();
}

/// Values that hold no secret: one reference, a placeholder to fill, a mask, a literal such as true.
bool is_harmless(std::string_view value) {
  while (!value.empty() && (is_blank(value.back()) || value.back() == ','))
    value.remove_suffix(1);
  constexpr std::array<std::string_view, 6> literals = {"", "true", "false", "null", "~", "********"};
  if (std::find(literals.begin(), literals.end(), value) != literals.end())
    return true;
  const auto between = [&](std::string_view open, char close) {
    return value.substr(0, open.size()) == open && value.find(close) == value.size() - 1;
  };
  return between("${", '}') || between("<", '>') || value.find_first_not_of("xX") == std::string_view::npos;
}

/// Bytes [begin, end) of a line.
struct Part {
  size_t begin;
  size_t end;
};

/// Replaces the parts, which are in order, and keeps the caret where it was.
void hide(ExcerptLine& line, const std::vector<Part>& parts) {
  const auto characters = [](std::string_view of) { return static_cast<uint32_t>(count_characters(of)); };
  const std::string_view text = line.text;
  const auto hidden = static_cast<uint32_t>(k_hidden.size());
  std::string shown;
  size_t done = 0;
  uint32_t from = 1;
  for (const Part& part : parts) {
    from += characters(text.substr(done, part.begin - done));
    const uint32_t size = characters(text.substr(part.begin, part.end - part.begin));
    if (line.column >= from + size) {
      line.column = line.column - size + hidden;
    } else if (line.column >= from) {
      line.column = from;
      line.length = hidden;
    } else if (line.column + line.length > from) {
      line.length = from - line.column + hidden;
    }
    shown.append(text.substr(done, part.begin - done)).append(k_hidden);
    from += hidden;
    done = part.end;
  }
  shown.append(text.substr(done));
  line.text = std::move(shown);
}

/// Finds the passwords of `//user:password@host`, for a reader that goes through a line once.
class UserInfo {
public:
  explicit UserInfo(std::string_view line) : line_(line) {}

  /// Reads on up to `at`.
  void read_to(size_t at) {
    for (; read_ <= at; ++read_)
      if (line_[read_] == '/')
        inside_ = read_ > 0 && line_[read_ - 1] == '/';
      else if (k_ends.find(line_[read_]) != std::string_view::npos)
        inside_ = false;
  }

  /// What stands between the colon at `at`, the last byte that was read, and the `@`.
  std::optional<Part> password_after(size_t at) {
    if (!inside_)
      return std::nullopt;
    inside_ = false; // one colon decides: what is no password after it is none after the next
    const size_t end = line_.find_first_of("@/ \"'", at);
    if (end == std::string_view::npos || line_[end] != '@')
      return std::nullopt;
    return Part{at + 1, end};
  }

private:
  static constexpr std::string_view k_ends = " \"'";

  std::string_view line_;
  size_t read_ = 0;
  bool inside_ = false; ///< after `//`, before what ends a host
};

/// The secrets of a line, in order. The cost is linear: a line may be a whole hostile file.
std::vector<Part> secrets_of(std::string_view text) {
  std::vector<Part> parts;
  UserInfo user_info(text);
  for (size_t at = 0; at < text.size(); ++at) {
    user_info.read_to(at);
    const char separator = text[at];
    if (separator != ':' && separator != '=')
      continue;
    if (const auto password = separator == ':' ? user_info.password_after(at) : std::nullopt) {
      parts.push_back(*password);
      at = password->end - 1;
      continue;
    }
    if (!is_secret_name(key_before(text, at)))
      continue;
    size_t begin = at + 1;
    while (begin < text.size() && is_blank(text[begin]))
      ++begin;
    if (begin == text.size() || std::string_view("{[|>").find(text[begin]) != std::string_view::npos)
      continue;
    const bool quoted = text[begin] == '"' || text[begin] == '\'';
    begin += quoted ? 1 : 0;
    const size_t end = value_end(text, begin, quoted, separator);
    if (!is_harmless(text.substr(begin, end - begin)))
      parts.push_back({begin, end});
    at = std::max(at, end - 1);
  }
  return parts;
}

} // namespace

bool is_secret_name(std::string_view key) {
  constexpr std::array<std::string_view, 11> parts = {"password", "passwd",     "passphrase",   "secret",
                                                      "token",    "credential", "private",      "apikey",
                                                      "api_key",  "bearer",     "authorization"};
  constexpr std::array<std::string_view, 7> endings = {".key", "_key", "-key", ".code",
                                                       "pwd",  ".pin", ".pem"};
  constexpr std::array<std::string_view, 7> public_endings = {"url",     "uri",        "type",  "enabled",
                                                              "expires", "expires_in", "tokens"};
  const std::string small = lower(key);
  const auto ending = [&](std::string_view end) { return ends_with(small, end); };
  if (std::any_of(public_endings.begin(), public_endings.end(), ending))
    return false;
  const auto part = [&](std::string_view word) { return small.find(word) != std::string::npos; };
  return small == "code" || small == "pin" || (key.size() > 3 && ends_with(key, "Key")) ||
         std::any_of(parts.begin(), parts.end(), part) || std::any_of(endings.begin(), endings.end(), ending);
}

void hide_secrets(ExcerptLine& line) {
  hide(line, secrets_of(line.text));
}

bool continues_secret(std::string_view text, uint32_t line) {
  const std::vector<std::string_view> lines = split(text, '\n');
  if (line == 0 || line > lines.size())
    return false;
  const auto indentation = [](std::string_view of) { return of.find_first_not_of(" \t"); };
  const size_t own = indentation(lines[line - 1]);
  if (own == std::string_view::npos)
    return false;
  for (size_t above = line - 1; above-- > 0;) {
    const std::string_view parent = lines[above];
    const size_t depth = indentation(parent);
    if (depth == std::string_view::npos || trim(parent).empty() || depth >= own)
      continue;
    const size_t colon = parent.find(':');
    return colon != std::string_view::npos && is_secret_name(key_before(parent, colon));
  }
  return false;
}

} // namespace cerec::base
