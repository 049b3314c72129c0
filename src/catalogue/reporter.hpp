#pragma once
#include "cerec/base/diagnostic.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <tuple>

namespace cerec::catalogue {

/// Adds diagnostics, but none where an error stands already (a placeholder is told once, not also as a
/// literal secret), and none twice (a project default is part of many instances).
class Reporter {
public:
  explicit Reporter(base::Diagnostics& diagnostics);

  /// True if a fault that was known before lies within the span.
  [[nodiscard]] bool has_error_at(const base::Span& span) const;

  void error_hiding_value(const std::string& code, const base::Span& span, std::string message,
                          std::string hint);
  void warning(const std::string& code, const base::Span& span, std::string message, std::string hint = {});
  void warning_hiding_value(const std::string& code, const base::Span& span, std::string message,
                            std::string hint);

private:
  void add(base::Severity severity, const std::string& code, const base::Span& span, std::string message,
           std::string hint, bool hide);

  base::Diagnostics& diagnostics_;
  using Place = std::tuple<const base::SourceFile*, uint32_t, uint32_t>;
  std::set<Place> errors_;
  std::set<std::pair<Place, std::string>> told_;
};

} // namespace cerec::catalogue
