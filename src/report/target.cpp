#include "cerec/base/text.hpp"
#include "report/json_parts.hpp"
#include "report/markdown_escape.hpp"
#include "report/parts.hpp"
#include "report/text_parts.hpp"

#include <fmt/format.h>

/// Whose instances a result is about: the first thing that a reader has to know.
namespace cerec::report {
namespace {

constexpr size_t k_name = 120; ///< characters of a name in Markdown

} // namespace

std::string target_line(const model::PlanBinding& binding) {
  std::string out = "stack " + base::visible(binding.stack);
  if (!binding.environment.empty())
    out += ", environment " + base::visible(binding.environment);
  return out + fmt::format(", account {}, user {}, at {}", base::visible(binding.account),
                           base::visible(binding.user), base::visible(binding.base_url));
}

std::string target_text(const model::PlanBinding& binding, const Style& style) {
  const auto row = [&](std::string_view label, const std::string& value) {
    return fmt::format("{}  {}\n", paint(style, "2", label), value);
  };
  const std::string environment =
      binding.environment.empty() ? std::string() : ", environment " + base::visible(binding.environment);
  return row("Service", base::visible(binding.base_url)) +
         row("Account",
             fmt::format("{}, user {}", base::visible(binding.account), base::visible(binding.user))) +
         row("Stack  ", paint(style, "1", base::visible(binding.stack)) + environment) + "\n";
}

std::string target_markdown(const model::PlanBinding& binding) {
  std::string out = "Stack " + code(binding.stack, k_name);
  if (!binding.environment.empty())
    out += ", environment " + code(binding.environment, k_name);
  return out + fmt::format(", account {}, user {}, at {}\n\n", code(binding.account, k_name),
                           code(binding.user, k_name), code(binding.base_url, 2 * k_name));
}

Json target_json(const model::PlanBinding& binding) {
  return {{"base_url", binding.base_url},
          {"account", text_or_null(binding.account)},
          {"user", text_or_null(binding.user)},
          {"stack", binding.stack},
          {"environment", text_or_null(binding.environment)}};
}

} // namespace cerec::report
