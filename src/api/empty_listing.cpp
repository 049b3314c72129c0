#include "api/empty_listing.hpp"

#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <array>

namespace cerec::api {
namespace {

/// The words that may stand beside "instances". A sentence of these alone tells of an empty list; a route, a
/// path, a service or an id has no word here.
constexpr std::array<std::string_view, 34> k_plain = {
    "a",       "any",      "are",  "be",    "connector", "could", "criteria", "do",   "does",
    "element", "exist",    "for",  "found", "given",     "has",   "have",     "in",   "match",
    "matched", "matching", "no",   "none",  "not",       "of",    "search",   "that", "the",
    "there",   "this",     "user", "was",   "were",      "you",   "your"};
constexpr std::array<std::string_view, 3> k_none = {"no", "not", "none"};

/// Lower-case words; nullopt if anything but letters, blanks and the marks of a sentence stands in it.
std::optional<std::vector<std::string>> words_of(std::string_view text) {
  std::vector<std::string> words{""};
  for (const char c : base::lower(text)) {
    if (base::is_letter(c))
      words.back() += c;
    else if (std::string_view(" .,:!").find(c) == std::string_view::npos)
      return std::nullopt;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty())
    words.pop_back();
  return words;
}

template <class Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool tells_of_no_instances(std::string_view message) {
  const auto words = words_of(message);
  if (!words)
    return false;
  bool instances = false, none = false;
  for (const std::string& word : *words) {
    if (word == "instances")
      instances = true;
    else if (!contains(k_plain, word))
      return false;
    none = none || contains(k_none, word);
  }
  return instances && none;
}

} // namespace

bool says_empty_listing(const ApiError& error, std::string_view pattern) {
  // The request id stands for the service's error shape; a gateway or another application behind the URL has
  // none.
  if (error.status != 404 || error.request_id.empty())
    return false;
  return tells_of_no_instances(error.message) ||
         (!pattern.empty() && base::glob_match(base::lower(pattern), base::lower(error.message)));
}

} // namespace cerec::api
