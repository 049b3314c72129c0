#include "plan/take_over.hpp"

#include <fmt/format.h>

namespace cerec::plan {

TakeOvers::TakeOvers(const std::set<model::TakeOver>& words) {
  for (const model::TakeOver& word : words)
    words_.push_back({word, false});
}

TakeOvers::Word* TakeOvers::find(const model::DesiredInstance& desired, bool with_id) {
  for (Word& each : words_)
    if (each.word.id.has_value() == with_id && each.word.names(desired)) {
      each.used = true;
      return &each;
    }
  return nullptr;
}

std::optional<int64_t> TakeOvers::id_for(const model::DesiredInstance& desired) {
  const Word* each = find(desired, true);
  return each == nullptr ? std::nullopt : each->word.id;
}

bool TakeOvers::names(const model::DesiredInstance& desired) {
  return find(desired, false) != nullptr;
}

std::vector<std::string> TakeOvers::warnings() const {
  std::vector<std::string> texts;
  for (const Word& each : words_)
    if (!each.used)
      texts.push_back(fmt::format("--take-over '{}' names no manifest", each.word.text()));
  return texts;
}

} // namespace cerec::plan
