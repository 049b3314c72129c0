#include "cli/output/output.hpp"

#include "cerec/base/text.hpp"

#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

bool is_set(io::Environment& environment, const char* name) {
  const auto value = environment.get(name);
  return value && !value->empty();
}

} // namespace

Output::Output(io::Terminal& terminal, io::Files& files, io::Environment& environment, io::Clock& clock)
    : terminal_(terminal), files_(files), environment_(environment), clock_(clock),
      progress_(terminal, clock), format_(report::find_format("text")) {
  settings_.targets.push_back({format_, "", false});
}

void Output::configure(OutputSettings settings) {
  settings_ = std::move(settings);
  for (const OutputTarget& target : settings_.targets)
    if (target.file.empty())
      format_ = target.format;
  progress_.enable(!settings_.quiet && !settings_.no_progress);
}

/// NO_COLOR wins over everything; CLICOLOR_FORCE and FORCE_COLOR win over the lack of a terminal.
report::Style Output::style(bool tty, bool is_file) {
  report::Style style;
  const bool off =
      settings_.no_color || is_set(environment_, "NO_COLOR") || is_set(environment_, "CEREC_NO_COLOR");
  const auto forced = [&](const char* name) {
    const auto value = environment_.get(name);
    return value && !value->empty() && *value != "0";
  };
  const bool dumb = environment_.get("TERM").value_or("") == "dumb";
  style.colour = !is_file && !off && (forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") || (tty && !dumb));
  style.width = is_file ? 0 : tty ? terminal_.width() : 0;
  style.hints = !is_set(environment_, "CI");
  style.quiet = settings_.quiet;
  return style;
}

report::Style Output::result_style() {
  return stdout_taken_ ? stderr_style() : style(terminal_.out_is_tty(), false);
}

void Output::result(const std::string& text) {
  stdout_taken_ ? err(text) : out(text);
}

report::Style Output::stderr_style() {
  return style(terminal_.err_is_tty(), false);
}

void Output::out(const std::string& text) {
  terminal_.out(base::defuse_commands(text, format_->hash, format_->colon));
}

void Output::err(const std::string& text) {
  const report::FormatRow& format = *report::find_format("text");
  terminal_.err(base::defuse_commands(text, format.hash, format.colon));
}

std::string Output::timestamp() {
  const auto wall = clock_.wall().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(wall);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     (wall - seconds).count());
}

void Output::open(report::Document document) {
  if (format_->opening == nullptr || opened_)
    return;
  progress_.clear();
  document.timestamp = timestamp();
  if (!format_->owns_errors) { // who is asked for approval has seen the warnings
    err(report::error_text(document, stderr_style()));
    warned_ = true;
  }
  result(format_->opening(document, result_style()));
  opened_ = true;
}

std::vector<std::string> Output::result_files() const {
  std::vector<std::string> files;
  for (const OutputTarget& target : settings_.targets)
    if (!target.file.empty())
      files.push_back(target.file);
  return files;
}

/// GitHub adds the summaries of all steps up: whoever replaces the file takes those of others away.
base::Result<void> Output::write_target(const OutputTarget& target, const report::Document& document) {
  const std::string text = target.format->render(document, style(false, true));
  const auto summary = environment_.get("GITHUB_STEP_SUMMARY");
  config::WrittenFiles files(files_,
                             document.result != nullptr ? ended_of(*document.result).trust : config::Trust());
  const bool adds = target.append || (summary && !summary->empty() && files.same(*summary, target.file));
  const uint32_t mode = document.result != nullptr && report::is_secret(*document.result) ? 0600 : 0644;
  return adds ? files.append(target.file, text, mode) : files.write(target.file, text, mode);
}

bool Output::write_files(const report::Document& document) {
  bool fine = true;
  const auto unwritable =
      document.result != nullptr ? ended_of(*document.result).unwritable : std::optional<std::string>();
  for (const OutputTarget& target : settings_.targets) {
    if (target.file.empty() || target.file == unwritable) // that one is what the failure is about
      continue;
    if (const auto written = write_target(target, document); !written) {
      const std::string& hint = written.error().hint;
      complaint("cerec: error: " + written.error().message + (hint.empty() ? "" : "\n  hint: " + hint));
      fine = false;
    }
  }
  return fine;
}

bool Output::close(report::Document document) {
  progress_.clear();
  document.timestamp = timestamp();
  // Files first: if one cannot be written, the exit code inside the document on stdout is already known.
  const bool fine = write_files(document);
  if (!fine && document.exit_code == model::ExitCode::fine)
    document.exit_code = model::ExitCode::error;
  if (!format_->owns_errors) {
    report::Document rest = document;
    rest.diagnostics = warned_ ? nullptr : document.diagnostics;
    err(report::error_text(rest, stderr_style()));
  }
  document.opened = opened_;
  const auto data = document.result != nullptr && document.began && format_->name == "text"
                        ? report::data_of(*document.result)
                        : std::nullopt;
  if (!data)
    result(format_->render(document, result_style()));
  else
    stdout_taken_ ? terminal_.err(*data) : terminal_.out(*data);
  return fine;
}

void Output::event(const model::ApplyEvent& event, const model::Plan& plan) {
  if (event.total > 0)
    progress_.update("applying", event.done, event.total, event.in_flight);
  if (format_->streams) {
    progress_.clear();
    out(report::event_line(event, plan, timestamp()));
    return;
  }
  if (settings_.quiet)
    return;
  const std::string line = report::event_text(event, plan, stderr_style());
  if (line.empty())
    return;
  progress_.clear();
  err(line);
}

void Output::note(const std::string& line) {
  if (!settings_.quiet)
    complaint(line);
}

void Output::complaint(const std::string& line) {
  progress_.clear();
  err(line + "\n");
}

std::optional<std::string> Output::ask(const std::string& question) {
  progress_.clear();
  err(question);
  return terminal_.read_line();
}

} // namespace cerec::cli
