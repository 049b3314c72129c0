#pragma once
#include "manifest/readers.hpp"

#include <map>
#include <yaml-cpp/eventhandler.h>

namespace cerec::manifest {

/// Ends the reading of a document, or of the whole source; the fault has been reported.
struct Abandon {
  enum class Reach { document, source } reach = Reach::document;
};

/// Builds nodes from yaml-cpp's events. Marks are byte offsets into the text after the byte order mark.
/// Members and items that are k_left_out are dropped, and what held them is torn.
class YamlBuilder : public YAML::EventHandler {
public:
  /// Of a piece of the source: nothing behind it is looked at.
  YamlBuilder(const Scope& scope, const Limits& limits, const Piece& piece, Document& document);

  /// What comes next was cut off the source at `offset`.
  void start(size_t offset);

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

  [[nodiscard]] Place place(const YAML::Mark& mark);
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

  void measure(Node& node) const;
  void require_closed(const Node& node) const;
  void add_nodes(size_t count, const Place& here);
  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style);
  void close();
  void finish(Node node, YAML::anchor_t anchor);
  void place_node(Node node);
  void place_root(Node node);
  void merge(Node& mapping) const;

  const Scope& scope_;
  const Limits& limits_;
  Document& document_;
  std::string_view text_; ///< up to the end of the piece
  LineCursor cursor_;
  size_t skipped_ = 0, last_ = 0;
  int document_start_ = -1; ///< where the document before started
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, Anchor> anchors_;
};

} // namespace cerec::manifest
