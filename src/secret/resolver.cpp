#include "cerec/base/json_text.hpp"
#include "cerec/base/text.hpp"
#include "secret/sources.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::secret {
namespace {

/// What every source's value has to be: not empty (an unset CI secret arrives as an empty text, and would
/// overwrite a good one), and UTF-8, since it goes into a JSON body.
base::Result<SourceValue> checked(base::Result<SourceValue> read, const manifest::Reference& reference) {
  if (!read)
    return read;
  if (read->value.empty())
    return base::fail(fmt::format("the reference ${{{}}} is empty", base::visible(reference.text())),
                      base::FailureKind::usage,
                      "if the empty text is meant, write \"\" instead of the reference");
  if (!base::is_utf8(read->value.reveal()))
    return base::fail(fmt::format("the value of ${{{}}} is no UTF-8 text", base::visible(reference.text())),
                      base::FailureKind::usage);
  return read;
}

} // namespace

manifest::Reference without_escapes(manifest::Reference reference) {
  std::string plain;
  for (size_t i = 0; i < reference.argument.size(); ++i) {
    if (reference.argument[i] == '\\' && i + 1 < reference.argument.size())
      ++i; // `\"` and `\\`: other escaped characters have no place in a reference
    plain += reference.argument[i];
  }
  reference.argument = std::move(plain);
  return reference;
}

const base::Result<SourceValue>& Resolver::read(const manifest::Reference& reference) {
  const std::string key = reference.text();
  if (seen_.find(key) == seen_.end())
    fetch({{reference, {}}});
  return seen_.at(key);
}

void Resolver::keep(const manifest::Reference& reference, base::Result<SourceValue> value) {
  const std::string key = reference.text();
  value = checked(std::move(value), reference);
  if (value && std::any_of(refused_.begin(), refused_.end(),
                           [&](const base::Secret& one) { return one.same_as(value->value); }))
    value = base::fail(
        fmt::format("${{{}}} is a secret of the account, and no instance may have it", base::visible(key)),
        base::FailureKind::usage, "give the instance a secret of its own; --trust-project allows it");
  seen_.emplace(key, std::move(value));
}

void Resolver::tell(base::KnownSecrets& known) const {
  for (const auto& [reference, value] : seen_)
    if (value)
      known.add(value->value);
}

base::Secret Resolver::assemble(const manifest::Template& text, const base::Span& span, Escape escape,
                                base::Diagnostics& diagnostics) {
  std::vector<const base::Result<SourceValue>*> values;
  size_t size = 0;
  for (const auto& part : text.parts) {
    if (!part.reference)
      values.push_back(nullptr);
    else
      values.push_back(&read(escape == Escape::json ? without_escapes(*part.reference) : *part.reference));
    const bool readable = values.back() != nullptr && *values.back();
    size += part.literal.size() + (readable ? (*values.back())->value.reveal().size() * 6 : 0);
  }
  std::string out;
  out.reserve(size); // so that growing leaves no copy of a secret behind
  for (size_t i = 0; i < text.parts.size(); ++i) {
    if (values[i] == nullptr) {
      out += text.parts[i].literal;
      continue;
    }
    const base::Span& place = text.parts[i].reference->span ? text.parts[i].reference->span : span;
    const base::Result<SourceValue>& value = *values[i];
    if (!value) {
      diagnostics.error("unresolved-reference", place, value.error().message, value.error().hint);
      continue;
    }
    if (!value->warning.empty())
      diagnostics.warning("exposed-secret-file", place, value->warning, "chmod 600 keeps it to yourself");
    if (escape == Escape::json)
      base::append_json_text(out, value->value.reveal());
    else
      out += value->value.reveal();
  }
  return base::Secret(std::move(out));
}

base::Secret Resolver::resolve(const manifest::Template& text, const base::Span& span,
                               base::Diagnostics& diagnostics) {
  return assemble(text, span, Escape::none, diagnostics);
}

base::Secret Resolver::resolve_json(const manifest::Template& text, const base::Span& span,
                                    base::Diagnostics& diagnostics) {
  return assemble(text, span, Escape::json, diagnostics);
}

} // namespace cerec::secret
