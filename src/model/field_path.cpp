#include "cerec/model/field_path.hpp"

#include <algorithm>

namespace cerec::model {
namespace {

struct Row {
  Field field;
  std::string_view word;
};

constexpr Row k_words[] = {
    {Field::name, "name"},
    {Field::tags, "tags"},
    {Field::disabled, "disabled"},
    {Field::configuration, "configuration"},
    {Field::provider_data, "providerData"},
    {Field::external_authentication, "externalAuthentication"},
    {Field::element, "element"},
    {Field::ownership, "ownership"},
    {Field::protect, "cerec.protect"},
    {Field::on_remove, "cerec.onRemove"},
    {Field::settled, "cerec.settled"},
    {Field::quarantined, "cerec.quarantined"},
    {Field::readable_tags, "cerec.readableTags"},
    {Field::fingerprint_key, "cerec.fingerprintKey"},
};

constexpr std::string_view k_entries = "configuration.", k_reserved = "cerec.";

Field field_of(std::string_view text) {
  if (text.starts_with(k_entries))
    return Field::configuration;
  const auto* const row = std::find_if(std::begin(k_words), std::end(k_words),
                                       [&](const Row& each) { return each.word == text; });
  if (row != std::end(k_words))
    return row->field;
  return text.starts_with(k_reserved) ? Field::other_reserved : Field::other;
}

std::string_view word_of(Field field) {
  const auto* const row = std::find_if(std::begin(k_words), std::end(k_words),
                                       [&](const Row& each) { return each.field == field; });
  return row == std::end(k_words) ? std::string_view() : row->word;
}

} // namespace

FieldPath::FieldPath(std::string text) : field_(field_of(text)), text_(std::move(text)) {}

FieldPath::FieldPath(Field field) : field_(field), text_(word_of(field)) {}

FieldPath FieldPath::configuration(std::string_view key) {
  std::string text;
  text.reserve(k_entries.size() + key.size());
  text += k_entries;
  text += key;
  return {Field::configuration, std::move(text)};
}

std::string_view FieldPath::key() const {
  const std::string_view text = text_;
  return field_ == Field::configuration && text.size() > k_entries.size() ? text.substr(k_entries.size())
                                                                          : std::string_view();
}

std::vector<std::string> texts_of(const std::vector<FieldPath>& paths) {
  std::vector<std::string> texts;
  texts.reserve(paths.size());
  for (const FieldPath& path : paths)
    texts.push_back(path.text());
  return texts;
}

} // namespace cerec::model
