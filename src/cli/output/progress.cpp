#include "cli/output/progress.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

constexpr base::Duration k_redraw{100};
constexpr base::Duration k_line{10'000};

} // namespace

std::string Progress::line(const std::string& what, size_t done, size_t total, size_t in_flight) {
  std::string text =
      total == 0 ? fmt::format("{}: {}", what, done) : fmt::format("{}: {}/{}", what, done, total);
  const auto elapsed = (clock_.now() - began_).count();
  if (elapsed >= 1000 && done > 0)
    text += fmt::format(", {:.1f}/s", static_cast<double>(done) * 1000.0 / static_cast<double>(elapsed));
  if (in_flight > 0)
    text += fmt::format(", {} in flight", in_flight);
  return text;
}

void Progress::update(const std::string& what, size_t done, size_t total, size_t in_flight) {
  if (!enabled_)
    return;
  const base::TimePoint now = clock_.now();
  const bool tty = terminal_.err_is_tty();
  if (what != what_) {
    what_ = what;
    began_ = now;
    shown_ = tty ? now - k_redraw : now; // a log needs no line for what ends soon
  }
  if (now - shown_ < (tty ? k_redraw : k_line))
    return;
  shown_ = now;
  const std::string text = line(what, done, total, in_flight);
  if (!tty) {
    terminal_.err(text + "\n");
    return;
  }
  const auto width = static_cast<size_t>(std::max(terminal_.width(), 20));
  terminal_.err("\r\x1b[2K" + base::take_characters(text, width - 1));
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_)
    terminal_.err("\r\x1b[2K");
  drawn_ = false;
}

} // namespace cerec::cli
