#include "cli/options/option_set.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::cli {

std::string Option::long_name() const {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [](const std::string& name) { return name.rfind("--", 0) == 0; });
  return found != names.end() ? *found : names.front();
}

void OptionSet::add(Option option) {
  if (option.group.empty())
    option.group = group_;
  options_.push_back(std::move(option));
}

void OptionSet::flag(std::vector<std::string> names, bool& target, std::string help) {
  Option option;
  option.names = std::move(names);
  option.help = std::move(help);
  option.set = [&target](const std::string& text) -> base::Result<void> {
    const auto value = base::parse_bool(text);
    if (!value)
      return tl::unexpected(value.error());
    target = *value;
    return {};
  };
  add(std::move(option));
}

void OptionSet::text(std::vector<std::string> names, std::string value, std::optional<std::string>& target,
                     std::string help) {
  Option option;
  option.names = std::move(names);
  option.value = std::move(value);
  option.help = std::move(help);
  option.set = [&target](const std::string& text) -> base::Result<void> {
    target = text;
    return {};
  };
  add(std::move(option));
}

void OptionSet::choice(std::vector<std::string> names, std::vector<std::string> words,
                       std::optional<std::string>& target, std::string help) {
  Option option;
  option.names = std::move(names);
  option.value = fmt::format("{}", fmt::join(words, "|"));
  option.help = std::move(help);
  option.choices = std::move(words);
  option.set = [&target](const std::string& text) -> base::Result<void> {
    target = text;
    return {};
  };
  add(std::move(option));
}

void OptionSet::list(std::vector<std::string> names, std::string value, std::vector<std::string>& target,
                     std::string help) {
  Option option;
  option.names = std::move(names);
  option.value = std::move(value);
  option.help = std::move(help);
  option.repeatable = true;
  option.set = [&target](const std::string& text) -> base::Result<void> {
    target.push_back(text);
    return {};
  };
  add(std::move(option));
}

void OptionSet::alias(const std::string& of, std::string name) {
  const Option* known = find(of);
  Option option = *known;
  option.names = {std::move(name)};
  option.hidden = true;
  options_.push_back(std::move(option));
}

void OptionSet::positionals(std::string value, std::vector<std::string>& target, size_t least, size_t most,
                            std::string help) {
  positionals_ = {std::move(value), std::move(help), &target, least, most};
}

const Option* OptionSet::find(std::string_view name) const {
  for (const Option& option : options_)
    if (std::find(option.names.begin(), option.names.end(), name) != option.names.end())
      return &option;
  return nullptr;
}

std::vector<std::string_view> OptionSet::names() const {
  std::vector<std::string_view> all;
  for (const Option& option : options_)
    if (!option.hidden)
      all.insert(all.end(), option.names.begin(), option.names.end());
  return all;
}

} // namespace cerec::cli
