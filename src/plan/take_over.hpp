#pragma once
#include "cerec/model/instance.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cerec::plan {

/// What --take-over settles: for each name, the id that is meant, if one was stated.
class TakeOver {
public:
  explicit TakeOver(const std::set<std::string>& words);
  [[nodiscard]] bool empty() const { return words_.empty(); }
  /// The id stated for this manifest.
  [[nodiscard]] std::optional<int64_t> id_for(const model::DesiredInstance& desired);
  /// True if the manifest is named, without an id.
  [[nodiscard]] bool names(const model::DesiredInstance& desired);
  [[nodiscard]] std::vector<std::string> warnings() const; ///< words that named no manifest

private:
  struct Word {
    std::string text, name;
    std::optional<int64_t> id;
    bool used = false;
  };
  [[nodiscard]] Word* find(const model::DesiredInstance& desired, bool with_id);
  std::vector<Word> words_;
};

} // namespace cerec::plan
