#pragma once
#include "cerec/config/written_files.hpp"
#include "cerec/report/report.hpp"
#include "cli/output/progress.hpp"

namespace cerec::cli {

/// One `-o FORMAT`, `-o FORMAT=FILE` or `-o FORMAT+=FILE`.
struct OutputTarget {
  const report::FormatRow* format = nullptr;
  std::string file;    ///< empty: stdout
  bool append = false; ///< `-o FORMAT+=FILE`
};

/// `-o` values, checked: known formats, at most one for stdout. Without one for stdout, stdout gets text.
[[nodiscard]] base::Result<std::vector<OutputTarget>> parse_targets(const std::vector<std::string>& values);

/// What was asked for on a command line that may be wrong elsewhere, so that even a usage error comes out in
/// the wanted format.
[[nodiscard]] std::vector<std::string> wanted_outputs(const std::vector<std::string>& arguments);

struct OutputSettings {
  std::vector<OutputTarget> targets;
  bool no_color = false;
  bool quiet = false;
  bool no_progress = false;
};

/// All that a run prints goes through here: the result to stdout and to files, the rest to stderr.
class Output {
public:
  Output(io::Terminal& terminal, io::Files& files, io::Environment& environment, io::Clock& clock);
  void configure(OutputSettings settings);
  /// Something else writes to stdout: text goes to stderr from now on.
  void leave_stdout() { stdout_taken_ = true; }
  [[nodiscard]] bool stdout_taken() const { return stdout_taken_; }

  /// The format of stdout.
  [[nodiscard]] const report::FormatRow& format() const { return *format_; }
  /// stdout holds one machine-readable document or stream.
  [[nodiscard]] bool machine() const { return format_->owns_errors; }
  [[nodiscard]] bool quiet() const { return settings_.quiet; }
  [[nodiscard]] Progress& progress() { return progress_; }
  /// The files that `-o FORMAT=FILE` names.
  [[nodiscard]] std::vector<std::string> result_files() const;
  [[nodiscard]] report::Style stderr_style();
  [[nodiscard]] std::string timestamp();

  /// What comes before an apply, for formats that have it; render() then gives the rest.
  void open(report::Document document);
  /// The end: errors to stderr unless the format owns them, the document to stdout and to each file. False if
  /// a file could not be written; the reason is on stderr.
  [[nodiscard]] bool close(report::Document document);

  void event(const model::ApplyEvent& event, const model::Plan& plan);
  /// A line on stderr, unless --quiet.
  void note(const std::string& line);
  /// A line on stderr, always.
  void complaint(const std::string& line);
  /// A question on stderr, and the answer; nullopt at the end of input or on a signal.
  [[nodiscard]] std::optional<std::string> ask(const std::string& question);

private:
  void result(const std::string& text);
  [[nodiscard]] report::Style result_style();
  [[nodiscard]] report::Style style(bool tty, bool is_file);
  [[nodiscard]] base::Result<void> write_target(const OutputTarget& target, const report::Document& document);
  /// To each file that the result says may be written; false if one could not.
  [[nodiscard]] bool write_files(const report::Document& document);
  void out(const std::string& text); ///< of the format of stdout, without commands to a CI runner
  void err(const std::string& text); ///< the same of text

  io::Terminal& terminal_;
  io::Files& files_;
  io::Environment& environment_;
  io::Clock& clock_;
  Progress progress_;
  OutputSettings settings_;
  const report::FormatRow* format_;
  bool opened_ = false, warned_ = false;
  bool stdout_taken_ = false;
};

} // namespace cerec::cli
