#include "manifest/template.hpp"
#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"
#include "cerec/manifest/manifest.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

/// Expressions that the platform itself replaces in poller configurations: they reach it as they stand.
constexpr std::array<std::string_view, 5> k_platform = {"date", "gmtDate", "DateTimeZone", "epoch",
                                                        "milliseconds"};

bool is_name_character(char c) {
  return base::is_alphanumeric(c) || c == '_' || c == '-' || c == '.';
}

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// All capitals, such as GOODDATA_PASSWORD: the name of a variable whose `env:` was forgotten.
bool is_variable(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return base::is_upper(c) || base::is_digit(c) || c == '_';
  });
}

class TemplateReader {
public:
  TemplateReader(std::string_view text, const base::Span& span, base::Diagnostics& diagnostics)
      : rest_(text), span_(span), diagnostics_(diagnostics) {}

  Template read() {
    while (!rest_.empty()) {
      const size_t dollar = rest_.find('$');
      literal_ += rest_.substr(0, dollar);
      if (dollar == std::string_view::npos)
        break;
      rest_.remove_prefix(dollar);
      if (rest_.substr(0, 3) == "$${") {
        literal_ += "${";
        rest_.remove_prefix(3);
      } else if (rest_.substr(0, 2) == "${") {
        reference();
      } else {
        literal_ += '$';
        rest_.remove_prefix(1);
      }
    }
    flush();
    return std::move(result_);
  }

private:
  void reference() {
    size_t end = 2;
    while (end < rest_.size() && is_name_character(rest_[end]))
      ++end;
    const std::string_view name = rest_.substr(2, end - 2);
    const bool colon = end < rest_.size() && rest_[end] == ':';
    if (!contains(template_sources(), name) || !colon) {
      if (!contains(k_platform, name))
        unknown(name, colon);
      literal_ += "${";
      rest_.remove_prefix(2);
      return;
    }
    const size_t close = rest_.find('}', end);
    const std::string_view argument = base::trim(rest_.substr(end + 1, close - end - 1));
    if (close == std::string_view::npos) {
      diagnostics_.error("template", span_, fmt::format("the reference '${{{}:' is not closed", name),
                         "add the '}'");
      rest_ = {};
      return;
    }
    if (argument.empty())
      diagnostics_.error("template", span_, fmt::format("the reference '${{{}:}}' names nothing", name),
                         fmt::format("for example {}", example(name)));
    flush();
    Template::Part part;
    part.reference = Reference{std::string(name), std::string(argument), span_};
    result_.parts.push_back(std::move(part));
    rest_.remove_prefix(close + 1);
  }

  static std::string example(std::string_view source) {
    return source == "env"    ? "${env:GOODDATA_PASSWORD}"
           : source == "file" ? "${file:secrets/gooddata}"
                              : "${cmd:pass show gooddata}";
  }

  void unknown(std::string_view name, bool colon) {
    constexpr std::string_view escape = "a literal '${' is written '$${'";
    if (contains(template_sources(), name)) {
      diagnostics_.error("template", span_, fmt::format("the reference '${{{}' lacks its ':'", name),
                         fmt::format("for example {}", example(name)));
    } else if (!colon && is_variable(name)) {
      diagnostics_.error("template", span_, "a reference needs its source",
                         fmt::format("an environment variable is '${{env:NAME}}'; {}", escape));
    } else if (const auto near = base::did_you_mean(name, template_sources()); near && colon) {
      diagnostics_.error("template", span_, fmt::format("unknown reference source '{}'", name),
                         fmt::format("did you mean '{}'? {}", *near, escape));
    } else {
      diagnostics_.error(
          "template", span_, colon ? "unknown reference source" : "'${' starts a reference, and this is none",
          fmt::format("references are ${{env:NAME}}, ${{file:path}}, ${{cmd:program}}; {}", escape));
    }
  }

  void flush() {
    if (literal_.empty())
      return;
    Template::Part part;
    part.literal = std::move(literal_);
    literal_.clear();
    result_.parts.push_back(std::move(part));
  }

  std::string_view rest_;
  const base::Span& span_;
  base::Diagnostics& diagnostics_;
  std::string literal_;
  Template result_;
};

} // namespace

const std::vector<std::string_view>& template_sources() {
  static const std::vector<std::string_view> sources = {"env", "file", "cmd"};
  return sources;
}

bool holds_reference(std::string_view text) {
  for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    if (at > 0 && text[at - 1] == '$')
      continue;
    for (const std::string_view source : template_sources()) {
      if (text.substr(at + 2, source.size()) == source && text.substr(at + 2 + source.size(), 1) == ":")
        return true;
    }
  }
  return false;
}

bool holds_expression(std::string_view text) {
  for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2))
    if (at == 0 || text[at - 1] != '$')
      return true;
  return false;
}

bool Template::has_reference() const {
  return std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.reference.has_value(); });
}

std::string Template::literal_text() const {
  std::string text;
  for (const Part& part : parts)
    text += part.literal;
  return text;
}

Template parse_template(std::string_view text, const base::Span& span, base::Diagnostics& diagnostics) {
  return TemplateReader(text, span, diagnostics).read();
}

} // namespace cerec::manifest
