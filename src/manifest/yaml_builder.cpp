#include "manifest/yaml_builder.hpp"

#include "cerec/base/text.hpp"
#include "manifest/yaml_parts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>
#include <yaml-cpp/mark.h>

namespace cerec::manifest {
namespace {

Node::Kind kind_of(const Node& node, const std::string& tag) {
  const bool boolean = node.text == "true" || node.text == "false";
  if (node.plain)
    return boolean                     ? Node::Kind::boolean
           : is_json_number(node.text) ? Node::Kind::number
                                       : Node::Kind::string;
  if (tag == "tag:yaml.org,2002:bool" && boolean)
    return Node::Kind::boolean;
  if ((tag == "tag:yaml.org,2002:int" || tag == "tag:yaml.org,2002:float") && is_json_number(node.text))
    return Node::Kind::number;
  return Node::Kind::string;
}

/// "?" and "!" stand for plain and quoted texts without a tag.
bool is_tag(const std::string& tag) {
  return tag != "?" && tag != "!" && !tag.empty();
}

bool is_left_out(const Node& node) {
  return node.plain && node.text == k_left_out;
}

bool is_merge(const Member& member) {
  return member.key.plain && member.key.text == "<<";
}

} // namespace

YamlBuilder::YamlBuilder(const Scope& scope, const Limits& limits, const Piece& piece, Document& document)
    : scope_(scope), limits_(limits), document_(document), text_(scope.text().substr(0, piece.stretch.end)),
      cursor_(text_, piece.stretch.begin, piece.line) {}

void YamlBuilder::start(size_t offset) {
  skipped_ = offset;
  document_start_ = -1;
  anchors_.clear();
  stack_.clear();
}

Place YamlBuilder::place(const YAML::Mark& mark) {
  last_ = skipped_ + static_cast<size_t>(std::max(mark.pos, 0));
  return cursor_.at(last_);
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark) {
  // At a stray '}' or ']' yaml-cpp hands out empty documents for ever.
  if (std::exchange(document_start_, mark.pos) == mark.pos) {
    scope_.error("yaml-syntax", place(mark), "this character belongs to no document",
                 "a closing bracket without its opening one, or text after the end of the value");
    throw Abandon{Abandon::Reach::source};
  }
  anchors_.clear();
  stack_.clear();
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Node node;
  node.place = place(mark);
  finish(std::move(node), anchor);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  Node node;
  node.place = place(mark);
  node.text = value;
  node.plain = tag == "?";
  node.kind = kind_of(node, tag);
  measure(node);
  require_closed(node);
  document_.expanded = document_.expanded || anchor != 0 || is_tag(tag);
  finish(std::move(node), anchor);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const Place here = place(mark);
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) {
    scope_.error("alias-loop", here, "this alias refers to the value that holds it");
    throw Abandon{};
  }
  document_.alias_nodes += found->second.nodes;
  if (document_.alias_nodes > limits_.max_alias_nodes) {
    scope_.error("alias-limit", here,
                 fmt::format("aliases of this file expand to more than {} values", limits_.max_alias_nodes),
                 "write the values out, or split the file");
    throw Abandon{Abandon::Reach::source};
  }
  Node copy = found->second.node;
  copy.place = here;
  copy.one_line = false;
  add_nodes(found->second.nodes, here);
  place_node(std::move(copy));
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value style) {
  open(Node::Kind::sequence, mark, tag, anchor, style);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  open(Node::Kind::mapping, mark, tag, anchor, style);
}

/// The raw spelling of a scalar, if it is on one line and spelt as it reads or in quotes.
void YamlBuilder::measure(Node& node) const {
  const std::string_view rest = text_.substr(node.place.offset);
  if (rest.empty())
    return;
  size_t bytes = 0;
  if (rest[0] == '"' || rest[0] == '\'') {
    bytes = 1;
    while (bytes < rest.size() && rest[bytes] != rest[0] && rest[bytes] != '\n')
      bytes += rest[0] == '"' && rest[bytes] == '\\' && bytes + 1 < rest.size() ? 2 : 1;
    bytes = bytes < rest.size() && rest[bytes] == rest[0] ? bytes + 1 : 0;
  } else if (rest.substr(0, node.text.size()) == node.text && node.text.find('\n') == std::string::npos) {
    bytes = node.text.size();
  }
  if (bytes == 0)
    return;
  node.one_line = true;
  node.place.bytes = static_cast<uint32_t>(bytes);
  node.place.length =
      static_cast<uint32_t>(std::max<size_t>(1, base::count_characters(rest.substr(0, bytes))));
}

