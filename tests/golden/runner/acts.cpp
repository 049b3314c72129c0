#include "golden/runner/acts.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace cerec::golden {
namespace {

using Words = std::vector<std::string>;

void require(bool good, const std::string& what) {
  if (!good)
    throw std::runtime_error(what);
}

void run_command(test::Program& program, int wanted, const Words& arguments) {
  const int code = program.run(arguments);
  require(code == wanted,
          fmt::format("exit code {}, expected {}\n{}{}", code, wanted, program.out(), program.err()));
}

void replace(test::Program& program, const Words& words) {
  std::string text = program.files.content(words[1]);
  const size_t at = text.find(words[2]);
  require(at != std::string::npos, "the text is not there");
  program.files.put(words[1], text.replace(at, words[2].size(), words[3]));
}

http::Method method_of(const std::string& name) {
  for (const auto method :
       {http::Method::get, http::Method::post, http::Method::put, http::Method::patch, http::Method::del})
    if (http::text_of(method) == name)
      return method;
  throw std::runtime_error("no such method");
}

void console(test::Program& program, const Words& words) {
  sim::Call call = sim::make_call(method_of(words[1]), std::string(sim::k_base_path) + words[2]);
  const sim::Account account = sim::demo_account();
  call.authorization = fmt::format("User {}, Organization {}", account.user, account.organization);
  call.body = words.size() > 3 ? words[3] : "";
  call.actor = "console";
  const sim::Answer answer = program.service.platform.handle(call, program.service.clock.wall());
  require(answer.status == 200, answer.body);
}

void invalidate(test::Program& program, const std::string& name) {
  for (const auto& [id, instance] : program.service.platform.instances())
    if (instance->name == name) {
      sim::Instance changed = *instance;
      changed.valid = false;
      (void)program.service.platform.add(std::move(changed));
      return;
    }
  throw std::runtime_error("no such instance");
}

void wait(test::Program& program, const std::string& text) {
  const auto duration = sim::parse_duration(text);
  require(duration.has_value(), "no duration");
  const base::TimePoint end = program.timeline.now() + *duration;
  program.timeline.run_all(end);
  program.timeline.advance_to(end);
}

void carry_out_words(test::Program& program, const Words& words) {
  const std::string& verb = words.front();
  if (verb == "cerec")
    run_command(program, 0, {words.begin() + 1, words.end()});
  else if (verb == "cerec!")
    run_command(program, std::stoi(words.at(1)), {words.begin() + 2, words.end()});
  else if (verb == "env")
    program.environment.variables[words.at(1).substr(0, words[1].find('='))] =
        words[1].substr(words[1].find('=') + 1);
  else if (verb == "unset")
    program.environment.variables.erase(words.at(1));
  else if (verb == "move") {
    program.files.put(words.at(2), program.files.content(words.at(1)));
    program.files.erase(words[1]);
  } else if (verb == "erase")
    program.files.erase(words.at(1));
  else if (verb == "folder")
    program.files.put_folder(words.at(1));
  else if (verb == "link")
    program.files.link(words.at(1), words.at(2));
  else if (verb == "replace")
    replace(program, words);
  else if (verb == "console")
    console(program, words);
  else if (verb == "invalid")
    invalidate(program, words.at(1));
  else if (verb == "wait")
    wait(program, words.at(1));
  else if (verb == "lock")
    program.files.hold_lock(words.at(1), words.at(2));
  else if (verb == "disk-full")
    program.files.before_write = [](const std::string& path) -> std::optional<base::Failure> {
      return base::Failure{base::FailureKind::error, "cannot write " + path + ": No space left on device",
                           ""};
    };
  else if (verb == "unreadable")
    program.files.refuse_read(words.at(1));
  else if (verb == "terminal") {
    program.terminal.in_tty = program.terminal.out_tty = program.terminal.err_tty = true;
    program.terminal.input_lines.push_back(words.at(1));
  } else if (verb == "when-asked") {
    program.terminal.before_answer = [&program, before = program.terminal.before_answer,
                                      rest = Words(words.begin() + 1, words.end())] {
      if (before)
        before();
      carry_out_words(program, rest);
    };
  } else if (verb == "after") { // a time from the start of the command
    const auto duration = sim::parse_duration(words.at(1));
    require(duration.has_value(), "no duration");
    program.timeline.after(*duration, [&program, rest = Words(words.begin() + 2, words.end())] {
      carry_out_words(program, rest);
    });
  } else if (verb == "stdin")
    program.terminal.input_text = program.files.content(words.at(1));
  else if (verb == "signal") {
    const auto duration = sim::parse_duration(words.at(1));
    require(duration.has_value(), "no duration");
    program.timeline.after(*duration, [&program] { program.signals.raise(); });
  } else
    throw std::runtime_error("unknown act");
}

} // namespace

void carry_out(test::Program& program, const std::string& line) {
  try {
    carry_out_words(program, words_of(line));
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("setup: {}\n{}", line, error.what()));
  }
}

} // namespace cerec::golden
