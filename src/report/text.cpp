#include "report/parts.hpp"
#include "report/renderers.hpp"
#include "report/results.hpp"
#include "report/text_parts.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

/// Text for people, in Terraform's spirit: the symbols carry the meaning, colour only helps.
namespace cerec::report {

std::string paint(const Style& style, std::string_view sgr, std::string_view text) {
  return style.colour && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", sgr, text) : std::string(text);
}

std::string fit(const std::string& text, size_t room, size_t keep) {
  const size_t length = base::count_characters(text);
  room = std::max<size_t>(room, 12);
  if (length <= room)
    return text;
  if (keep + 3 < room)
    return base::take_characters(text, room - 3) + "...";
  // The difference is far to the right: show some of what is before it, and as much of the rest as fits.
  const size_t body = room - 6;
  const size_t start = std::min(keep - std::min(keep, body / 3), length - body);
  const std::string tail = base::drop_characters(text, start);
  return start + body >= length ? "..." + tail : "..." + base::take_characters(tail, body) + "...";
}

std::string text_opening(const Document& document, const Style& style) {
  return document.plan != nullptr ? plan_text(document, style) : std::string();
}

std::string render_text(const Document& document, const Style& style) {
  std::string out;
  const auto section = [&](const std::string& text) {
    out += (out.empty() || text.empty() ? "" : "\n") + text;
  };
  if (!document.opened)
    section(text_opening(document, style));
  if (document.outcome != nullptr && document.plan != nullptr)
    section(outcome_text(document, style));
  if (document.drift != nullptr)
    section(drift_text(document, style));
  const bool confirms =
      document.result != nullptr && std::holds_alternative<operations::SyncResult>(*document.result);
  if (const auto outline = outline_of(document); outline && document.began && !(confirms && style.quiet))
    section(text_of(*outline, style));
  return out;
}

std::string error_text(const Document& document, const Style& style) {
  std::string out;
  if (document.diagnostics != nullptr)
    out += base::render(*document.diagnostics, style.colour);
  if (document.failure) {
    out += fmt::format("cerec: {} {}\n", paint(style, "1;31", "error:"),
                       base::visible(document.failure->message));
    if (!document.failure->hint.empty())
      out += fmt::format("  {} {}\n", paint(style, "36", "hint:"), base::visible(document.failure->hint));
  }
  return out;
}

std::string event_text(const model::ApplyEvent& event, const model::Plan& plan, const Style& style) {
  using Type = model::ApplyEvent::Type;
  const std::string message = base::visible(event.message);
  const std::string because = message.empty() ? "" : ": " + message;
  if (event.type == Type::note || event.type == Type::waiting)
    return message.empty() ? std::string() : fmt::format(". {}\n", message);
  if (event.change >= plan.changes.size())
    return {};
  const model::Change& change = plan.changes[event.change];
  const model::KindRow& row = model::row_of(change.kind);
  const std::string address = base::visible(change.address.text());
  const std::string id = event.instance_id == 0 ? "" : fmt::format(" (instance {})", event.instance_id);
  const std::string took = seconds(event.elapsed);
  const std::string done = event.total == 0 ? "" : fmt::format("  [{}/{}]", event.done, event.total);
  const std::string symbol = paint(style, row.colour, row.symbol);
  switch (event.type) {
  case Type::started:
    return fmt::format("{} {}: {} started{}\n", symbol, address, row.word, because);
  case Type::progress:
    return fmt::format("{} {}: {} still going after {}{}\n", symbol, address, row.word, took, because);
  case Type::completed:
    return fmt::format("{} {}: {}{} after {}{}{}\n", symbol, address, row.done, id, took, because, done);
  case Type::failed:
    return fmt::format("{} {}: {} failed{} after {}{}{}\n", paint(style, "1;31", "x"), address, row.word, id,
                       took, because, done);
  case Type::unknown:
    return fmt::format("{} {}: {} ended unknown{} after {}{}{}\n", paint(style, "1;33", "?"), address,
                       row.word, id, took, because, done);
  case Type::skipped:
    return fmt::format(". {}: {} not tried{}{}\n", address, row.word, because, done);
  case Type::waiting:
  case Type::note:
    break;
  }
  return {};
}

} // namespace cerec::report
