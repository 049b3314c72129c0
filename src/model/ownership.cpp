#include "cerec/model/ownership.hpp"

#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"
#include "cerec/crypto/hash.hpp"
#include "cerec/model/label.hpp"
#include "model/fingerprint_tags.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace cerec::model {
namespace {

constexpr std::string_view k_id = "cerec:id:", k_settled = "cerec:settled",
                           k_run = "cerec:run:", k_protect = "cerec:protect",
                           k_quarantine = "cerec:quarantine", k_release = "cerec:release",
                           k_stack = "cerec:s", k_name = "cerec:n";
constexpr size_t k_code_size = 23, k_piece_size = 23, k_longest_id = 60;

/// Reserved tags without an identity: somebody's instance all the same, nobody can say whose.
constexpr std::string_view k_unknown_code = "unknown";

/// A text in pieces that fit tags: `cerec:s0:...`, `cerec:s1:...`. `_` is not for tags: `:` stands for it.
void add_pieces(std::vector<std::string>& tags, std::string_view prefix, std::string text) {
  std::replace(text.begin(), text.end(), '_', ':');
  for (size_t n = 0; n * k_piece_size < text.size(); ++n)
    tags.push_back(fmt::format("{}{}:{}", prefix, n, text.substr(n * k_piece_size, k_piece_size)));
}

/// The pieces of one text, put together again.
class Pieces {
public:
  explicit Pieces(std::string_view prefix) : prefix_(prefix) {}

  /// False: no piece of this text.
  bool take(const std::string& tag) {
    const size_t at = prefix_.size();
    if (!tag.starts_with(prefix_) || tag.size() < at + 2 || tag[at] < '0' || tag[at] > '9' ||
        tag[at + 1] != ':')
      return false;
    std::string text = tag.substr(at + 2);
    std::replace(text.begin(), text.end(), ':', '_');
    const auto [held, is_new] = texts_.emplace(tag[at] - '0', text);
    contradictory_ = contradictory_ || (!is_new && held->second != text);
    return true;
  }

  /// Empty: lost or damaged. What is returned has the form of an id, no more is known of it.
  [[nodiscard]] std::string text() const {
    std::string whole;
    for (const auto& [n, text] : texts_)
      whole += text;
    return contradictory_ || !is_valid_id(whole) ? std::string() : whole;
  }

private:
  std::string_view prefix_;
  std::map<int, std::string> texts_;
  bool contradictory_ = false;
};

/// Takes tags one after the other and makes of them what they say together.
class TagReader {
public:
  void add(const std::string& tag) {
    const std::string_view text = tag;
    Ownership& owner = split_.ownership;
    if (!text.starts_with(k_reserved_prefix))
      split_.user_tags.push_back(tag);
    else if (text.starts_with(k_id))
      codes_.insert(text == k_id ? std::string(k_unknown_code) : base::lower(text.substr(k_id.size())));
    else if (text == k_settled)
      owner.settled = true;
    else if (text == k_protect)
      owner.protect = true;
    else if (text == k_quarantine)
      owner.quarantined = true;
    else if (text == k_release)
      owner.release = true;
    else if (text.starts_with(k_run))
      owner.run = text.substr(k_run.size());
    else if (stack_.take(tag) || name_.take(tag))
      owner.damaged.push_back(tag); // until the code confirms them
    else if (!fingerprint_.take(tag))
      split_.unknown_reserved.push_back(tag);
  }

  TagSplit result() {
    Ownership& owner = split_.ownership;
    owner.fingerprint = fingerprint_.result();
    if (codes_.empty() && (owner.settled || !owner.damaged.empty()))
      codes_.emplace(k_unknown_code);
    if (codes_.empty())
      return std::move(split_);
    owner.code = *codes_.begin();
    split_.other_identities.assign(std::next(codes_.begin()), codes_.end());
    const std::string stack = stack_.text(), name = name_.text();
    if (codes_.size() == 1 && !stack.empty() && !name.empty() && identity_code(stack, name) == owner.code) {
      owner.stack = stack;
      owner.logical_id = name;
      owner.damaged.clear();
    }
    std::sort(owner.damaged.begin(), owner.damaged.end());
    return std::move(split_);
  }

private:
  TagSplit split_;
  std::set<std::string> codes_;
  Pieces stack_{k_stack}, name_{k_name};
  FingerprintReader fingerprint_;
};

} // namespace

Ownership Ownership::of(std::string_view stack, std::string_view logical_id) {
  Ownership ownership;
  ownership.code = identity_code(stack, logical_id);
  ownership.stack = stack;
  ownership.logical_id = logical_id;
  return ownership;
}

std::string Ownership::owner_text() const {
  if (!owned())
    return {};
  return readable() ? stack + "/" + logical_id : identity_tag(code);
}

std::string identity_code(std::string_view stack, std::string_view logical_id) {
  const std::string parts =
      fmt::format("cerec identity v1\n{}:{}{}:{}", stack.size(), stack, logical_id.size(), logical_id);
  return crypto::base32(crypto::sha256(parts)).substr(0, k_code_size);
}

std::string identity_tag(std::string_view code) {
  return std::string(k_id) + std::string(code);
}

TagSplit split_tags(const std::vector<std::string>& tags) {
  TagReader reader;
  for (const std::string& tag : tags)
    reader.add(tag);
  return reader.result();
}

std::vector<std::string> join_tags(const std::vector<std::string>& user_tags, const Ownership& ownership,
                                   const std::vector<std::string>& unknown_reserved) {
  std::vector<std::string> tags = user_tags;
  if (ownership.readable()) {
    tags.push_back(identity_tag(identity_code(ownership.stack, ownership.logical_id)));
    add_pieces(tags, k_stack, ownership.stack);
    add_pieces(tags, k_name, ownership.logical_id);
  } else {
    if (ownership.owned())
      tags.push_back(identity_tag(ownership.code));
    tags.insert(tags.end(), ownership.damaged.begin(), ownership.damaged.end());
  }
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
    std::vector<std::string> print = fingerprint_tags(*ownership.fingerprint);
    tags.insert(tags.end(), std::make_move_iterator(print.begin()), std::make_move_iterator(print.end()));
  }
  tags.insert(tags.end(), unknown_reserved.begin(), unknown_reserved.end());
  return tags;
}

bool is_reserved_tag(std::string_view tag) {
  std::string clean(tag);
  for (std::string before; before != clean;) { // `&lt;b>` and `<<b>b>` take another round
    before = clean;
    clean = label_of(before);
  }
  // Nobody knows which characters a service drops: what it may keep decides.
  std::erase_if(clean, [](char c) { return !base::is_alphanumeric(c) && c != ':'; });
  return base::lower(clean).starts_with(k_reserved_prefix);
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
