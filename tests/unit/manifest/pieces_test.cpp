#include "manifest/pieces.hpp"
#include "manifest/readers.hpp"
#include "unit/manifest/helpers.hpp"

#include <fmt/format.h>

using namespace cerec;
using namespace cerec::manifest;

namespace {

/// All that a later stage can see of an instance.
std::string told(const ManifestInstance& instance) {
  std::string out = fmt::format("{}/{} {} at {} {}\n", instance.element.text(), instance.logical_id,
                                instance.name, instance.span.text(), instance.name_span.text());
  for (const auto& [key, value] : instance.configuration)
    out += fmt::format("  {}={} at {} {}+{}\n", key, value.text.literal_text(), value.key_span.text(),
                       value.span.text(), value.span.length);
  return out;
}

std::string told(const ManifestFile& file, const base::Diagnostics& diagnostics) {
  std::string out = base::render(diagnostics, false);
  for (const ManifestInstance& instance : file.instances)
    out += told(instance);
  return out;
}

std::string in_whole(const base::SourcePtr& source, const Limits& limits) {
  base::Diagnostics diagnostics;
  const ManifestFile file = parse_whole(source, limits, diagnostics);
  return told(file, diagnostics);
}

std::string in_pieces(const base::SourcePtr& source, const Limits& limits, size_t least = 1) {
  base::Diagnostics diagnostics;
  std::vector<PieceRead> read;
  for (const Piece& piece : cut(source->text, least))
    read.push_back(read_piece(source, piece, limits));
  const ManifestFile file = join(source, std::move(read), limits, diagnostics);
  return told(file, diagnostics);
}

std::string instance(int number, const std::string& more = {}) {
  return fmt::format(
      "---\nelement: gooddata\nname: \"Größe {}\"\nconfiguration: {{username: 'ü', siteAddress: s}}\n{}",
      number, more);
}

} // namespace

TEST_CASE("cuts are before lines that start a document") {
  const auto cuts = [](const std::string& text, size_t least = 1) {
    std::string out;
    for (const Piece& piece : cut(text, least))
      out += fmt::format("{}-{}@{} ", piece.stretch.begin, piece.stretch.end, piece.line);
    return out;
  };
  CHECK(cuts("") == "0-0@1 ");
  CHECK(cuts("a: 1\n") == "0-5@1 ");
  CHECK(cuts("---\na: 1\n---\nb: 1\n") == "0-9@1 9-18@3 ");
  CHECK(cuts("a: 1\n--- {b: 1}\n---\r\n---") == "0-5@1 5-16@2 16-21@3 21-24@4 ");
  CHECK(cuts("a: |\n  ---\n ---\n----\n---a\n") == "0-26@1 ");
  CHECK(cuts("---\na: 1\n---\nb: 1\n---\nc: 1\n", 10) == "0-18@1 18-27@5 ");
  CHECK(cuts("%YAML 1.2\n---\na: 1\n---\nb: 1\n") == "0-28@1 "); // a directive is of what follows it
}

TEST_CASE("read in pieces or as a whole: the same instances, places and faults") {
  const std::string good = instance(1) + instance(2);
  const std::string texts[] = {
      good,
      "\xEF\xBB\xBF" + good,
      "element: e\nname: first, without a marker\n" + good + "---\n---\n# nothing\n",
      "- element: e\n  name: a\n- element: e\n  name: b\n" + good,
      good + "---\nelement: e\nname: [1]\n" + good,
      good + "---\nelement: e\nname: \"not closed\n" + good + "---\nelement: e\nname: 'x\"y'\n",
      good + "---\nelement: e\nname: {a: b,\n" + good + "}\n",
      good + "---\nelement: e\nname: *missing\n" + good,
      good + "---\nelement: &e gooddata\nname: *e\n---\nelement: e\nname: *e\n" + good,
      good + "---\nbase: &b {x: 1}\n---\nelement: e\nname: n\nconfiguration: {<<: *b}\n",
      good + "---\nelement: e\nname: n\nconfiguration: &c {x: y}\nproviderData: *c\n" + good,
      good + "}\n" + good,
      good + "...\nelement: e\nname: after the end\n" + good,
      good + "...\n%TAG ! tag:x,2000:\n" + good,
      good + "--- |\n  a text\n---\tx: 1\n--- [1, {element: e, name: n}]\n",
      good + "--- element: e\nname: n\n" + good,
      good + "---\nelement: e\nname: >\n  folded\n---\nelement: e\nname: tail\n\tx: tab\n",
      good + "---\nelement: e\nname: \x01\n" + good,
      good + "---\nelement: e\nname: \xC3\n" + good,
      good + "---\n? a\n---\n- \n---\n!x\n---\n&a\n",
      "---\n---\n---\n",
      "# comments\n---\n# alone\n",
      good + "---\n{\"element\": \"e\", \"name\": \"json\"}\n" + good,
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    const base::SourcePtr source = make_source("m.yaml", text);
    CHECK(in_pieces(source, {}) == in_whole(source, {}));
    CHECK(in_pieces(source, {}, 60) == in_whole(source, {}));
  }
}

TEST_CASE("limits are of the file, however it is cut") {
  std::string text;
  for (int i = 0; i < 8; ++i)
    text += instance(i, "tags: &t [a, b]\nproviderData: {x: *t}\n");
  const base::SourcePtr source = make_source("m.yaml", text);
  for (size_t most = 1; most < 200; most += 13) {
    Limits nodes, aliases;
    nodes.max_nodes = most;
    aliases.max_alias_nodes = most / 4;
    CHECK(in_pieces(source, nodes) == in_whole(source, nodes));
    CHECK(in_pieces(source, aliases) == in_whole(source, aliases));
  }
}

TEST_CASE("parse cuts a large file, and one fault in it is told where it is") {
  std::string text;
  int count = 0;
  while (text.size() < 4 * k_piece)
    text += instance(count++);
  CHECK(pieces_of(*make_source("m.yaml", text)).size() == 4);
  CHECK(pieces_of(*make_source("m.json", text)).size() == 1);
  const Parsed parsed = parse_text(text);
  CHECK(parsed.diagnostics.empty());
  REQUIRE(parsed.file.instances.size() == static_cast<size_t>(count));
  CHECK(parsed.file.instances.back().name == fmt::format("Größe {}", count - 1));
  CHECK(parsed.file.instances.back().name_span.line == static_cast<uint32_t>(4 * count - 1));
  CHECK(parse_text(text + "---\nelement: e\nname: @x\n" + text).brief() ==
        fmt::format("{}:7 yaml-syntax", 4 * count + 3));
}
