#include "report/results.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>

/// Results that are about files: validate, export, fmt.
namespace cerec::report {
namespace {

Lines names(const std::vector<std::string>& files) {
  Lines out;
  for (const std::string& file : files)
    out.items.push_back({file});
  return out;
}

} // namespace

Outline outline_of(const operations::ValidateResult& result) {
  const base::Diagnostics& found = result.diagnostics;
  const std::string faults = found.empty() ? "no faults"
                                           : base::counted(found.errors(), "error") + ", " +
                                                 base::counted(found.warnings(), "warning");
  return {{{"", Lines{{{fmt::format("Validated {} in {}: {}.", base::counted(result.instances, "instance"),
                                    base::counted(result.files, "file"), faults)}}}}}};
}

Json members_of(const operations::ValidateResult& result) {
  return {{"instances", result.instances}, {"files", result.files}};
}

Outline outline_of(const operations::ExportResult& result) {
  return {{{"", names(result.files)}}};
}

Json members_of(const operations::ExportResult& result) {
  Json secrets = Json::array();
  for (const catalogue::ExportedSecret& secret : result.secrets)
    secrets.push_back(
        {{"variable", secret.variable}, {"address", secret.address}, {"path", secret.path.text()}});
  return {{"instances", result.instances},
          {"manifests", text_or_null(result.stream)},
          {"files", result.files},
          {"secrets", std::move(secrets)},
          {"warnings", result.warnings}};
}

Outline outline_of(const operations::FormatResult& result) {
  return {{{"", names(result.changed)}}};
}

Json members_of(const operations::FormatResult& result) {
  return {{"changed", result.changed}, {"text", result.text ? Json(*result.text) : Json(nullptr)}};
}

} // namespace cerec::report
