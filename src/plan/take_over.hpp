#pragma once
#include "cerec/model/take_over.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cerec::plan {

/// The words of --take-over while a plan is made: which of them were of use.
class TakeOvers {
public:
  explicit TakeOvers(const std::set<model::TakeOver>& words);
  [[nodiscard]] bool empty() const { return words_.empty(); }
  /// The id stated for this manifest.
  [[nodiscard]] std::optional<int64_t> id_for(const model::DesiredInstance& desired);
  /// True if the manifest is named, without an id.
  [[nodiscard]] bool names(const model::DesiredInstance& desired);
  [[nodiscard]] std::vector<std::string> warnings() const; ///< words that named no manifest

private:
  struct Word {
    model::TakeOver word;
    bool used = false;
  };
  [[nodiscard]] Word* find(const model::DesiredInstance& desired, bool with_id);
  std::vector<Word> words_;
};

} // namespace cerec::plan
