#include "catalogue/reporter.hpp"

namespace cerec::catalogue {

Reporter::Reporter(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {
  for (const base::Diagnostic& known : diagnostics.items())
    if (known.severity == base::Severity::error && known.span)
      errors_.emplace(known.span.file.get(), known.span.line, known.span.column);
}

bool Reporter::has_error_at(const base::Span& span) const {
  const auto first = errors_.lower_bound({span.file.get(), span.line, span.column});
  return first != errors_.end() && *first < Place(span.file.get(), span.line, span.column + span.length);
}

void Reporter::error_hiding_value(const std::string& code, const base::Span& span, std::string message,
                                  std::string hint) {
  add(base::Severity::error, code, span, std::move(message), std::move(hint), true);
}

void Reporter::warning(const std::string& code, const base::Span& span, std::string message,
                       std::string hint) {
  add(base::Severity::warning, code, span, std::move(message), std::move(hint), false);
}

void Reporter::warning_hiding_value(const std::string& code, const base::Span& span, std::string message,
                                    std::string hint) {
  add(base::Severity::warning, code, span, std::move(message), std::move(hint), true);
}

void Reporter::add(base::Severity severity, const std::string& code, const base::Span& span,
                   std::string message, std::string hint, bool hide) {
  if (has_error_at(span))
    return;
  if (span && !told_.emplace(Place(span.file.get(), span.line, span.column), code + ' ' + message).second)
    return;
  base::Diagnostic& added = severity == base::Severity::error
                                ? diagnostics_.error(code, span, std::move(message), std::move(hint))
                                : diagnostics_.warning(code, span, std::move(message), std::move(hint));
  added.hide_value = hide;
}

} // namespace cerec::catalogue
