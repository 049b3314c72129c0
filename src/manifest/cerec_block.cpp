#include "cerec/base/text.hpp"
#include "manifest/hygiene.hpp"
#include "manifest/instance_reader.hpp"

#include <fmt/format.h>
#include <unordered_set>

namespace cerec::manifest {
namespace {

void read_id(const Scope& scope, const Node& value, ManifestInstance& instance) {
  if (!value.is_text() || !model::is_valid_id(value.text)) {
    scope.error("bad-id", value, "'cerec.id' is 1 to 60 characters out of A-Z a-z 0-9 . _ -",
                "it names the instance for good: 'analytics-prod'");
    return;
  }
  instance.logical_id = value.text;
  instance.id_is_derived = false;
}

void read_on_remove(const Scope& scope, const Node& value, ManifestInstance& instance) {
  if (value.is_text() && (value.text == "delete" || value.text == "release"))
    instance.release = value.text == "release";
  else
    scope.error("wrong-value", value, "'cerec.onRemove' is 'delete' or 'release'",
                "'release' forgets the instance and leaves it alive when its manifest is removed");
}

model::SinkSpec read_sink(const Scope& scope, const Node& node) {
  model::SinkSpec sink;
  sink.origin = scope.span(node);
  if (node.is_text()) {
    sink.type = node.text;
    return sink;
  }
  for (const auto& [key, value] : node.members) {
    std::vector<std::string> texts;
    if (value.kind == Node::Kind::sequence)
      texts = read_texts(scope, value, fmt::format("'{}'", key.text));
    else if (value.is_text())
      texts.push_back(value.text);
    else
      scope.error("wrong-type", value, fmt::format("'{}' is a text or a list of texts", key.text));
    check_texts(scope, value, fmt::format("'{}'", key.text));
    if (key.text == "type")
      sink.type = texts.empty() ? "" : texts.front();
    else
      sink.settings.emplace(key.text, std::move(texts));
  }
  return sink;
}

} // namespace

bool read_flag(const Scope& scope, const Member& member, bool otherwise) {
  if (member.value.kind == Node::Kind::boolean)
    return member.value.text == "true";
  scope.error("wrong-type", member.value,
              fmt::format("'{}' is true or false, not {}", member.key.text, kind_name(member.value)),
              member.value.kind == Node::Kind::string ? "write true or false, without quotes" : "");
  return otherwise;
}

std::vector<std::string> read_texts(const Scope& scope, const Node& node, std::string_view what) {
  std::vector<std::string> result;
  if (node.kind == Node::Kind::null)
    return result;
  if (node.kind != Node::Kind::sequence) {
    scope.error("wrong-type", node, fmt::format("{} is a list of texts, not {}", what, kind_name(node)),
                node.is_scalar() ? "put it in brackets: [...]" : "");
    return result;
  }
  for (const Node& item : node.items) {
    if (item.is_text() && !item.text.empty())
      result.push_back(item.text);
    else
      scope.error("wrong-type", item, fmt::format("items of {} are texts", what));
  }
  return result;
}

std::vector<model::SinkSpec> read_sinks(const Scope& scope, const Node& node) {
  std::vector<model::SinkSpec> result;
  if (node.kind == Node::Kind::null)
    return result;
  if (node.kind != Node::Kind::sequence) {
    scope.error("wrong-type", node, fmt::format("'tokens' is a list of sinks, not {}", kind_name(node)),
                "for example 'tokens: [{type: file, path: tokens.json}]'");
    return result;
  }
  for (const Node& item : node.items) {
    model::SinkSpec sink =
        item.is_text() || item.kind == Node::Kind::mapping ? read_sink(scope, item) : model::SinkSpec{};
    if (sink.type.empty() && item.torn)
      continue; // its type may be in the part that was left out
    if (sink.type.empty())
      scope.error("missing-field", item, "a sink needs its 'type'",
                  "for example '{type: file, path: tokens.json}'");
    else
      result.push_back(std::move(sink));
  }
  return result;
}

void read_cerec_block(const Scope& scope, const Node& node, ManifestInstance& instance) {
  static const std::vector<std::string_view> known = {"id",     "previousNames", "protect",
                                                      "ignore", "tokens",        "onRemove"};
  if (node.kind == Node::Kind::null)
    return;
  if (node.kind != Node::Kind::mapping) {
    scope.error("wrong-type", node, fmt::format("'cerec' is a mapping, not {}", kind_name(node)));
    return;
  }
  std::unordered_set<std::string_view> seen;
  for (const Member& member : node.members) {
    const std::string_view key = member.key.text;
    if (!seen.insert(key).second)
      continue; // a repetition, reported
    if (key == "id")
      read_id(scope, member.value, instance);
    else if (key == "previousNames") {
      instance.previous_names = read_texts(scope, member.value, "'cerec.previousNames'");
      check_texts(scope, member.value, "'cerec.previousNames'");
    } else if (key == "protect")
      instance.protect = read_flag(scope, member, false);
    else if (key == "ignore")
      instance.ignore = read_texts(scope, member.value, "'cerec.ignore'");
    else if (key == "tokens")
      instance.sinks = read_sinks(scope, member.value);
    else if (key == "onRemove")
      read_on_remove(scope, member.value, instance);
    else
      report_unknown(scope, member.key, known, "'cerec'");
  }
}

} // namespace cerec::manifest
