#include "cerec/model/ownership.hpp"

#include "cerec/base/text.hpp"
#include "cerec/crypto/hash.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>

namespace cerec::model {
namespace {

constexpr std::string_view k_id = "cerec:id:", k_settled = "cerec:settled",
                           k_run = "cerec:run:", k_protect = "cerec:protect",
                           k_quarantine = "cerec:quarantine", k_release = "cerec:release",
                           k_fingerprint = "cerec:fp:";
constexpr size_t k_marks_per_tag = 9, k_mark_bytes = 7, k_longest_id = 60;

std::string pack(const crypto::FieldMark* first, size_t count) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) {
    for (int shift = 16; shift >= 0; shift -= 8)
      bytes += static_cast<char>(first[i].path >> shift & 0xFF);
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes += static_cast<char>(first[i].value >> shift & 0xFF);
  }
  return crypto::base64url(bytes);
}

std::optional<std::vector<crypto::FieldMark>> unpack(std::string_view text) {
  const std::optional<std::string> bytes = crypto::from_base64url(text);
  if (!bytes || bytes->size() % k_mark_bytes != 0)
    return std::nullopt;
  std::vector<crypto::FieldMark> marks;
  for (size_t at = 0; at < bytes->size(); at += k_mark_bytes) {
    const auto number = [&](size_t begin, size_t count) {
      uint32_t value = 0;
      for (size_t i = 0; i < count; ++i)
        value = value << 8 | static_cast<unsigned char>((*bytes)[begin + i]);
      return value;
    };
    marks.push_back({number(at, 3), number(at + 3, 4)});
  }
  return marks;
}

std::optional<unsigned> small_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// The fingerprint tags of one instance, put together again. A missing or foreign piece makes the whole
/// unreadable: a part of a fingerprint would say "no longer declared" of fields that are.
class FingerprintReader {
public:
  void add(std::string_view rest) {
    const std::vector<std::string_view> parts = base::split(rest, ':');
    const auto salt = parts.size() == 4 ? small_number(parts[1]) : std::nullopt;
    const auto piece = parts.size() == 4 ? small_number(parts[2]) : std::nullopt;
    auto marks = parts.size() == 4 ? unpack(parts[3]) : std::nullopt;
    if (!salt || *salt > 63 || !piece || !marks) {
      broken_ = true;
      return;
    }
    const bool first = pieces_.empty();
    if (!first && (key_id_ != parts[0] || salt_ != *salt))
      broken_ = true;
    key_id_ = parts[0];
    salt_ = *salt;
    if (!pieces_.emplace(*piece, std::move(*marks)).second)
      broken_ = true;
  }

  [[nodiscard]] std::optional<Fingerprint> result() const {
    if (broken_ || pieces_.empty())
      return std::nullopt;
    // The last piece is the only one that may be short, and pieces are numbered without a gap.
    Fingerprint fingerprint{key_id_, salt_, {}};
    for (const auto& [number, marks] : pieces_) {
      const bool last = number + 1 == pieces_.size();
      if (number >= pieces_.size() || (!last && marks.size() != k_marks_per_tag))
        return std::nullopt;
      if (last && marks.size() == k_marks_per_tag)
        return std::nullopt; // a further piece is missing
      fingerprint.marks.insert(fingerprint.marks.end(), marks.begin(), marks.end());
    }
    std::sort(fingerprint.marks.begin(), fingerprint.marks.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return fingerprint;
  }

private:
  bool broken_ = false;
  std::string key_id_;
  unsigned salt_ = 0;
  std::map<unsigned, std::vector<crypto::FieldMark>> pieces_;
};

void read_identity(std::string_view rest, TagSplit& split) {
  const size_t slash = rest.find('/');
  if (slash == std::string_view::npos || !is_valid_id(rest.substr(0, slash)) ||
      !is_valid_id(rest.substr(slash + 1))) {
    split.unknown_reserved.push_back(std::string(k_id) + std::string(rest));
    return;
  }
  Ownership& owner = split.ownership;
  const std::string stack(rest.substr(0, slash)), id(rest.substr(slash + 1));
  if (!owner.stack.empty() && (owner.stack != stack || owner.logical_id != id))
    split.contradictory = true;
  owner.stack = stack;
  owner.logical_id = id;
}

} // namespace

std::optional<crypto::FieldMark> Fingerprint::find(uint32_t path) const {
  const auto at =
      std::lower_bound(marks.begin(), marks.end(), path,
                       [](const crypto::FieldMark& mark, uint32_t wanted) { return mark.path < wanted; });
  if (at == marks.end() || at->path != path)
    return std::nullopt;
  return *at;
}

