#pragma once
#include "cerec/io/ports.hpp"

#include <deque>
#include <functional>
#include <string>

namespace cerec::test {

/// A terminal that keeps what is written, and answers from a list of lines.
class RecordingTerminal : public io::Terminal {
public:
  std::string out_text;
  std::string err_text;
  std::deque<std::string> input_lines; ///< what the user types, line by line
  std::function<void()> before_answer; ///< what happens while the user thinks about it
  std::string input_text;              ///< what read_all gives
  bool out_tty = false, err_tty = false, in_tty = false;
  int columns = 80;
  bool out_works = true; ///< false: writes to stdout fail from now on

  void out(std::string_view text) override {
    if (out_works)
      out_text += text;
  }
  void err(std::string_view text) override { err_text += text; }
  bool out_ok() override { return out_works; }
  bool out_is_tty() override { return out_tty; }
  bool err_is_tty() override { return err_tty; }
  bool in_is_tty() override { return in_tty; }
  int width() override { return columns; }
  std::optional<std::string> read_line() override {
    if (input_lines.empty())
      return std::nullopt;
    if (before_answer)
      before_answer();
    std::string line = std::move(input_lines.front());
    input_lines.pop_front();
    return line;
  }
  base::Result<std::string> read_all(uint64_t limit) override {
    if (input_text.size() > limit)
      return base::fail("standard input is too large");
    return input_text;
  }
};

} // namespace cerec::test
