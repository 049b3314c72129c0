#include "manifest/yaml_writer.hpp"

#include "cerec/base/text.hpp"
#include "manifest/value.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

namespace cerec::manifest {
namespace {

constexpr size_t k_flow_width = 100;

/// Texts that YAML, or an older YAML, takes for something else than a string.
bool is_other_type(std::string_view text) {
  constexpr std::array<std::string_view, 10> words = {"true", "false", "null", "~", "yes",
                                                      "no",   "on",    "off",  "y", "n"};
  const std::string small = base::lower(text);
  return is_json_number(text) || std::find(words.begin(), words.end(), small) != words.end() ||
         (!text.empty() && std::string_view("0123456789+-.").find(text.front()) != std::string_view::npos &&
          text.find_first_of("0123456789") != std::string_view::npos &&
          text.find_first_not_of("0123456789abcdefABCDEFxXoO+-._:") == std::string_view::npos);
}

/// Names of an account reach the log of a CI runner through `export` and `fmt` too.
bool holds_command(std::string_view text) {
  return base::defuse_commands(text, {}, {}) != text;
}

bool is_plain(std::string_view text, bool in_flow) {
  constexpr std::string_view indicators = "-?:,[]{}#&*!|>'\"%@`=<";
  if (text.empty() || is_other_type(text) || indicators.find(text.front()) != std::string_view::npos)
    return false;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':')
    return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
    return false;
  if (in_flow && text.find_first_of(",[]{}:?#") != std::string_view::npos)
    return false;
  if (holds_command(text))
    return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) {
                       const auto byte = static_cast<unsigned char>(c);
                       return byte >= 0x20 && byte < 0x7F;
                     }) ||
         (base::is_utf8(text) && base::visible(text) == text);
}

/// The escape of one character: `\u00AD`, `\U000E0000`.
std::string spelled(std::string_view character) {
  const uint32_t lead = static_cast<unsigned char>(character.front());
  uint32_t point = character.size() == 1   ? lead
                   : character.size() == 2 ? lead & 0x1Fu
                   : character.size() == 3 ? lead & 0x0Fu
                                           : lead & 0x07u;
  for (const char next : character.substr(1))
    point = point << 6u | (static_cast<unsigned char>(next) & 0x3Fu);
  return point > 0xFFFF ? fmt::format("\\U{:08X}", point) : fmt::format("\\u{:04X}", point);
}

/// Double quotes. What shows nothing is spelled, and so is what a CI runner takes for a command.
std::string in_quotes(std::string_view text) {
  Node node;
  node.kind = Node::Kind::string;
  node.text = std::string(text);
  std::string quoted = canonical_json(node);
  if (base::visible(quoted) != quoted) {
    std::string shown;
    for (std::string_view rest = quoted; !rest.empty();) {
      const std::string character = base::take_characters(rest, 1);
      shown += base::visible(character) == character ? character : spelled(character);
      rest.remove_prefix(character.size());
    }
    quoted = std::move(shown);
  }
  return base::defuse_commands(quoted, "\\x23", "\\x3A");
}

/// Literal block of a text with line breaks: `|` if it ends in one, `|-` if in none. Empty: it needs quotes.
std::string_view block_header(std::string_view text) {
  const size_t first = text.find('\n');
  if (first == std::string_view::npos || first == 0 || text.front() == ' ' || text.front() == '\t')
    return {};
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool before_break = i + 1 < text.size() && text[i + 1] == '\n';
    if ((byte < 0x20 && text[i] != '\n') || byte >= 0x7F ||
        (before_break && (text[i] == ' ' || text[i] == '\n')))
      return {};
  }
  if (text.back() == ' ' || holds_command(text))
    return {};
  return text.back() == '\n' ? "|" : "|-";
}

std::string flow(const Node& node) {
  if (node.is_scalar())
    return yaml_scalar(node, true);
  std::string out(1, node.kind == Node::Kind::mapping ? '{' : '[');
  const char* separator = "";
  for (const Node& item : node.items) {
    out += separator + flow(item);
    separator = ", ";
  }
  for (const Member& member : node.members) {
    out += fmt::format("{}{}: {}", separator, yaml_scalar(member.key, true), flow(member.value));
    separator = ", ";
  }
  out += node.kind == Node::Kind::mapping ? '}' : ']';
  return out;
}

class Writer {
public:
  explicit Writer(const Remarks& remarks) : remarks_(remarks) {}

  std::string document(const Node& root) {
    if (root.is_scalar() || is_empty(root))
      return flow(root) + "\n";
    container(root, 0);
    return std::move(out_);
  }

private:
  static bool is_empty(const Node& node) { return node.items.empty() && node.members.empty(); }

  void container(const Node& node, size_t indent) {
    for (size_t i = 0; i < node.items.size(); ++i)
      item(node.items[i], indent, i == 0);
    for (size_t i = 0; i < node.members.size(); ++i) {
      const Member& member = node.members[i];
      above(member.key, indent, i == 0);
      if (!on_dash_)
        out_.append(indent, ' ');
      on_dash_ = false;
      out_ += yaml_scalar(member.key, false) + ":";
      value(member.value, indent, beside(member.key));
    }
  }

