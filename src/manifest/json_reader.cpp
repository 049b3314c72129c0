#include "manifest/json_reader.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

/// Structure: reads on after every fault whose repair is obvious.
class JsonReader {
public:
  JsonReader(const Scope& scope, const Limits& limits)
      : scope_(scope), limits_(limits), scanner_(scope, mark_size(scope.text())) {}

  Document read() {
    Document document;
    scanner_.skip_blanks();
    if (scanner_.rest().substr(0, 2) == "'{" || scanner_.rest().substr(0, 2) == "'[") {
      scanner_.fault(scanner_.offset(), 1, "quotes around the JSON belong to a shell command", "remove them");
      scanner_.stop();
    } else if (!scanner_.at_end()) {
      document.roots.push_back(value(1));
      after_root(document.roots.back());
    }
    if (unclosed_ != nullptr && !document.roots.empty())
      point_at_swallowed(document.roots.front());
    scanner_.report_crowds();
    document.sound = document.whole = !scanner_.stopped();
    return document;
  }

private:
  Node value(int depth) {
    if (++nodes_ > limits_.max_nodes)
      return give_up(fmt::format("this file holds more than {} values", limits_.max_nodes));
    if (depth > limits_.max_depth)
      return give_up(fmt::format("values are nested more than {} deep", limits_.max_depth));
    const char c = scanner_.peek();
    if (c == '{' || c == '[')
      return container(depth);
    if (scanner_.at_quote())
      return scanner_.read_string();
    if (c == '}' || c == ']' || c == ',' || c == ':')
      return give_up("a value is missing here");
    return scanner_.read_word();
  }

  Node give_up(std::string message) {
    if (!scanner_.stopped())
      scanner_.fault(scanner_.offset(), 1, std::move(message));
    scanner_.stop();
    return {};
  }

  Node container(int depth) {
    const bool mapping = scanner_.peek() == '{';
    Node node;
    node.kind = mapping ? Node::Kind::mapping : Node::Kind::sequence;
    node.place = scanner_.place(scanner_.offset());
    scanner_.take();
    members(node, depth);
    return node;
  }

  /// Members or items up to the closing bracket.
  void members(Node& node, int depth) {
    const char closing = node.kind == Node::Kind::mapping ? '}' : ']';
    std::optional<size_t> comma; // the comma before the next member
    while (true) {
      scanner_.skip_blanks();
      if (scanner_.stopped() || ended(node))
        return;
      const char c = scanner_.peek();
      if (c == closing) {
        if (comma)
          scanner_.fault(*comma, 1, fmt::format("a comma before '{}'", closing), "remove the comma");
        closing_ = scanner_.offset();
        scanner_.take();
        return;
      }
      if (c == '}' || c == ']') {
        scanner_.fault(scanner_.offset(), 1, fmt::format("'{}' where '{}' is expected", c, closing))
            .notes.push_back({scope_.span(node), "opened here"});
        scanner_.stop();
        return;
      }
      if (c == ',') {
        scanner_.fault(scanner_.offset(), 1, "a comma without a value before it", "remove the comma");
        scanner_.take();
        continue;
      }
      if (closing == '}')
        member(node, depth);
      else
        node.items.push_back(value(depth + 1));
      if (scanner_.stopped())
        return;
      comma = separator(closing);
    }
  }

  bool ended(const Node& node) {
    if (!scanner_.at_end())
      return false;
    const char opening = node.kind == Node::Kind::mapping ? '{' : '[';
    unclosed_ = &scanner_.fault(scanner_.last_end(), 1,
                                fmt::format("the file ends, but this '{}' is still open: {}:{}", opening,
                                            node.place.line, node.place.column),
                                fmt::format("add the missing '{}'", opening == '{' ? '}' : ']'));
    unclosed_->notes.push_back({scope_.span(node), "opened here"});
    scanner_.stop();
    return true;
  }

