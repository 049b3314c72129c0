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

base::Result<void> Output::check_files() {
  for (auto target = settings_.targets.begin(); target != settings_.targets.end(); ++target)
    if (auto fine = target->file.empty() ? base::Result<void>() : files_.check(target->file); !fine) {
      settings_.targets.erase(target);
      return fine;
    }
  return {};
}

/// GitHub adds the summaries of all steps up: whoever replaces the file takes those of others away.
base::Result<void> Output::write_target(const OutputTarget& target, const report::Document& document) {
  const std::string text = target.format->render(document, style(false, true));
  const auto summary = environment_.get("GITHUB_STEP_SUMMARY");
  const bool adds = target.append || (summary && !summary->empty() && files_.same(*summary, target.file));
  return adds ? files_.append(target.file, text, 0644) : files_.write(target.file, text, 0644);
}

bool Output::close(report::Document document, const std::optional<std::string>& raw, bool raw_is_data) {
  progress_.clear();
  document.timestamp = timestamp();
  bool fine = true;
  // Files first: if one cannot be written, the exit code inside the document on stdout is already known.
  for (const OutputTarget& target : settings_.targets) {
    if (target.file.empty())
      continue;
    const auto written = write_target(target, document);
    if (!written) {
      const std::string& hint = written.error().hint;
      complaint("cerec: error: " + written.error().message + (hint.empty() ? "" : "\n  hint: " + hint));
      fine = false;
    }
  }
  if (!fine && document.exit_code == model::ExitCode::fine)
    document.exit_code = model::ExitCode::error;
  if (!format_->owns_errors || raw) {
    report::Document rest = document;
    rest.diagnostics = warned_ ? nullptr : document.diagnostics;
    err(report::error_text(rest, stderr_style()));
  }
  document.opened = opened_;
  if (!raw)
    result(format_->render(document, result_style()));
  else if (!raw_is_data)
    result(*raw);
  else
    stdout_taken_ ? terminal_.err(*raw) : terminal_.out(*raw);
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
