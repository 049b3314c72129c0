#include "cerec/base/known_secrets.hpp"

#include "base/spellings.hpp"

#include <algorithm>
#include <cstring>

namespace cerec::base {
namespace {

constexpr std::string_view k_cut = "***";
constexpr int k_deepest = 3; ///< encodings within each other: a JSON text in a JSON text in a message, say

uint32_t beginning_of(std::string_view text) {
  uint32_t first = 0;
  std::memcpy(&first, text.data(), sizeof first);
  return first;
}

constexpr unsigned k_sieve_bits = 20;

/// Spreads beginnings over the sieve.
size_t place_of(uint32_t beginning) {
  return static_cast<size_t>(beginning * 0x9E37'79B1U) >> (32U - k_sieve_bits);
}

} // namespace

static_assert(KnownSecrets::k_shortest == sizeof(uint32_t));

void KnownSecrets::add(const Secret& secret) {
  const std::string_view bytes = secret.reveal();
  if (bytes.size() < k_shortest || !seen_.insert(std::hash<std::string_view>()(bytes)).second)
    return;
  const uint32_t beginning = beginning_of(bytes);
  by_beginning_[beginning].push_back(secret);
  sieve_.resize(size_t{1} << k_sieve_bits);
  sieve_[place_of(beginning)] = true;
}

void KnownSecrets::search_plain(const Layer& layer, std::vector<Range>& found) const {
  const std::string_view text = layer.text;
  for (size_t at = 0; at + k_shortest <= text.size(); ++at) {
    const uint32_t beginning = beginning_of(text.substr(at));
    if (!sieve_[place_of(beginning)])
      continue;
    const auto bucket = by_beginning_.find(beginning);
    if (bucket == by_beginning_.end())
      continue;
    for (const Secret& secret : bucket->second)
      if (text.substr(at).starts_with(secret.reveal()))
        found.push_back({layer.from[at], layer.to[at + secret.reveal().size() - 1]});
  }
}

void KnownSecrets::search(const Layer& layer, int depth, std::vector<Range>& found) const {
  search_plain(layer, found);
  for (const Layer& bytes : base64_layers(layer))
    search_plain(bytes, found);
  if (depth == k_deepest)
    return;
  for (const Layer& inner : decoded_layers(layer))
    search(inner, depth + 1, found);
}

std::vector<KnownSecrets::Range> KnownSecrets::ranges(std::string_view text) const {
  std::vector<Range> found;
  if (!by_beginning_.empty() && text.size() >= k_shortest)
    search(first_layer(text), 0, found);
  std::sort(found.begin(), found.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  return found;
}

std::string KnownSecrets::cut(std::string_view text) const {
  std::string out;
  size_t done = 0;
  for (const Range& range : ranges(text)) {
    if (range.begin >= done) {
      out += text.substr(done, range.begin - done);
      out += k_cut;
    }
    done = std::max(done, range.end);
  }
  out += text.substr(done);
  return out;
}

bool KnownSecrets::in(std::string_view text) const {
  return !ranges(text).empty();
}

} // namespace cerec::base