/// yaml-cpp takes a quote that is still open at the end of the input for closed.
void YamlBuilder::require_closed(const Node& node) const {
  const std::string_view rest = text_.substr(node.place.offset);
  if (node.one_line || rest.empty() || (rest[0] != '"' && rest[0] != '\''))
    return;
  size_t at = 1;
  while (at < rest.size() && rest[at] != rest[0])
    at += rest[0] == '"' && rest[at] == '\\' ? 2 : 1;
  if (at < rest.size())
    return;
  scope_.error("yaml-syntax", node.place, "this text is not closed before the end of the file",
               "add the closing quote");
  throw Abandon{};
}

void YamlBuilder::add_nodes(size_t count, const Place& here) {
  document_.nodes += count;
  if (document_.nodes > limits_.max_nodes) {
    scope_.error("too-large", here, fmt::format("this file holds more than {} values", limits_.max_nodes),
                 "split the file");
    throw Abandon{Abandon::Reach::source};
  }
}

void YamlBuilder::open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) {
  document_.expanded = document_.expanded || anchor != 0 || is_tag(tag);
  Frame frame;
  frame.node.flow = style == YAML::EmitterStyle::Flow;
  frame.node.kind = kind;
  frame.node.place = place(mark);
  frame.anchor = anchor;
  frame.nodes_before = document_.nodes;
  add_nodes(1, frame.node.place);
  if (stack_.size() >= static_cast<size_t>(limits_.max_depth)) {
    scope_.error("too-deep", frame.node.place,
                 fmt::format("values are nested more than {} deep", limits_.max_depth));
    throw Abandon{};
  }
  stack_.push_back(std::move(frame));
}

void YamlBuilder::close() {
  Frame frame = std::move(stack_.back());
  stack_.pop_back();
  if (frame.node.kind == Node::Kind::mapping)
    merge(frame.node);
  if (frame.anchor != 0)
    anchors_[frame.anchor] = {frame.node, document_.nodes - frame.nodes_before};
  place_node(std::move(frame.node));
}

void YamlBuilder::finish(Node node, YAML::anchor_t anchor) {
  add_nodes(1, node.place);
  if (anchor != 0)
    anchors_[anchor] = {node, 1};
  place_node(std::move(node));
}

void YamlBuilder::place_root(Node node) {
  const bool nothing_left = node.torn && node.items.empty() && node.members.empty();
  if (node.kind != Node::Kind::null && !nothing_left && !is_left_out(node))
    document_.roots.push_back(std::move(node));
}

void YamlBuilder::place_node(Node node) {
  if (stack_.empty())
    return place_root(std::move(node));
  Frame& top = stack_.back();
  top.node.torn = top.node.torn || node.torn || is_left_out(node);
  if (top.node.kind == Node::Kind::sequence) {
    if (!is_left_out(node))
      top.node.items.push_back(std::move(node));
  } else if (!top.has_key) {
    if (!node.is_scalar() || node.kind == Node::Kind::null) {
      const bool flow = node.kind == Node::Kind::mapping;
      scope_.error("bad-key", node.place, fmt::format("{} cannot be a key", kind_name(node)),
                   flow ? "a text that starts with '{' needs quotes" : "");
      throw Abandon{};
    }
    top.key = std::move(node);
    top.has_key = true;
  } else {
    if (!is_left_out(top.key))
      top.node.members.push_back({std::move(top.key), std::move(node)});
    top.has_key = false;
  }
}

/// `<<: *defaults` and `<<: [*a, *b]`: members that the mapping does not state itself.
void YamlBuilder::merge(Node& mapping) const {
  if (std::none_of(mapping.members.begin(), mapping.members.end(), is_merge))
    return;
  Node result = mapping;
  result.members.clear();
  std::vector<Node> sources;
  std::set<std::string> stated;
  for (Member& member : mapping.members) {
    if (!is_merge(member)) {
      stated.insert(member.key.text);
      result.members.push_back(std::move(member));
    } else if (member.value.kind == Node::Kind::sequence)
      std::move(member.value.items.begin(), member.value.items.end(), std::back_inserter(sources));
    else
      sources.push_back(std::move(member.value));
  }
  for (Node& source : sources) {
    if (source.kind != Node::Kind::mapping) {
      scope_.error("bad-merge", source.place, "'<<' takes a mapping or a list of mappings",
                   "for example '<<: *defaults'");
      throw Abandon{};
    }
    for (Member& member : source.members) {
      if (stated.insert(member.key.text).second)
        result.members.push_back(std::move(member));
    }
  }
  mapping = std::move(result);
}

} // namespace cerec::manifest
