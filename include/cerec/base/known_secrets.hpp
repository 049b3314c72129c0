#pragma once
#include "cerec/base/secret.hpp"

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cerec::base {

struct Layer;

/// The secrets that a run knows: of the account, of the manifests, tokens. Whatever comes from outside (words
/// of the service, what a program writes to stderr) is cut by them before it is formatted: a service that
/// repeats a request in its error message repeats the password in it.
class KnownSecrets {
public:
  /// A shorter one would be found in other words by chance; it is not kept.
  static constexpr size_t k_shortest = 4;

  void add(const Secret& secret);
  /// The text with `***` for each known secret: as it is, or in JSON, percent, form, HTML or base64 encoding,
  /// and in up to three of these one within the other.
  [[nodiscard]] std::string cut(std::string_view text) const;
  /// True if cut() would change the text.
  [[nodiscard]] bool in(std::string_view text) const;
  [[nodiscard]] size_t count() const { return seen_.size(); }

private:
  struct Range {
    size_t begin = 0, end = 0;
  };
  [[nodiscard]] std::vector<Range> ranges(std::string_view text) const;
  void search(const Layer& layer, int depth, std::vector<Range>& found) const;
  void search_plain(const Layer& layer, std::vector<Range>& found) const;

  std::unordered_map<uint32_t, std::vector<Secret>> by_beginning_;
  std::vector<bool> sieve_; ///< a clear bit: no secret begins so. Small enough to stay near the processor
  std::unordered_set<size_t> seen_; ///< hashes
};

} // namespace cerec::base
