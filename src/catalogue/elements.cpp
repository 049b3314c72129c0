#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace cerec::catalogue {

// From elements.tsv, at build time: the text before each blank line. The first block is the comment.
extern const std::string_view k_element_blocks[];
extern const std::size_t k_element_blocks_count;

namespace {

using Tri = Entry::Tri;
using Columns = std::array<std::string_view, 6>;

Columns columns_of(std::string_view row) {
  Columns columns;
  for (std::string_view& column : columns) {
    const size_t tab = row.find('\t');
    column = row.substr(0, tab);
    if (tab == std::string_view::npos)
      return columns;
    row.remove_prefix(tab + 1);
  }
  throw std::logic_error("elements.tsv: too many columns");
}

/// The short spellings of elements.tsv; a type that is none of them stands as it is.
std::string_view type_of(std::string_view code) {
  static constexpr std::array<std::array<std::string_view, 2>, 10> k_types{{{"-", ""},
                                                                            {"t32", "TEXTFIELD_32"},
                                                                            {"t64", "TEXTFIELD_64"},
                                                                            {"t128", "TEXTFIELD_128"},
                                                                            {"t1000", "TEXTFIELD_1000"},
                                                                            {"area", "TEXTAREA"},
                                                                            {"password", "PASSWORD"},
                                                                            {"bool", "BOOLEAN"},
                                                                            {"yesno", "BOOLEAN_YESNO"},
                                                                            {"combo", "COMBO"}}};
  for (const auto& [short_form, type] : k_types)
    if (short_form == code)
      return type;
  return code;
}

void set_flag(Entry& entry, char flag) {
  switch (flag) {
  case 'R':
    entry.required = Tri::yes;
    break;
  case 'O':
    entry.required = Tri::no;
    break;
  case 'H':
    entry.hidden = Tri::yes;
    break;
  case 'V':
    entry.hidden = Tri::no;
    break;
  case 'I':
    entry.internal = true;
    break;
  case 'X':
    entry.active = false;
    break;
  case 'P':
    entry.from_pages = true;
    break;
  default:
    throw std::logic_error("elements.tsv: unknown flag");
  }
}

void set_default(Entry& entry, std::string_view text) {
  if (text.empty())
    return;
  if (text.front() == '!')
    entry.withheld = text.substr(1);
  else
    entry.default_value = text.substr(1);
  entry.empty_default = text == "=";
  entry.has_default = !entry.empty_default;
}

Entry entry_of(std::string_view row) {
  const auto [key, type, flags, default_text, group, options] = columns_of(row);
  Entry entry;
  entry.key = key;
  entry.type = type_of(type);
  for (const char flag : flags)
    set_flag(entry, flag);
  set_default(entry, default_text);
  entry.group = group;
  if (!options.empty())
    for (const std::string_view option : base::split(options, '|'))
      entry.options.emplace_back(option);
  return entry;
}

Element element_of(std::string_view block) {
  const std::vector<std::string_view> rows = base::split(block, '\n');
  const auto [key, id, name, hub, authentication, source] = columns_of(rows.front());
  Element element;
  element.key = key;
  element.name = name;
  element.hub = hub;
  element.authentication = authentication;
  element.id = base::parse_number<int64_t>(id).value_or(0);
  element.from_pages = source == "pages";
  element.entries.reserve(rows.size() - 1);
  for (size_t i = 1; i < rows.size(); ++i)
    element.entries.push_back(entry_of(rows[i]));
  return element;
}

std::vector<Element> read_elements() {
  std::vector<Element> elements;
  elements.reserve(k_element_blocks_count - 1);
  for (size_t i = 1; i < k_element_blocks_count; ++i)
    elements.push_back(element_of(k_element_blocks[i]));
  return elements;
}

/// Binary search by `key` in a vector sorted by it.
template <class T>
const T* find_by_key(const std::vector<T>& sorted, std::string_view key) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), key,
                                      [](const T& item, std::string_view k) { return item.key < k; });
  return found != sorted.end() && found->key == key ? &*found : nullptr;
}

} // namespace

const Entry* Element::find(std::string_view entry_key) const {
  return find_by_key(entries, entry_key);
}

const std::vector<Element>& elements() {
  static const std::vector<Element> all = read_elements(); // on first use: most commands never need it
  return all;
}

const Element* find_element(std::string_view key) {
  return find_by_key(elements(), key);
}

const Element* find_element(int64_t id) {
  if (id == 0)
    return nullptr;
  for (const Element& element : elements())
    if (element.id == id)
      return &element;
  return nullptr;
}

} // namespace cerec::catalogue
