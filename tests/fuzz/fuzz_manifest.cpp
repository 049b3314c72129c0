// Any bytes: parsing and formatting end with a value or with diagnostics, and what is formatted means the
// same. Read in pieces, a text has the same faults.
#include "cerec/manifest/emit.hpp"
#include "cerec/manifest/manifest.hpp"
#include "manifest/pieces.hpp"
#include "manifest/readers.hpp"

#include <cstdlib>

namespace {

cerec::base::SourcePtr make_source(const char* name, std::string text) {
  auto source = std::make_shared<cerec::base::SourceFile>();
  source->name = name;
  source->text = std::move(text);
  return source;
}

void check_pieces(const cerec::base::SourcePtr& source, const cerec::manifest::Limits& limits,
                  const std::string& told) {
  if (cerec::manifest::looks_like_json(*source))
    return;
  std::vector<cerec::manifest::PieceRead> read;
  for (const auto& piece : cerec::manifest::cut(source->text, 1))
    read.push_back(cerec::manifest::read_piece(source, piece, limits));
  cerec::base::Diagnostics diagnostics;
  (void)cerec::manifest::join(source, std::move(read), limits, diagnostics);
  if (cerec::base::render(diagnostics, true) != told)
    std::abort();
}

void check(const char* name, const std::string& text) {
  const cerec::base::SourcePtr source = make_source(name, text);
  cerec::base::Diagnostics diagnostics;
  cerec::manifest::Limits limits;
  limits.max_nodes = 10'000;
  limits.max_alias_nodes = 1'000;
  (void)cerec::manifest::parse(source, limits, diagnostics);
  const std::string told = cerec::base::render(diagnostics, true);
  check_pieces(source, limits, told);
  cerec::base::Diagnostics faults;
  const auto once = cerec::manifest::format(source, faults);
  if (!once)
    return;
  const auto twice = cerec::manifest::format(make_source(name, *once), faults);
  if (!twice || *twice != *once)
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check("input.yaml", text);
  check("input.json", text);
  return 0;
}
