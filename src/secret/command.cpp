#include "cerec/base/text.hpp"
#include "secret/sources.hpp"

#include <fmt/format.h>

namespace cerec::secret {
namespace {

constexpr base::Duration k_limit = std::chrono::seconds(30);

/// One pass over the text; `word_` is set while a word is being read, so that '' is a word too.
class Splitter {
public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::optional<std::vector<std::string>> split() {
    for (; at_ < text_.size(); ++at_)
      step(text_[at_]);
    if (quote_ != 0)
      return std::nullopt;
    end_word();
    if (words_.empty())
      return std::nullopt;
    return std::move(words_);
  }

private:
  void step(char c) {
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    if (c == '\\' && quote_ != '\'' && at_ + 1 < text_.size())
      add(text_[++at_]);
    else if (quote_ != 0 && c == quote_)
      quote_ = 0;
    else if (quote_ == 0 && (c == '\'' || c == '"'))
      open(c);
    else if (quote_ == 0 && blank)
      end_word();
    else
      add(c);
  }

  void open(char quote) {
    quote_ = quote;
    if (!word_)
      word_.emplace();
  }

  void add(char c) {
    if (!word_)
      word_.emplace();
    *word_ += c;
  }

  void end_word() {
    if (word_)
      words_.push_back(*std::move(word_));
    word_.reset();
  }

  std::string_view text_;
  size_t at_ = 0;
  char quote_ = 0;
  std::optional<std::string> word_;
  std::vector<std::string> words_;
};

class CommandFetch final : public Fetch {
public:
  CommandFetch(const std::vector<std::string>& argv, io::Processes& processes)
      : program_(base::visible(argv.front())), processes_(processes),
        id_(processes.start(argv, base::Secret(), k_limit)) {}
  ~CommandFetch() override { processes_.stop(id_); }
  CommandFetch(const CommandFetch&) = delete;
  CommandFetch& operator=(const CommandFetch&) = delete;

  std::optional<base::Result<SourceValue>> take() override {
    auto end = processes_.take(id_);
    return end ? std::optional(value_of(*end)) : std::nullopt;
  }

private:
  [[nodiscard]] base::Result<SourceValue> value_of(const base::Result<io::ProcessResult>& end) const {
    if (!end)
      return base::fail(fmt::format("{} gave no value: {}", program_, end.error().message),
                        base::FailureKind::usage, end.error().hint);
    if (end->exit_code != 0) // what it wrote is not quoted: it may be the secret
      return base::fail(fmt::format("{} gave no value: it ended with exit code {}", program_, end->exit_code),
                        base::FailureKind::usage, "run the command by hand to see what it says");
    return SourceValue{without_line_end(end->out), {}};
  }

  std::string program_;
  io::Processes& processes_;
  io::ProcessId id_;
};

} // namespace

std::optional<std::vector<std::string>> split_command(std::string_view text) {
  return Splitter(text).split();
}

std::string program_of(const std::string& argument) {
  const auto argv = split_command(argument);
  return argv ? argv->front() : argument;
}

std::unique_ptr<Fetch> start_command(const std::string& command, const std::string&, Ports& ports) {
  const auto argv = split_command(command);
  if (!argv)
    return at_once(base::fail("a quote is not closed in the command of ${cmd:...}, or there is no command",
                              base::FailureKind::usage));
  return std::make_unique<CommandFetch>(*argv, ports.processes);
}

} // namespace cerec::secret
