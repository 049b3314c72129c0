#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/model/drift.hpp"
#include "cerec/model/exit_code.hpp"
#include "cerec/model/outcome.hpp"
#include "cerec/model/plan.hpp"
#include "cerec/report/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cerec::report {

/// All that one run has to say; what is absent was not reached. Each format renders the same facts.
struct Document {
  std::string command;            ///< "plan", "apply", ...
  std::string version;            ///< of cerec
  std::string timestamp;          ///< RFC 3339, stamped on machine output; empty: null
  const Result* result = nullptr; ///< what the command came to; the next members point into it
  const model::Plan* plan = nullptr;
  std::string plan_digest;
  std::string plan_file;                   ///< where it was saved
  std::string apply_command;               ///< that applies it; empty: none is advised
  const model::Outcome* outcome = nullptr; ///< belongs to `plan`
  const model::DriftReport* drift = nullptr;
  const base::Diagnostics* diagnostics = nullptr;
  std::optional<base::Failure> failure;
  model::ExitCode exit_code = model::ExitCode::fine;
  bool began = true;           ///< false: the command line was wrong, and text shows the failure alone
  bool detailed_keeps = false; ///< show unchanged instances too (json always does)
  bool opened = false;         ///< the format's opening was printed: render gives only what follows it
};

/// The document of a result, which has to outlive it. Command, version, time and exit code are to be added.
[[nodiscard]] Document document_of(const Result& result);

/// What the text format prints byte by byte, because it is for a file or for another program: exported
/// manifests, formatted stdin, a token, a schema.
[[nodiscard]] std::optional<std::string> data_of(const Result& result);

/// True if a document of the result holds a token or a key: its files are for nobody else to read.
[[nodiscard]] bool is_secret(const Result& result);

struct Style {
  bool colour = false;
  int width = 80;                 ///< columns; 0: no limit. Long values are shortened, lists never
  size_t markdown_limit = 65'536; ///< characters of the whole Markdown text
  bool hints = true;              ///< next steps; off in CI
  bool quiet = false;             ///< no confirmation of what went well
};

/// A row of the format table: text, json, jsonl, markdown. A new format is a row and a file.
struct FormatRow {
  std::string_view name;
  std::string_view help;
  bool streams;                 ///< events are printed as they come (jsonl)
  bool owns_errors;             ///< diagnostics and failures are part of the result on stdout (json, jsonl)
  std::string_view hash, colon; ///< how `#` and `:` are spelt where a CI runner would take them for a command
  /// What is shown before a plan is applied: text shows the plan, jsonl its version line and the planned
  /// changes. nullptr: the format says everything at the end. After it, set Document::opened.
  std::string (*opening)(const Document& document, const Style& style);
  /// The whole document, or what follows the opening. Ends with a newline unless empty.
  std::string (*render)(const Document& document, const Style& style);
};
[[nodiscard]] const std::vector<FormatRow>& formats();
[[nodiscard]] const FormatRow* find_format(std::string_view name);

/// The JSON Schema of every document of json and every line of jsonl.
[[nodiscard]] std::string output_schema();

/// Diagnostics and the failure for people: what stderr gets when the format does not own errors.
[[nodiscard]] std::string error_text(const Document& document, const Style& style);

/// One line of the event stream. The first is the version message. `timestamp`: RFC 3339.
[[nodiscard]] std::string event_line(const model::ApplyEvent& event, const model::Plan& plan,
                                     std::string_view timestamp);
[[nodiscard]] std::string version_line(std::string_view version, std::string_view timestamp);
/// The same event for people, one line; empty for events that text mode does not show.
[[nodiscard]] std::string event_text(const model::ApplyEvent& event, const model::Plan& plan,
                                     const Style& style);

/// Whose instances: "stack prod, environment eu, account 0123456789abcdef, user fedcba9876543210, at URL".
/// What a prompt repeats.
[[nodiscard]] std::string target_line(const model::PlanBinding& binding);
/// "Plan: 2 to create, 1 to update, ...", the same in every format. To create, to update, to delete,
/// unchanged and ignored are always there, the others when they are not zero.
[[nodiscard]] std::string summary_line(const model::Plan& plan);
/// "Apply: 3 done (2 created, 1 updated), 0 failed, 0 unknown, 0 not tried."
[[nodiscard]] std::string summary_line(const model::Outcome& outcome, const model::Plan& plan);
/// "Drift: 1 drift, 2 missing; 9 of 12 managed instances in sync; coverage 80 %."
[[nodiscard]] std::string summary_line(const model::DriftReport& drift);

} // namespace cerec::report