  void member(Node& node, int depth) {
    const size_t begin = scanner_.offset();
    Node key = scanner_.at_quote() ? scanner_.read_string() : scanner_.read_word();
    if (key.kind != Node::Kind::string) { // 1, true, null: words that may be values
      scanner_.fault(begin, scanner_.offset() - begin, "a key without quotes", "put it in double quotes");
      key.text = std::string(scope_.text().substr(begin, scanner_.offset() - begin));
    }
    key.kind = Node::Kind::string;
    scanner_.skip_blanks();
    if (scanner_.peek() == ':' || scanner_.peek() == '=') {
      if (scanner_.peek() == '=')
        scanner_.fault(scanner_.offset(), 1, "'=' where ':' is expected");
      scanner_.take();
    } else {
      scanner_.fault(scanner_.last_end(), 1, "':' and a value are expected here");
      if (scanner_.at_end() || scanner_.peek() == ',' || scanner_.peek() == '}')
        return;
    }
    scanner_.skip_blanks();
    if (scanner_.peek() == ',' || scanner_.peek() == '}') {
      scanner_.fault(scanner_.last_end(), 1, "a value is missing here", "null, \"\" or the value itself");
      return;
    }
    if (scanner_.at_end())
      return;
    Node read = value(depth + 1);
    node.members.push_back({std::move(key), std::move(read)});
  }

  /// After a member: its comma, or the fault that stands in its place.
  std::optional<size_t> separator(char closing) {
    scanner_.skip_blanks();
    const size_t here = scanner_.offset();
    const char c = scanner_.peek();
    if (c == ',') {
      scanner_.take();
      return here;
    }
    if (scanner_.at_end() || scanner_.stopped() || c == '}' || c == ']')
      return std::nullopt;
    if ((c == '.' || c == ';') && here == scanner_.last_end()) {
      scanner_.fault(here, 1, fmt::format("'{}' where ',' is expected", c));
      scanner_.take();
    } else if (here == scanner_.last_end() || !starts_value(c, closing)) {
      scanner_.fault(here, 1, "text after the end of this value", "a quote inside a text is written \\\"");
      scanner_.stop();
    } else {
      scanner_.fault(scanner_.last_end(), 1, "a comma is missing here");
    }
    return std::nullopt;
  }

  [[nodiscard]] bool starts_value(char c, char closing) const {
    return scanner_.at_quote() ||
           (closing == ']' && (c == '{' || c == '[' || c == '-' || (c >= '0' && c <= '9')));
  }

  void after_root(Node& root) {
    while (!scanner_.stopped()) {
      scanner_.skip_blanks();
      if (scanner_.at_end() || scanner_.stopped())
        return;
      const size_t here = scanner_.offset();
      const char c = scanner_.peek();
      if (root.kind == Node::Kind::mapping && (c == ',' || c == '"') && member_follows()) {
        scanner_.fault(closing_, 1, "this '}' closes the whole manifest, but members follow it",
                       "remove it, or move it to the end");
        if (c == ',')
          scanner_.take();
        members(root, 1);
      } else if (c == '}' || c == ']') {
        scanner_.fault(here, 1, fmt::format("'{}' without its opening bracket", c), "remove it");
        scanner_.take();
      } else {
        scanner_.fault(here, 1, "text after the end of the JSON value",
                       c == '{'    ? "put several instances in a list: [{...}, {...}]"
                       : c == '\'' ? "the quotes around the JSON belong to a shell command"
                                   : "");
        return;
      }
    }
  }

  /// `, "key":` or `"key":` comes next.
  [[nodiscard]] bool member_follows() const {
    std::string_view rest = scanner_.rest();
    rest.remove_prefix(rest[0] == ',' ? 1 : 0);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    if (rest.empty() || rest[0] != '"')
      return false;
    const size_t close = rest.find('"', 1);
    if (close == std::string_view::npos)
      return false;
    const size_t colon = rest.find_first_not_of(" \t\r\n", close + 1);
    return colon != std::string_view::npos && rest[colon] == ':';
  }

  /// With a brace missing, what follows falls into the mapping above: `tags` within `configuration` tells
  /// where.
  void point_at_swallowed(const Node& root) {
    const Member* configuration = root.find("configuration");
    if (configuration == nullptr)
      return;
    for (const std::string_view name : {"tags", "name", "element", "providerData"}) {
      if (const Member* swallowed = configuration->value.find(name)) {
        unclosed_->notes.push_back(
            {scope_.span(swallowed->key),
             fmt::format("'{}' falls into 'configuration' here: its '}}' is missing before this line",
                         name)});
        return;
      }
    }
  }

  const Scope& scope_;
  const Limits& limits_;
  JsonScanner scanner_;
  size_t nodes_ = 0;
  size_t closing_ = 0; ///< of the container closed last
  base::Diagnostic* unclosed_ = nullptr;
};

} // namespace

Document read_json(const Scope& scope, const Limits& limits) {
  return JsonReader(scope, limits).read();
}

} // namespace cerec::manifest
