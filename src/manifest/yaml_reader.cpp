#include "manifest/readers.hpp"
#include "manifest/yaml_builder.hpp"
#include "manifest/yaml_faults.hpp"
#include "manifest/yaml_parts.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace cerec::manifest {
namespace {

/// A fault that ends the reading of a stretch of the source.
struct Fault {
  size_t offset = 0;
  size_t read_until = 0; ///< where the last event before it was
  YamlReach reach = YamlReach::rest;
  bool ends_all = false; ///< nothing behind it can be read
  bool is_new = true;    ///< it does not follow from one that has been told
};

/// Hands the documents of a text to the builder; throws what the two throw.
void read_documents(YamlBuilder& builder, std::string text) {
  std::istringstream stream{std::move(text)};
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
}

/// Reads the documents of one source, and reads on behind faults.
class YamlReader {
public:
  YamlReader(const Scope& scope, const Limits& limits)
      : scope_(scope), text_(scope.text()), begin_(mark_size(text_)),
        builder_(scope, limits, {{begin_, text_.size()}, 1}, document_) {}

  Document read() {
    constexpr int most_faults = 40; // of one file; more would bury the first
    for (int faults = 0; faults < most_faults; ++faults) {
      builder_.start(begin_);
      const auto fault = read_stretch();
      if (!fault)
        break;
      document_.whole = false;
      const Stretch of_document = document_at(text_, begin_, fault->offset);
      if (fault->ends_all)
        break;
      if (shorten(*fault, of_document)) {
        begin_ = of_document.begin;
      } else if (of_document.end == text_.size()) {
        break;
      } else {
        begin_ = told_before_ = of_document.end;
      }
    }
    return std::move(document_);
  }

private:
  /// Reads documents from begin_ on.
  std::optional<Fault> read_stretch() {
    try {
      read_documents(builder_, text_.substr(begin_));
    } catch (const Abandon& end) {
      Fault fault{builder_.last(), builder_.last()};
      fault.ends_all = end.reach == Abandon::Reach::source;
      fault.is_new = fault.offset >= told_before_;
      return fault;
    } catch (const YAML::Exception& error) {
      return tell(error);
    }
    return std::nullopt;
  }

  Fault tell(const YAML::Exception& error) {
    const size_t last = builder_.last();
    const Place place = builder_.place(error.mark);
    Fault fault{place.offset, last};
    const size_t line = text_.rfind('\n', place.offset == 0 ? 0 : place.offset - 1) + 1;
    fault.ends_all = text_[std::min(line, text_.size() - 1)] == '%'; // a directive is of all that follows
    fault.reach = reach_of(error.msg);
    fault.is_new = place.offset >= told_before_;
    if ((fault.is_new || fault.ends_all) && !(lacks_anchor(error.msg) && anchor_was_left_out(place.offset)))
      report_syntax(scope_, place, error.msg);
    return fault;
  }

  /// True if the alias at `offset` names an anchor of a part that was left out.
  [[nodiscard]] bool anchor_was_left_out(size_t offset) const {
    const std::string_view source = scope_.text();
    const size_t end = source.find_first_of(" \t\r\n,]}", offset);
    const std::string anchor =
        "&" + std::string(source.substr(std::min(offset + 1, source.size()), end - offset - 1));
    const size_t at = source.find(anchor);
    return at != std::string_view::npos && text_[at] != '&';
  }

  /// Leaves out what the fault has spoiled, and as little else as is safe; what follows from it before the
  /// end of that is not told. False: nothing of the document is left that can be read.
  bool shorten(const Fault& fault, Stretch document) {
    const std::string before = text_;
    const auto part = fault.is_new ? spoiled(fault, document) : std::nullopt;
    if (part && leave_out(text_, *part) && text_ != before) {
      told_before_ = part->stretch.end;
      return true;
    }
    auto rest = outer_part(text_, document, std::min(fault.offset, fault.read_until));
    told_before_ = document.end;
    if (!rest)
      return false;
    rest->stretch.end = document.end;
    return leave_out(text_, *rest) && text_ != before && outer_part(text_, document, document.end);
  }

  [[nodiscard]] std::optional<Part> spoiled(const Fault& fault, Stretch document) const {
    const auto outer = outer_part(text_, document, fault.offset);
    switch (fault.reach) {
    case YamlReach::part:
      if (auto inner = inner_part(text_, document, fault.offset))
        return inner;
      return outer;
    case YamlReach::member: {
      const size_t line = text_.rfind('\n', fault.offset == 0 ? 0 : fault.offset - 1) + 1;
      if (outer && outer->form == Part::Form::member && line > outer->stretch.begin)
        return Part{{line, outer->stretch.end}, Part::Form::member};
      return outer;
    }
    case YamlReach::rest:
      break;
    }
    auto inner = inner_part(text_, document, std::min(fault.offset, fault.read_until));
    if (inner)
      inner->stretch.end = document.end;
    return inner;
  }

  const Scope& scope_;
  Document document_;
  std::string text_; ///< parts that are left out become blanks, so that places stay
  size_t begin_, told_before_ = 0;
  YamlBuilder builder_;
};

} // namespace

/// One fault hides no other where that is safe: what it has spoiled is left out, and the document is read
/// again. What held it is torn: its members are judged, and nothing is said to be missing.
Document read_yaml(const Scope& scope, const Limits& limits) {
  return YamlReader(scope, limits).read();
}

std::optional<Document> read_yaml_piece(const Scope& scope, const Limits& limits, const Piece& piece) {
  const auto [begin, end] = piece.stretch;
  const size_t mark = begin == 0 ? mark_size(scope.text()) : begin;
  Document document;
  YamlBuilder builder(scope, limits, {{mark, end}, piece.line}, document);
  builder.start(mark);
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
