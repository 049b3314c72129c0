#include "manifest/readers.hpp"
#include "manifest/yaml_parts.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace cerec::manifest {
namespace {

/// Ends the reading of a document, or of the whole source; the fault has been reported.
struct Abandon {
  enum class Reach { document, source } reach = Reach::document;
};

/// Builds nodes from yaml-cpp's events. Marks are byte offsets into the text after the byte order mark.
class Builder : public YAML::EventHandler {
public:
  /// Nothing behind `piece` is looked at.
  Builder(const Scope& scope, const Limits& limits, const Piece& piece, Document& document)
      : scope_(scope), limits_(limits), document_(document), text_(scope.text().substr(0, piece.stretch.end)),
        cursor_(text_, piece.stretch.begin, piece.line) {}

  /// What comes next was cut off the source at `offset`; roots before `kept_from` are looked at for their
  /// faults alone.
  void start(size_t offset, size_t kept_from) {
    skipped_ = offset;
    kept_from_ = kept_from;
    document_start_ = -1;
    anchors_.clear();
    stack_.clear();
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    // At a stray '}' or ']' yaml-cpp hands out empty documents for ever.
    if (std::exchange(document_start_, mark.pos) == mark.pos) {
      scope_.error("yaml-syntax", place(mark), "this character belongs to no document",
                   "a closing bracket without its opening one, or text after the end of the value");
      throw Abandon{Abandon::Reach::source};
    }
    anchors_.clear();
    stack_.clear();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.place = place(mark);
    finish(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
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

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
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

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::sequence, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::mapping, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

  [[nodiscard]] Place place(const YAML::Mark& mark) {
    last_ = skipped_ + static_cast<size_t>(std::max(mark.pos, 0));
    return cursor_.at(last_);
  }
  /// Where the last event was.
  [[nodiscard]] size_t last() const { return last_; }

private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    size_t nodes_before = 0;
    bool has_key = false;
    Node key;
  };
  struct Anchor {
    Node node;
    size_t nodes = 0;
  };

  static Node::Kind kind_of(const Node& node, const std::string& tag) {
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
  static bool is_tag(const std::string& tag) { return tag != "?" && tag != "!" && !tag.empty(); }

  /// The raw spelling of a scalar, if it is on one line and spelt as it reads or in quotes.
  void measure(Node& node) const {
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
  void require_closed(const Node& node) const {
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

  void add_nodes(size_t count, const Place& here) {
    document_.nodes += count;
    if (document_.nodes > limits_.max_nodes) {
      scope_.error("too-large", here, fmt::format("this file holds more than {} values", limits_.max_nodes),
                   "split the file");
      throw Abandon{Abandon::Reach::source};
    }
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
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

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (frame.node.kind == Node::Kind::mapping)
      merge(frame.node);
    if (frame.anchor != 0)
      anchors_[frame.anchor] = {frame.node, document_.nodes - frame.nodes_before};
    place_node(std::move(frame.node));
  }

  void finish(Node node, YAML::anchor_t anchor) {
    add_nodes(1, node.place);
    if (anchor != 0)
      anchors_[anchor] = {node, 1};
    place_node(std::move(node));
  }

  void place_node(Node node) {
    if (stack_.empty()) {
      if (node.kind != Node::Kind::null && node.place.offset >= kept_from_)
        document_.roots.push_back(std::move(node));
      return;
    }
    Frame& top = stack_.back();
    if (top.node.kind == Node::Kind::sequence) {
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
      top.node.members.push_back({std::move(top.key), std::move(node)});
      top.has_key = false;
    }
  }

  /// `<<: *defaults` and `<<: [*a, *b]`: members that the mapping does not state itself.
  void merge(Node& mapping) {
    const auto is_merge = [](const Member& member) { return member.key.plain && member.key.text == "<<"; };
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

  const Scope& scope_;
  const Limits& limits_;
  Document& document_;
  std::string_view text_;
  LineCursor cursor_;
  size_t skipped_ = 0, kept_from_ = 0, last_ = 0;
  int document_start_ = -1; ///< where the document before started
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, Anchor> anchors_;
};

struct Advice {
  std::string_view says, message, hint;
  bool local = false; ///< of one line: what follows it is not hurt
};

/// yaml-cpp's messages that leave a reader at a loss, in better words.
constexpr Advice k_advice[] = {
    {"illegal map value", "a ':' stands where no key can be",
     "quote a text that holds ': ', and check the indentation of this line", true},
    {"end of map not found", "this line does not fit the mapping above it",
     "members of one mapping start in one column, each as 'key: value'", true},
    {"end of map flow not found", "'{' without its '}', or a comma is missing", ""},
    {"end of sequence flow not found", "'[' without its ']', or a comma is missing", ""},
    {"end of sequence not found", "this line does not fit the list above it",
     "items of one list start with '- ' in one column"},
    {"illegal tab", "a tab cannot indent YAML", "use blanks", true},
    {"the referenced anchor is not defined", "this alias names an anchor that does not exist",
     "a text that starts with '*' needs quotes", true},
    {"illegal EOF in scalar", "a quoted text is not closed before the end of the file",
     "add the closing quote"},
    {"illegal document indicator in scalar", "a quoted text is not closed before the end of the document",
     "add the closing quote"},
    {"unknown token", "this character cannot start a value",
     "a text that starts with '@', '`' or '%' needs quotes", true},
};

/// The line up to the fault holds `${` after an opening bracket: YAML takes the reference's own brace for
/// one.
bool has_bare_reference(const Scope& scope, const Place& place) {
  const std::string_view before = scope.text().substr(0, place.offset);
  const size_t newline = before.rfind('\n');
  const std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  const size_t reference = std::min(line.rfind(" ${"), line.rfind("[${"));
  const size_t bracket = line.find_first_of("{[");
  return reference != std::string_view::npos && bracket != std::string_view::npos && bracket <= reference;
}

const Advice* advice_for(std::string_view says) {
  for (const Advice& advice : k_advice)
    if (says.find(advice.says) != std::string_view::npos)
      return &advice;
  return nullptr;
}

void report_syntax(const Scope& scope, const Place& place, std::string_view says) {
  if (has_bare_reference(scope, place)) {
    scope.error("yaml-syntax", place, "a reference inside {...} or [...] needs quotes",
                "write \"${env:NAME}\", or each member on a line of its own");
    return;
  }
  if (const Advice* advice = advice_for(says)) {
    scope.error("yaml-syntax", place, std::string(advice->message), std::string(advice->hint));
    return;
  }
  scope.error("yaml-syntax", place, fmt::format("invalid YAML: {}", says));
}

/// A fault that ends the reading of a stretch of the source.
struct Fault {
  size_t offset = 0;
  size_t read_until = 0; ///< where the last event before it was
  enum class Reach { line, document, source } reach = Reach::document;
};

/// Hands the documents of a text to the builder; throws what they throw.
void read_documents(Builder& builder, std::string text) {
  std::istringstream stream{std::move(text)};
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
}

/// Reads documents from `begin` on. A fault before `told_before` follows from one that has been told.
std::optional<Fault> read_stretch(const Scope& scope, Builder& builder, const std::string& text, size_t begin,
                                  size_t told_before) {
  const auto tell = [&](const YAML::Exception& fault) {
    const size_t last = builder.last();
    const Place place = builder.place(fault.mark);
    const size_t line = text.rfind('\n', place.offset == 0 ? 0 : place.offset - 1) + 1;
    if (text[std::min(line, text.size() - 1)] == '%') { // a directive is of all that follows
      report_syntax(scope, place, fault.msg);
      return Fault{place.offset, last, Fault::Reach::source};
    }
    const Advice* advice = advice_for(fault.msg);
    if (place.offset >= told_before)
      report_syntax(scope, place, fault.msg);
    return Fault{place.offset, last,
                 advice != nullptr && advice->local && place.offset >= told_before ? Fault::Reach::line
                                                                                   : Fault::Reach::document};
  };
  try {
    read_documents(builder, text.substr(begin));
  } catch (const Abandon& end) {
    return Fault{builder.last(), builder.last(),
                 end.reach == Abandon::Reach::source ? Fault::Reach::source : Fault::Reach::document};
  } catch (const YAML::Exception& fault) {
    return tell(fault);
  }
  return std::nullopt;
}

} // namespace

/// One fault hides no other where that is safe: after a fault of one line its member or list item is left out
/// and the document read again; after any other fault the items before it are read again, and reading goes on
/// at the next document. Of a mapping with a member left out only the faults count: what it lacks would be
/// told as missing.
Document read_yaml(const Scope& scope, const Limits& limits) {
  constexpr int most_faults = 40; // of one file; more would bury the first
  Document document;
  std::string text(scope.text()); // parts that are left out become blanks, so that places stay
  size_t begin = mark_size(text), told_before = 0, kept_from = 0;
  Builder builder(scope, limits, {{begin, text.size()}, 1}, document);
  for (int faults = 0; faults < most_faults; ++faults) {
    builder.start(begin, kept_from);
    const auto fault = read_stretch(scope, builder, text, begin, told_before);
    if (!fault)
      return document;
    document.whole = false;
    const Stretch of_document = document_at(text, begin, fault->offset);
    const auto part =
        fault->reach == Fault::Reach::line ? part_at(text, of_document, fault->offset) : std::nullopt;
    const auto intact = part ? std::nullopt : intact_items(text, of_document, fault->read_until);
    if (fault->reach == Fault::Reach::source || (!part && !intact && of_document.end == text.size()))
      return document;
    if (intact) {
      blank(text, {intact->end, of_document.end});
      begin = of_document.begin;
      told_before = of_document.end;
    } else if (part) {
      blank(text, part->stretch);
      begin = of_document.begin;
      told_before = part->stretch.end;
      kept_from = part->is_item ? kept_from : of_document.end;
    } else {
      begin = told_before = of_document.end;
    }
  }
  return document;
}

std::optional<Document> read_yaml_piece(const Scope& scope, const Limits& limits, const Piece& piece) {
  const auto [begin, end] = piece.stretch;
  const size_t mark = begin == 0 ? mark_size(scope.text()) : begin;
  Document document;
  Builder builder(scope, limits, {{mark, end}, piece.line}, document);
  builder.start(mark, 0);
  // What follows is told to yaml-cpp: it treats some ends of a document and the end of the text differently.
  const bool last = end == scope.text().size();
  std::string text(scope.text().substr(mark, end - mark));
  try {
    read_documents(builder, last ? std::move(text) : text.append("---"));
    document.nodes -= last ? 0 : 1; // the null document behind it
  } catch (const Abandon&) {
    return std::nullopt;
  } catch (const YAML::Exception&) {
    return std::nullopt;
  }
  return document;
}

} // namespace cerec::manifest
