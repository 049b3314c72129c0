#include "cerec/manifest/emit.hpp"

#include "manifest/readers.hpp"
#include "manifest/yaml_writer.hpp"

namespace cerec::manifest {
namespace {

Node text_node(std::string text) {
  Node node;
  node.kind = Node::Kind::string;
  node.text = std::move(text);
  return node;
}

Node scalar_node(Node::Kind kind, std::string text) {
  Node node = text_node(std::move(text));
  node.kind = kind;
  return node;
}

void add(Node& mapping, std::string key, Node value) {
  mapping.members.push_back({text_node(std::move(key)), std::move(value)});
}

Node mapping_node() {
  Node node;
  node.kind = Node::Kind::mapping;
  return node;
}

/// Canonical JSON as a tree; a text that is no JSON stays a text.
Node json_node(const std::string& text) {
  auto source = std::make_shared<base::SourceFile>();
  source->text = text;
  base::Diagnostics faults;
  const Scope scope(source, faults);
  Document document = read_json(scope, {});
  return faults.empty() && !document.roots.empty() ? std::move(document.roots.front()) : text_node(text);
}

Node value_node(const EmitValue& value) {
  switch (value.kind) {
  case model::Value::Kind::null:
    return {};
  case model::Value::Kind::string:
    return text_node(value.text);
  case model::Value::Kind::boolean:
    return scalar_node(Node::Kind::boolean, value.text);
  case model::Value::Kind::number:
    return scalar_node(Node::Kind::number, value.text);
  case model::Value::Kind::json:
    break;
  }
  return json_node(value.text);
}

} // namespace

std::string emit(const EmitInstance& instance) {
  Node root = mapping_node();
  add(root, "element", text_node(instance.element));
  add(root, "name", text_node(instance.name));
  if (!instance.tags.empty() || instance.empty_tags) {
    Node tags;
    tags.kind = Node::Kind::sequence;
    tags.flow = true;
    for (const std::string& tag : instance.tags)
      tags.items.push_back(text_node(tag));
    add(root, "tags", std::move(tags));
  }
  if (!instance.configuration.empty()) {
    Node configuration = mapping_node();
    for (const auto& [key, value] : instance.configuration)
      add(configuration, key, value_node(value));
    add(root, "configuration", std::move(configuration));
  }
  if (instance.disabled)
    add(root, "disabled", scalar_node(Node::Kind::boolean, *instance.disabled ? "true" : "false"));
  Node block = mapping_node();
  if (!instance.logical_id.empty())
    add(block, "id", text_node(instance.logical_id));
  if (instance.protect)
    add(block, "protect", scalar_node(Node::Kind::boolean, "true"));
  if (!block.members.empty())
    add(root, "cerec", std::move(block));
  return write_yaml(root, {});
}

} // namespace cerec::manifest
