#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace cerec::golden {

/// Looks for secrets in texts: as they stand, and as JSON, URLs, base64 (all three alignments, so inside
/// longer texts too) and hex spell them.
class CanarySearch {
public:
  /// A text of fewer than 6 bytes is no canary: it would be found by chance.
  void add(const std::string& secret);
  /// The spelling that was found, quoted for a message; nullopt if there is none.
  [[nodiscard]] std::optional<std::string> find(std::string_view text) const;
  [[nodiscard]] size_t count() const { return spellings_.size(); }

private:
  std::set<std::string> spellings_;
};

/// Every spelling of one secret that CanarySearch knows.
[[nodiscard]] std::set<std::string> spellings_of(const std::string& secret);

} // namespace cerec::golden