  void item(const Node& node, size_t indent, bool first) {
    const bool nested = node.kind == Node::Kind::mapping && !is_empty(node) && !stays_flow(node, indent, "");
    above(node, indent, first); // an item and its first key may share their place, and so their comments
    if (nested)
      above(node.members.front().key, indent, true);
    if (!on_dash_)
      out_.append(indent, ' ');
    on_dash_ = false;
    out_ += "-";
    if (nested) {
      out_ += ' ';
      on_dash_ = true;
      container(node, indent + 2);
      return;
    }
    value(node, indent, beside(node));
  }

  void value(const Node& node, size_t indent, const std::string& comment) {
    const std::string tail = comment.empty() ? "\n" : fmt::format("  {}\n", comment);
    if (const std::string_view header = node.is_scalar() ? block_header(node.text) : ""; !header.empty()) {
      out_ += fmt::format(" {}{}", header, tail);
      block(node.text, indent + 2);
    } else if (node.is_scalar()) {
      out_ += " " + yaml_scalar(node, false) + tail;
    } else if (is_empty(node) || stays_flow(node, indent, comment)) {
      out_ += " " + flow(node) + tail;
    } else {
      out_ += tail;
      container(node, indent + 2);
    }
  }

  void block(std::string_view text, size_t indent) {
    if (text.back() == '\n')
      text.remove_suffix(1);
    for (const std::string_view line : base::split(text, '\n'))
      out_ += line.empty() ? "\n" : fmt::format("{}{}\n", std::string(indent, ' '), line);
  }

  [[nodiscard]] bool stays_flow(const Node& node, size_t indent, const std::string& comment) const {
    return node.flow && !has_remarks(node) && !has_break(node) &&
           indent + base::count_characters(flow(node)) + comment.size() < k_flow_width;
  }
  [[nodiscard]] bool has_remarks(const Node& node) const {
    const auto remarked = [&](const Node& part) {
      const Remarks::Entry* entry = remarks_.find(part);
      return entry != nullptr && (!entry->above.empty() || !entry->beside.empty());
    };
    return std::any_of(node.items.begin(), node.items.end(),
                       [&](const Node& part) { return remarked(part) || has_remarks(part); }) ||
           std::any_of(node.members.begin(), node.members.end(),
                       [&](const Member& part) { return remarked(part.key) || has_remarks(part.value); });
  }
  [[nodiscard]] static bool has_break(const Node& node) {
    return node.text.find('\n') != std::string::npos ||
           std::any_of(node.items.begin(), node.items.end(), has_break) ||
           std::any_of(node.members.begin(), node.members.end(),
                       [](const Member& part) { return has_break(part.value); });
  }

  /// Once for each place.
  void above(const Node& node, size_t indent, bool first) {
    const Remarks::Entry* entry = remarks_.find(node);
    if (entry == nullptr || !above_done_.insert(node.place.offset).second)
      return;
    if (entry->blank_before && !first)
      out_ += '\n';
    for (const std::string& comment : entry->above)
      out_ += fmt::format("{}{}\n", std::string(indent, ' '), comment);
  }

  [[nodiscard]] std::string beside(const Node& key) const {
    const Remarks::Entry* entry = remarks_.find(key);
    return entry == nullptr ? std::string() : entry->beside;
  }

  const Remarks& remarks_;
  std::string out_;
  bool on_dash_ = false; ///< "- " was written, its first key follows on this line
  std::set<uint32_t> above_done_;
};

void append_pretty(std::string& out, const Node& node, size_t indent) {
  if (node.is_scalar() || (node.items.empty() && node.members.empty())) {
    out += canonical_json(node);
    return;
  }
  const bool mapping = node.kind == Node::Kind::mapping;
  const std::string line = "\n" + std::string(indent + 2, ' ');
  out += mapping ? '{' : '[';
  const char* separator = "";
  for (const Node& item : node.items) {
    out += separator + line;
    append_pretty(out, item, indent + 2);
    separator = ",";
  }
  for (const Member& member : node.members) {
    out += separator + line + canonical_json(member.key) + ": ";
    append_pretty(out, member.value, indent + 2);
    separator = ",";
  }
  out += "\n" + std::string(indent, ' ') + (mapping ? '}' : ']');
}

} // namespace

std::string yaml_scalar(const Node& node, bool in_flow) {
  if (node.kind == Node::Kind::null)
    return "null";
  if (node.kind == Node::Kind::boolean || node.kind == Node::Kind::number || is_plain(node.text, in_flow))
    return node.text;
  return in_quotes(node.text);
}

std::string write_yaml(const Node& root, const Remarks& remarks) {
  return Writer(remarks).document(root);
}

std::string write_json(const Node& root) {
  std::string out;
  append_pretty(out, root, 0);
  return out + "\n";
}

void order_members(Node& root) {
  for (Node& item : root.items)
    order_members(item);
  if (root.kind != Node::Kind::mapping || root.find("element") == nullptr)
    return;
  constexpr std::array<std::string_view, 10> order = {"element",      "name",
                                                      "tags",         "configuration",
                                                      "providerData", "externalAuthentication",
                                                      "oauthProxy",   "retrieveObjectsAfterInstantiation",
                                                      "disabled",     "cerec"};
  const auto rank = [&](const Member& member) {
    return std::find(order.begin(), order.end(), member.key.text) - order.begin();
  };
  std::stable_sort(root.members.begin(), root.members.end(),
                   [&](const Member& a, const Member& b) { return rank(a) < rank(b); });
}

} // namespace cerec::manifest
