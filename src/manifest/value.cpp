#include "manifest/value.hpp"

#include "cerec/base/json_text.hpp"
#include "manifest/hygiene.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace cerec::manifest {
namespace {

void append_json(std::string& out, const Node& node) {
  switch (node.kind) {
  case Node::Kind::null:
    out += "null";
    return;
  case Node::Kind::boolean:
  case Node::Kind::number:
    out += node.text;
    return;
  case Node::Kind::string:
    base::append_json_string(out, node.text);
    return;
  case Node::Kind::sequence:
    out += '[';
    for (size_t i = 0; i < node.items.size(); ++i) {
      out += i == 0 ? "" : ",";
      append_json(out, node.items[i]);
    }
    out += ']';
    return;
  case Node::Kind::mapping:
    break;
  }
  std::map<std::string_view, const Node*> members;
  for (const Member& member : node.members)
    members.emplace(member.key.text, &member.value);
  out += '{';
  bool first = true;
  for (const auto& [key, value] : members) {
    out += first ? "" : ",";
    first = false;
    base::append_json_string(out, key);
    out += ':';
    append_json(out, *value);
  }
  out += '}';
}

model::Value::Kind kind_of(const Node& node) {
  switch (node.kind) {
  case Node::Kind::null:
    return model::Value::Kind::null;
  case Node::Kind::boolean:
    return model::Value::Kind::boolean;
  case Node::Kind::number:
    return model::Value::Kind::number;
  case Node::Kind::string:
    return model::Value::Kind::string;
  case Node::Kind::sequence:
  case Node::Kind::mapping:
    break;
  }
  return model::Value::Kind::json;
}

/// Members of an instance that a missing brace or a slip of indentation puts into `configuration`.
bool belongs_outside(const Member& member) {
  const std::string_view key = member.key.text;
  if (key == "tags")
    return member.value.kind == Node::Kind::sequence;
  if (key == "element" || key == "providerData" || key == "cerec")
    return member.value.kind == Node::Kind::mapping;
  return key == "name";
}

} // namespace

std::string canonical_json(const Node& node) {
  std::string out;
  append_json(out, node);
  return out;
}

TemplateValue read_value(const Scope& scope, const Node& key, const Node& value) {
  TemplateValue result;
  result.kind = kind_of(value);
  result.span = scope.span(value);
  result.key_span = scope.span(key);
  if (value.kind == Node::Kind::null)
    return result;
  if (value.kind == Node::Kind::boolean || value.kind == Node::Kind::number) {
    Template::Part part;
    part.literal = value.text;
    result.text.parts.push_back(std::move(part));
    return result;
  }
  const std::string text = value.kind == Node::Kind::string ? value.text : canonical_json(value);
  result.text = parse_template(text, result.span, scope.diagnostics());
  return result;
}

void check_repeated_keys(const Scope& scope, const Node& node) {
  std::unordered_map<std::string_view, const Node*> seen;
  for (const Member& member : node.members) {
    const auto [first, added] = seen.emplace(member.key.text, &member.key);
    if (!added)
      scope
          .error("duplicate-key", member.key, fmt::format("'{}' is stated twice", member.key.text),
                 "keep one of the two")
          .notes.push_back({scope.span(*first->second), "first stated here"});
    check_repeated_keys(scope, member.value);
  }
  for (const Node& item : node.items)
    check_repeated_keys(scope, item);
}

std::map<std::string, TemplateValue> read_configuration(const Scope& scope, const Node& node) {
  std::map<std::string, TemplateValue> result;
  if (node.kind == Node::Kind::null)
    return result;
  if (node.kind != Node::Kind::mapping) {
    scope.error("wrong-type", node,
                fmt::format("'configuration' is a mapping of keys to values, not {}", kind_name(node)));
    return result;
  }
  for (const auto& [key, value] : node.members) {
    if (key.text.empty()) {
      scope.error("empty", key, "a configuration key is empty");
      continue;
    }
    if (belongs_outside({key, value})) {
      scope.error("misplaced", key, fmt::format("'{}' stands inside 'configuration'", key.text),
                  "it is a member of the instance: close 'configuration' before it");
      continue;
    }
    if (value.kind == Node::Kind::sequence) {
      scope.error(
          "wrong-type", value,
          fmt::format("'{}' is a list; configuration values are texts, booleans, numbers, null or objects",
                      key.text),
          "lists are written as one text, with the separator that the element expects: \"a,b\" or \"a|b\"");
      continue;
    }
    check_texts(scope, value, fmt::format("'{}'", key.text));
    result.emplace(key.text, read_value(scope, key, value));
  }
  return result;
}

} // namespace cerec::manifest
