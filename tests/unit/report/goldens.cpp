#include "support/golden.hpp"
#include "unit/report/samples.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

/// Each kind of change, in each format, with and without colour, narrow and wide: the whole text.
namespace cerec::report {
namespace {

struct Variant {
  std::string_view format;
  bool colour;
  int width;
};

/// Colour and width are the text format's alone; `render.machine formats ignore colour and width` shows it.
constexpr Variant k_variants[] = {{"text", false, 80}, {"text", true, 80},   {"text", false, 40},
                                  {"text", true, 40},  {"text", false, 0},   {"text", false, 160},
                                  {"json", false, 80}, {"jsonl", false, 80}, {"markdown", false, 80}};

Style style_of(const Variant& variant) {
  Style style;
  style.colour = variant.colour;
  style.width = variant.width;
  return style;
}

void check_goldens(const std::string& name, const Document& document) {
  for (const Variant& variant : k_variants) {
    std::string path = fmt::format("tests/unit/report/goldens/{}.{}", name, variant.format);
    if (variant.format == "text")
      path += fmt::format(".{}{}", variant.width, variant.colour ? ".colour" : "");
    CHECK(test::golden_difference(path, find_format(variant.format)->render(document, style_of(variant))) ==
          "");
  }
}

TEST_CASE("golden: each kind of change") {
  for (const model::KindRow& row : model::change_kinds()) {
    const model::Plan plan = samples::plan_of({samples::change_of(row.kind)});
    check_goldens(fmt::format("kind_{}", row.word), samples::document(plan));
  }
}

TEST_CASE("golden: each refusal") {
  using enum model::Refusal;
  for (const model::Refusal refusal : {foreign_owner, ambiguous, replace_forbidden, protected_instance,
                                       delete_limit, empty_desired, partial_plan, unnamed_stack}) {
    const model::Plan plan = samples::plan_of({samples::refused_by(refusal)});
    check_goldens(fmt::format("refusal_{}", model::text_of(refusal)), samples::document(plan));
  }
}

TEST_CASE("golden: a whole plan, saved to a file") {
  const model::Plan plan = samples::full_plan();
  Document document = samples::document(plan);
  document.plan_file = "plan.json";
  document.apply_command = "cerec apply plan.json";
  document.plan_digest = "sha256:0123";
  document.exit_code = model::ExitCode::changes;
  check_goldens("plan_full", document);
}

TEST_CASE("golden: an outcome with all four endings") {
  const model::Plan plan = samples::full_plan();
  const model::Outcome outcome = samples::outcome();
  Document document = samples::document(plan);
  document.command = "apply";
  document.outcome = &outcome;
  document.opened = true;
  document.exit_code = model::ExitCode::unknown;
  check_goldens("outcome", document);
}

TEST_CASE("golden: drift of every kind") {
  const model::DriftReport drift = samples::drift();
  Document document;
  document.command = "drift";
  document.version = "0.1.0";
  document.timestamp = "2026-03-04T05:06:07Z";
  document.drift = &drift;
  document.exit_code = model::ExitCode::changes;
  check_goldens("drift", document);
}

TEST_CASE("golden: a run that failed before it planned") {
  base::Diagnostics diagnostics;
  auto source = std::make_shared<base::SourceFile>();
  source->name = "a.yaml";
  source->text = "nmae: x\n";
  diagnostics.error("unknown-field", {source, 1, 1, 4}, "unknown field \"nmae\"", "did you mean \"name\"?")
      .notes.push_back({{source, 1, 7, 1}, "its value"});
  diagnostics.warning("unset", {}, "CEREC_STACK is not set");
  Document document;
  document.command = "plan";
  document.version = "0.1.0";
  document.diagnostics = &diagnostics;
  document.failure = base::Failure{base::FailureKind::usage, "1 error in the manifests", "mend it"};
  document.exit_code = model::ExitCode::invalid;
  check_goldens("failure", document);
  CHECK(test::golden_difference("tests/unit/report/goldens/failure.stderr", error_text(document, Style{})) ==
        "");
}

} // namespace
} // namespace cerec::report
