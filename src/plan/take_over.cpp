#include "plan/take_over.hpp"

#include "cerec/base/number.hpp"

#include <fmt/format.h>

namespace cerec::plan {

TakeOver::TakeOver(const std::set<std::string>& words) {
  for (const std::string& text : words) {
    Word word{text, text, std::nullopt, false};
    const size_t equals = text.rfind('=');
    if (equals != std::string::npos) { // a name may hold `=`: only digits behind the last one are an id
      const auto id = base::parse_number<int64_t>(std::string_view(text).substr(equals + 1));
      if (id && *id > 0) {
        word.name = text.substr(0, equals);
        word.id = id;
      }
    }
    words_.push_back(std::move(word));
  }
}

TakeOver::Word* TakeOver::find(const model::DesiredInstance& desired, bool with_id) {
  for (Word& word : words_) {
    const bool named = word.name == desired.name || word.name == desired.address.logical_id ||
                       word.name == desired.address.text();
    if (named && word.id.has_value() == with_id) {
      word.used = true;
      return &word;
    }
  }
  return nullptr;
}

std::optional<int64_t> TakeOver::id_for(const model::DesiredInstance& desired) {
  const Word* word = find(desired, true);
  return word == nullptr ? std::nullopt : word->id;
}

bool TakeOver::names(const model::DesiredInstance& desired) {
  return find(desired, false) != nullptr;
}

std::vector<std::string> TakeOver::warnings() const {
  std::vector<std::string> texts;
  for (const Word& word : words_)
    if (!word.used)
      texts.push_back(fmt::format("--take-over '{}' names no manifest", word.text));
  return texts;
}

} // namespace cerec::plan