Fingerprint make_fingerprint(const crypto::FingerprintKey& key,
                             const std::map<std::string, base::Secret>& fields) {
  Fingerprint fingerprint{key.id(), 0, {}};
  for (unsigned salt = 0; salt < 64; ++salt) {
    fingerprint.salt = salt;
    fingerprint.marks.clear();
    std::set<uint32_t> seen;
    bool collision = false;
    for (const auto& [path, value] : fields) {
      fingerprint.marks.push_back(key.mark(path, value.reveal(), salt));
      collision = collision || !seen.insert(fingerprint.marks.back().path).second;
    }
    if (!collision)
      break;
  }
  std::sort(fingerprint.marks.begin(), fingerprint.marks.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return fingerprint;
}

TagSplit split_tags(const std::vector<std::string>& tags) {
  TagSplit split;
  FingerprintReader fingerprint;
  for (const std::string& tag : tags) {
    const std::string_view text = tag;
    if (!text.starts_with(k_reserved_prefix))
      split.user_tags.push_back(tag);
    else if (text.starts_with(k_id))
      read_identity(text.substr(k_id.size()), split);
    else if (text == k_settled)
      split.ownership.settled = true;
    else if (text == k_protect)
      split.ownership.protect = true;
    else if (text == k_quarantine)
      split.ownership.quarantined = true;
    else if (text == k_release)
      split.ownership.release = true;
    else if (text.starts_with(k_run))
      split.ownership.run = text.substr(k_run.size());
    else if (text.starts_with(k_fingerprint))
      fingerprint.add(text.substr(k_fingerprint.size()));
    else
      split.unknown_reserved.push_back(tag);
  }
  split.ownership.fingerprint = fingerprint.result();
  return split;
}

std::vector<std::string> join_tags(const std::vector<std::string>& user_tags, const Ownership& ownership,
                                   const std::vector<std::string>& unknown_reserved) {
  std::vector<std::string> tags = user_tags;
  if (!ownership.stack.empty())
    tags.push_back(identity_tag(ownership.stack, ownership.logical_id));
  if (ownership.settled)
    tags.emplace_back(k_settled);
  if (!ownership.run.empty())
    tags.push_back(std::string(k_run) + ownership.run);
  if (ownership.protect)
    tags.emplace_back(k_protect);
  if (ownership.quarantined)
    tags.emplace_back(k_quarantine);
  if (ownership.release)
    tags.emplace_back(k_release);
  if (ownership.fingerprint) {
    const Fingerprint& print = *ownership.fingerprint;
    // One piece more when the marks fill the last one: a full last piece says that another follows, so a lost
    // piece is always noticed.
    const size_t pieces = print.marks.size() / k_marks_per_tag + 1;
    for (size_t n = 0; n < pieces; ++n) {
      const size_t begin = n * k_marks_per_tag, count = std::min(k_marks_per_tag, print.marks.size() - begin);
      tags.push_back(fmt::format("{}{}:{}:{}:{}", k_fingerprint, print.key_id, print.salt, n,
                                 pack(print.marks.data() + begin, count)));
    }
  }
  tags.insert(tags.end(), unknown_reserved.begin(), unknown_reserved.end());
  return tags;
}

std::string identity_tag(std::string_view stack, std::string_view logical_id) {
  return fmt::format("{}{}/{}", k_id, stack, logical_id);
}

bool is_valid_id(std::string_view text) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  return !text.empty() && text.size() <= k_longest_id &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

std::string derived_id(std::string_view element_key, std::string_view name) {
  std::string plain = fmt::format("{}.{}", element_key, name);
  // A dot in the key would let two pairs read the same: ("a", "b.c") and ("a.b", "c").
  if (is_valid_id(plain) && element_key.find('.') == std::string_view::npos && plain.size() <= 48)
    return plain;
  std::string slug;
  for (const char c : plain) {
    const bool fits = is_valid_id(std::string_view(&c, 1));
    if (fits || (!slug.empty() && slug.back() != '-'))
      slug += fits ? c : '-';
  }
  const std::string hash =
      crypto::sha256_hex(fmt::format("{}:{}{}", element_key.size(), element_key, name)).substr(0, 11);
  return fmt::format("{}-{}", slug.substr(0, 47),
                     hash); // at most 59; clean ids are at most 48, so none collides
}

} // namespace cerec::model
