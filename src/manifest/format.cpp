#include "cerec/manifest/emit.hpp"

#include "cerec/base/text.hpp"
#include "manifest/comments.hpp"
#include "manifest/readers.hpp"
#include "manifest/value.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

/// Canonical text of all documents: what formatting must not change.
std::string meaning(const std::vector<Node>& roots) {
  std::string out;
  for (const Node& root : roots)
    out += canonical_json(root) + "\n";
  return out;
}

std::vector<std::string> sorted_texts(const std::vector<Comment>& comments) {
  std::vector<std::string> texts;
  texts.reserve(comments.size());
  for (const Comment& comment : comments)
    texts.push_back(comment.text);
  std::sort(texts.begin(), texts.end());
  return texts;
}

/// A comment that a CI runner would take for a command, were the result printed in a pipeline, gets a blank
/// inside: there is no way to escape anything in a comment.
void defuse(std::vector<Comment>& comments) {
  for (Comment& comment : comments)
    comment.text = base::defuse_commands(comment.text, "# ", ": ");
}

std::string write(const std::vector<Node>& roots, const Attached& attached) {
  std::string out;
  for (const std::string& line : attached.heading)
    out += line + "\n";
  out += attached.heading.empty() || roots.empty() ? "" : "\n";
  for (size_t i = 0; i < roots.size(); ++i)
    out += (i == 0 ? "" : "---\n") + write_yaml(roots[i], attached.remarks);
  for (const std::string& line : attached.ending)
    out += line + "\n";
  return out;
}

/// The result has to read as the same tree with the same comments; otherwise the text stays as it is.
bool keeps_everything(const base::SourcePtr& source, const std::vector<Node>& roots,
                      const std::vector<Comment>& comments, const std::string& result) {
  auto again = std::make_shared<base::SourceFile>();
  again->name = source->name;
  again->text = result;
  base::Diagnostics faults;
  const Scope scope(again, faults);
  const Document document = read_document(scope, {});
  return !faults.has_errors() && meaning(document.roots) == meaning(roots) &&
         sorted_texts(find_comments(result, document.roots)) == sorted_texts(comments);
}

} // namespace

base::Result<std::string> format(const base::SourcePtr& source, base::Diagnostics& diagnostics) {
  base::Diagnostics found;
  const Scope scope(source, found);
  Document document = read_document(scope, {});
  for (const Node& root : document.roots)
    check_repeated_keys(scope, root);
  const bool faulty = found.has_errors() || !document.whole;
  diagnostics.append(std::move(found));
  if (faulty)
    return base::fail(fmt::format("{} cannot be formatted before its faults are mended", source->name),
                      base::FailureKind::usage);
  if (looks_like_json(*source)) {
    for (Node& root : document.roots)
      order_members(root);
    return document.roots.empty() ? std::string() : write_json(document.roots.front());
  }
  if (document.expanded)
    return base::fail(
        fmt::format("{} uses anchors, aliases or tags, which formatting would expand", source->name),
        base::FailureKind::usage, "it is left as it is");
  std::vector<Comment> comments = find_comments(source->text, document.roots);
  defuse(comments);
  const Attached attached = attach(source->text, document.roots, comments);
  for (Node& root : document.roots)
    order_members(root);
  std::string result = write(document.roots, attached);
  if (!keeps_everything(source, document.roots, comments, result))
    return base::fail(fmt::format("{} cannot be formatted without losing a comment", source->name),
                      base::FailureKind::usage, "it is left as it is; move comments to lines of their own");
  return result;
}

} // namespace cerec::manifest
