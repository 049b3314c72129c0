#include "catalogue/checks.hpp"

#include "catalogue/common_keys.hpp"
#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::catalogue {
namespace {

using Kind = model::Value::Kind;

/// GOODDATA_PASSWORD for `password` of gooddata: a name to start from.
std::string variable_for(std::string_view element_key, std::string_view key) {
  return base::variable_name(fmt::format("{}_{}", element_key, key));
}

bool is_literal_text(const manifest::TemplateValue& value) {
  return (value.kind == Kind::string || value.kind == Kind::number) && !value.text.has_reference();
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

/// Values of event.vendor.type: pages and definitions disagree on the plural (docs/api.md 5.5).
bool is_option(const Entry& entry, const std::string& value) {
  const auto has = [&](std::string_view wanted) {
    return std::find(entry.options.begin(), entry.options.end(), wanted) != entry.options.end();
  };
  return has(value) || (value == "webhook" && has("webhooks")) || (value == "webhooks" && has("webhook"));
}

void check_option(const Member& member, const Entry& entry, const std::string& value, Reporter& reporter) {
  if (entry.options.empty() || is_option(entry, value))
    return;
  reporter.warning("unknown-option", member.value.span,
                   fmt::format("'{}' is none of the values of '{}'", base::visible(value), member.key),
                   fmt::format("one of: {}", fmt::join(entry.options, ", ")));
}

void check_boolean(const Member& member, const Entry* entry, const std::string& value, Reporter& reporter) {
  const bool boolean = entry != nullptr && (entry->type == "BOOLEAN" || entry->type == "boolean");
  const std::string small = base::lower(value);
  if (boolean && small != "true" && small != "false")
    reporter.warning("not-boolean", member.value.span, fmt::format("'{}' is true or false", member.key));
}

void check_event_value(const Member& member, const std::string& value, Reporter& reporter) {
  const bool digits = value.find_first_not_of("0123456789") == std::string::npos;
  if (member.key == "event.notification.callback.url" && !starts_with(value, "http://") &&
      !starts_with(value, "https://"))
    reporter.warning("not-a-url", member.value.span,
                     fmt::format("'{}' is an http or https URL that receives the events", member.key));
  if (member.key == "event.poller.refresh_interval" && !digits)
    reporter.warning("not-a-number", member.value.span,
                     fmt::format("'{}' is a number of minutes", member.key));
  if (member.key == "event.notification.type" && value != "webhook")
    reporter.warning("unknown-option", member.value.span,
                     fmt::format("'{}' is none of the values of '{}'", base::visible(value), member.key),
                     "one of: webhook");
}

} // namespace

void check_literal_secret(const Member& member, Reporter& reporter) {
  if (!is_literal_text(member.value) || !is_secret(member.element_key, member.key))
    return;
  const std::string literal = base::lower(member.value.text.literal_text());
  if (literal.empty() || literal == "true" || literal == "false") // a flag whose name sounds like a secret
    return;
  const std::string hint =
      fmt::format("write ${{env:{}}}, or ${{file:path}}", variable_for(member.element_key, member.key));
  if (member.key ==
      "oauth.api.key") // the client's id: masked by the service, but public in OAuth's own terms
    reporter.warning_hiding_value(
        "literal-secret", member.value.span,
        fmt::format("'{}' holds a literal, and the service treats it as a secret", base::visible(member.key)),
        hint);
  else
    reporter.error_hiding_value(
        "literal-secret", member.value.span,
        fmt::format("'{}' is a secret and holds a literal", base::visible(member.key)), hint);
}

void check_key(const Member& member, Reporter& reporter) {
  if (member.element == nullptr || declares({member.element->key, 0}, member.key))
    return;
  std::vector<std::string_view> known = common_keys();
  for (const Entry& entry : member.element->entries)
    known.emplace_back(entry.key);
  const auto near = base::did_you_mean(member.key, known);
  if (!near && member.element->from_pages) // its list of entries is not complete
    return;
  reporter.warning("unknown-key", member.value.key_span,
                   fmt::format("the element '{}' has no configuration entry '{}'", member.element->key,
                               base::visible(member.key)),
                   near ? fmt::format("did you mean '{}'?", *near) : std::string());
}

void check_value(const Member& member, Reporter& reporter) {
  if (!is_literal_text(member.value))
    return;
  const std::string value = member.value.text.literal_text();
  if (value.empty())
    return;
  const Entry* entry = member.element == nullptr ? nullptr : member.element->find(member.key);
  if (entry != nullptr)
    check_option(member, *entry, value, reporter);
  check_boolean(member, entry, value, reporter);
  check_event_value(member, value, reporter);
}

} // namespace cerec::catalogue
