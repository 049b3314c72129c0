#include "model/fingerprint_tags.hpp"

#include "cerec/base/text.hpp"
#include "cerec/crypto/hash.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace cerec::model {
namespace {

constexpr std::string_view k_header = "cerec:fk:", k_piece = "cerec:f:";
constexpr std::string_view k_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
constexpr size_t k_marks_a_piece = 3, k_mark_bits = 44, k_path_bits = 14, k_value_bits = 30;
constexpr size_t k_most_pieces = 64 * 64;
constexpr unsigned k_salts = 64;

std::string safe(std::string base64url) {
  std::replace(base64url.begin(), base64url.end(), '_', '.');
  return base64url;
}

/// Marks as text, six bits a character, the last one filled up with zeros.
std::string text_of(const crypto::FieldMark* marks, size_t count) {
  std::string text;
  uint64_t bits = 0;
  size_t held = 0;
  for (size_t i = 0; i < count; ++i) {
    bits = bits << k_mark_bits | uint64_t{marks[i].path} << k_value_bits | marks[i].value;
    for (held += k_mark_bits; held >= 6; held -= 6)
      text += k_alphabet[bits >> (held - 6) & 63];
    bits &= 63; // what is held is less than a character
  }
  if (held > 0)
    text += k_alphabet[bits << (6 - held) & 63];
  return text;
}

std::optional<uint64_t> digit_of(char c) {
  const size_t digit = k_alphabet.find(c);
  return digit == std::string_view::npos ? std::nullopt : std::optional<uint64_t>(digit);
}

/// Adds the marks of one piece, `count` of them. False: it is damaged.
bool read_marks(std::string_view text, size_t count, std::vector<crypto::FieldMark>& marks) {
  if (text.size() != (count * k_mark_bits + 5) / 6)
    return false;
  uint64_t bits = 0;
  size_t held = 0;
  for (const char c : text) {
    const std::optional<uint64_t> digit = digit_of(c);
    if (!digit)
      return false;
    bits = bits << 6 | *digit;
    held += 6;
    if (held < k_mark_bits)
      continue;
    held -= k_mark_bits;
    const uint64_t mark = bits >> held;
    marks.push_back({static_cast<uint32_t>(mark >> k_value_bits),
                     static_cast<uint32_t>(mark & ((uint64_t{1} << k_value_bits) - 1))});
    bits &= (uint64_t{1} << held) - 1;
  }
  return true;
}

/// Over the header's facts and the text of all pieces.
std::string check_of(const Fingerprint& fingerprint, std::string_view text) {
  const std::string all = fmt::format("cerec fingerprint v1\n{}:{}:{}:{}", fingerprint.key_id,
                                      fingerprint.salt, fingerprint.marks.size(), text);
  return safe(crypto::base64url(crypto::sha256(all).substr(0, 6)));
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

size_t pieces_of(size_t marks) {
  return (marks + k_marks_a_piece - 1) / k_marks_a_piece;
}

} // namespace

static_assert(k_path_bits + k_value_bits == k_mark_bits);

std::vector<std::string> fingerprint_tags(const Fingerprint& fingerprint) {
  const std::vector<crypto::FieldMark>& marks = fingerprint.marks;
  if (pieces_of(marks.size()) > k_most_pieces)
    return {}; // 12,288 fields: nothing is recorded, and the plan says so
  std::vector<std::string> tags(1);
  std::string all;
  for (size_t n = 0; n < pieces_of(marks.size()); ++n) {
    const size_t begin = n * k_marks_a_piece;
    const std::string text = text_of(marks.data() + begin, std::min(k_marks_a_piece, marks.size() - begin));
    tags.push_back(fmt::format("{}{}{}{}", k_piece, k_alphabet[n / 64], k_alphabet[n % 64], text));
    all += text;
  }
  tags[0] = fmt::format("{}{}:{}:{}:{}", k_header, safe(fingerprint.key_id), fingerprint.salt, marks.size(),
                        check_of(fingerprint, all));
  return tags;
}

bool FingerprintReader::take(std::string_view tag) {
  if (tag.starts_with(k_header))
    read_header(tag.substr(k_header.size()));
  else if (tag.starts_with(k_piece))
    read_piece(tag.substr(k_piece.size()));
  else
    return false;
  return true;
}

void FingerprintReader::read_header(std::string_view rest) {
  const std::vector<std::string_view> parts = base::split(rest, ':');
  const auto salt = parts.size() == 4 ? number<unsigned>(parts[1]) : std::nullopt;
  const auto count = parts.size() == 4 ? number<size_t>(parts[2]) : std::nullopt;
  if (check_ || !salt || *salt >= k_salts || !count) {
    broken_ = true;
    return;
  }
  fingerprint_.key_id = parts[0];
  std::replace(fingerprint_.key_id.begin(), fingerprint_.key_id.end(), '.', '_');
  fingerprint_.salt = *salt;
  count_ = *count;
  check_ = parts[3];
}

void FingerprintReader::read_piece(std::string_view rest) {
  const auto high = rest.size() > 2 ? digit_of(rest[0]) : std::nullopt;
  const auto low = rest.size() > 2 ? digit_of(rest[1]) : std::nullopt;
  if (!high || !low || !pieces_.emplace(*high * 64 + *low, rest.substr(2)).second)
    broken_ = true;
}

std::optional<Fingerprint> FingerprintReader::result() const {
  if (broken_ || !check_ || count_ > k_most_pieces * k_marks_a_piece || pieces_.size() != pieces_of(count_))
    return std::nullopt;
  Fingerprint whole = fingerprint_;
  std::string all;
  for (const auto& [n, text] : pieces_) {
    if (n >= pieces_.size() ||
        !read_marks(text, std::min(k_marks_a_piece, count_ - n * k_marks_a_piece), whole.marks))
      return std::nullopt;
    all += text;
  }
  if (!std::is_sorted(whole.marks.begin(), whole.marks.end()) || check_of(whole, all) != *check_)
    return std::nullopt;
  return whole;
}

} // namespace cerec::model
