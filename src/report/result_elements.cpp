#include "report/results.hpp"

#include <fmt/format.h>

namespace cerec::report {
namespace {

using catalogue::Element;
using catalogue::Entry;

std::string text_of(Entry::Tri value) {
  return value == Entry::Tri::yes ? "yes" : value == Entry::Tri::no ? "no" : "unknown";
}

Outline one_outline(const Element& element) {
  Outline out;
  out.blocks.push_back({fmt::format("{} ({})", element.key, element.name),
                        Facts{{{"id", {fmt::format("{}", element.id)}},
                               {"hub", {std::string(element.hub)}},
                               {"authentication", {std::string(element.authentication)}}}}});
  Table table{{"configuration", "type", "required", "default"}, {}};
  for (const Entry& entry : element.entries)
    if (!entry.internal && entry.active) {
      const bool secret = catalogue::is_secret(element.key, entry.key);
      table.rows.push_back({{std::string(entry.key)},
                            {std::string(entry.type)},
                            {text_of(entry.required)},
                            {secret ? "(secret)" : std::string(entry.default_value)}});
    }
  out.blocks.push_back({"", std::move(table)});
  return out;
}

Json head_json(const Element& element) {
  return {{"key", element.key},
          {"name", element.name},
          {"id", element.id},
          {"hub", element.hub},
          {"authentication", element.authentication}};
}

Json one_json(const Element& element) {
  Json entries = Json::array();
  for (const Entry& entry : element.entries)
    entries.push_back({{"key", entry.key},
                       {"type", entry.type},
                       {"required", text_of(entry.required)},
                       {"secret", catalogue::is_secret(element.key, entry.key)},
                       {"internal", entry.internal},
                       {"active", entry.active},
                       {"has_default", entry.has_default},
                       {"options", entry.options}});
  Json out = head_json(element);
  out["configuration"] = std::move(entries);
  return out;
}

} // namespace

Outline outline_of(const operations::ElementsResult& result) {
  if (result.in_full)
    return result.elements.empty() ? Outline() : one_outline(*result.elements.front());
  Table table;
  for (const Element* element : result.elements)
    table.rows.push_back({{std::string(element->key)},
                          {std::string(element->hub)},
                          {std::string(element->authentication)},
                          {std::string(element->name)}});
  return {{{"", std::move(table)}}};
}

Json members_of(const operations::ElementsResult& result) {
  Json elements = Json::array();
  if (!result.in_full)
    for (const Element* element : result.elements)
      elements.push_back(head_json(*element));
  const bool one = result.in_full && !result.elements.empty();
  return {{"elements", std::move(elements)},
          {"element", one ? one_json(*result.elements.front()) : Json(nullptr)}};
}

} // namespace cerec::report
