#include "cli/run/narrator.hpp"

#include "cerec/base/text.hpp"
#include "cli/output/advised.hpp"
#include "cli/output/version.hpp"

#include <fmt/format.h>

namespace cerec::cli {

void Narrator::progress(std::string_view what, size_t done, size_t total, size_t in_flight) {
  output_.progress().update(std::string(what), done, total, in_flight);
}

std::optional<std::string> Narrator::leave_stdout() {
  if (output_.format().name != "text")
    return fmt::format("-o {}", output_.format().name);
  output_.leave_stdout();
  return std::nullopt;
}

void Narrator::planned(const operations::PlanResult& planned) {
  report::Result result = planned;
  complete_advice(result, repeated_flags_);
  report::Document document = report::document_of(result);
  document.command = command_;
  document.version = std::string(cerec_version());
  output_.open(std::move(document));
}

bool Narrator::approves(const operations::Question& question, const model::Plan& plan) {
  const auto given =
      output_.ask(fmt::format("\nThis is {}.\n{} Only `{}` is accepted: ", report::target_line(plan.binding),
                              question.text, question.answer));
  return given && base::trim(*given) == question.answer;
}

} // namespace cerec::cli
