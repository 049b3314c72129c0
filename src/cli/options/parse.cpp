#include "cli/options/parse.hpp"

#include "cerec/base/text.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::cli {
namespace {

constexpr base::FailureKind k_usage = base::FailureKind::usage;

/// What CLI11 collected for one option: all values, in order.
struct Collected {
  const Option* option = nullptr;
  std::vector<std::string> values;
};

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ","));
}

base::Result<void> check_choice(const Option& option, const std::string& text) {
  if (option.choices.empty() ||
      std::find(option.choices.begin(), option.choices.end(), text) != option.choices.end())
    return {};
  const std::vector<std::string_view> words(option.choices.begin(), option.choices.end());
  const auto near = base::did_you_mean(text, words);
  return base::fail(fmt::format("{} does not accept `{}`", option.long_name(), base::visible(text)), k_usage,
                    near ? fmt::format("did you mean `{}`?", *near)
                         : fmt::format("it accepts {}", fmt::join(option.choices, ", ")));
}

tl::unexpected<base::Failure> empty_value(const Option& option) {
  return base::fail(fmt::format("{} got an empty value", option.long_name()), k_usage,
                    fmt::format("is a variable empty? write {}={}", option.long_name(), option.value));
}

base::Result<void> store(const Collected& collected, const OptionSet& options) {
  const Option& option = *collected.option;
  for (size_t i = option.repeatable ? 0 : collected.values.size() - 1; i < collected.values.size(); ++i) {
    const std::string& text = collected.values[i];
    if (!option.value.empty() && text.empty())
      return empty_value(option);
    if (!option.value.empty() && options.find(text) != nullptr)
      return base::fail(fmt::format("{} needs a value, and `{}` is an option", option.long_name(), text),
                        k_usage, fmt::format("write {}={}", option.long_name(), option.value));
    if (auto fine = check_choice(option, text); !fine)
      return fine;
    if (auto fine = option.set(text); !fine)
      return base::fail(fmt::format("{}: {}", option.long_name(), fine.error().message), k_usage,
                        fine.error().hint);
  }
  return {};
}

base::Result<void> refuse_unknown(const std::string& argument, const OptionSet& options) {
  const std::string name = argument.substr(0, argument.find('='));
  std::string word = name.substr(std::min(name.find_first_not_of('-'), name.size()));
  std::vector<std::string_view> bare;
  for (const std::string_view known : options.names())
    if (known.size() > 2)
      bare.push_back(known.substr(2));
  const auto near = base::did_you_mean(word, bare);
  return base::fail(fmt::format("unknown option `{}`", base::visible(name)), k_usage,
                    near ? fmt::format("did you mean `--{}`?", *near) : "`--help` lists the options");
}

base::Result<void> store_positionals(const std::vector<std::string>& words, const OptionSet& options) {
  const OptionSet::Positionals& wanted = options.positional();
  if (words.size() > wanted.most)
    return base::fail(fmt::format("unexpected argument `{}`", base::visible(words[wanted.most])), k_usage,
                      options.find("--filename") != nullptr ? "manifests are named with -f PATH" : "");
  if (words.size() < wanted.least)
    return base::fail(fmt::format("missing argument {}", wanted.value), k_usage, wanted.help);
  if (wanted.target != nullptr)
    *wanted.target = words;
  return {};
}

/// CLI11's sentence, in our words where we have better ones.
base::Failure failure_of(const CLI::ParseError& error) {
  std::string text = error.what();
  if (const size_t at = text.find(": 1 required TEXT missing"); at != std::string::npos)
    text = text.substr(0, at) + " needs a value";
  return {k_usage, base::visible(text), "`--help` lists the options"};
}

/// Whether `arguments` can mean the option: by a name of it, or by its letter among others ("-qf").
bool may_be_given(const Option& option, const std::vector<std::string>& arguments) {
  const auto means = [&](const std::string& argument) {
    if (argument.size() < 2 || argument[0] != '-')
      return false;
    const std::string_view name = std::string_view(argument).substr(0, argument.find('='));
    return std::any_of(option.names.begin(), option.names.end(), [&](const std::string& own) {
      return own == name || (own.size() == 2 && argument[1] != '-');
    });
  };
  return std::any_of(arguments.begin(), arguments.end(), means);
}

/// `--prune=no` -> false; a flag without `=` is true.
base::Result<bool> read_flag(const std::string& argument) {
  const size_t equals = argument.find('=');
  if (equals == std::string::npos)
    return true;
  const std::string name = argument.substr(0, equals), hint = fmt::format("write {0} or {0}=false", name);
  if (equals + 1 == argument.size())
    return base::fail(name + " got an empty value", k_usage, hint);
  auto value = base::parse_bool(std::string_view(argument).substr(equals + 1));
  return value ? value : base::fail(fmt::format("{}: {}", name, value.error().message), k_usage, hint);
}

/// CLI11 reads what follows `=` by rules of its own (an empty text is true, a word is a bug): of flags it
/// gets
/// `--flag` and `--flag=false` alone.
base::Result<void> spell_out(std::vector<std::string>& arguments, const OptionSet& options) {
  for (std::string& argument : arguments) {
    if (argument == "--")
      break;
    const Option* option = options.find(argument.substr(0, argument.find('=')));
    if (option == nullptr)
      continue;
    if (!option->value.empty()) {
      if (argument.find('=') == argument.size() - 1) // CLI11 would take the next word
        return empty_value(*option);
      continue;
    }
    const auto value = read_flag(argument);
    if (!value)
      return tl::unexpected(value.error());
    argument = argument.substr(0, argument.find('=')) + (*value ? "" : "=false");
  }
  return {};
}

/// nullopt: not known.
std::optional<bool> takes_value(const std::string& name, const OptionShapes& shapes) {
  const auto found = shapes.find(name);
  return found == shapes.end() ? std::nullopt : std::optional(found->second);
}

/// Whether the argument behind this one is its value: `--out x`, `-out x`, `-f x`, `-qf x`; not `--out=x`,
/// `-fx`. nullopt: no such option.
std::optional<bool> takes_next(const std::string& argument, const OptionShapes& shapes) {
  const size_t equals = argument.find('=');
  const std::string name = argument.substr(0, equals);
  for (const std::string& spelling : {name, "-" + name}) // Terraform writes one dash
    if (const auto takes = takes_value(spelling, shapes))
      return *takes && equals == std::string::npos;
  if (name[1] == '-')
    return std::nullopt;
  for (size_t i = 1; i < argument.size(); ++i) { // letters, the last of which may have a value
    const auto takes = takes_value(std::string("-") + argument[i], shapes);
    if (!takes || *takes)
      return takes ? std::optional(i + 1 == argument.size()) : std::nullopt;
  }
  return false;
}

} // namespace

std::vector<std::string> with_two_dashes(const std::vector<std::string>& arguments,
                                         const OptionSet& options) {
  std::vector<std::string> out;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--") {
      out.insert(out.end(), arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
      break;
    }
    const std::string name = argument.substr(0, argument.find('='));
    const bool single = name.size() > 2 && name[0] == '-' && name[1] != '-';
    out.push_back(single && options.find("-" + name) != nullptr ? "-" + argument : argument);
  }
  return out;
}

base::Result<size_t> find_command(const std::vector<std::string>& arguments, const OptionShapes& shapes) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument.size() < 2 || argument[0] != '-' || argument == "--")
      return argument == "--" ? i + 1 : i;
    const auto takes = takes_next(argument, shapes);
    if (!takes)
      return base::fail(fmt::format("unknown option `{}`", base::visible(argument)), k_usage,
                        "an option before the command has to be one that a command knows");
    i += *takes ? 1 : 0;
  }
  return arguments.size();
}

base::Result<void> parse_options(const std::vector<std::string>& arguments, const OptionSet& options) {
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  std::vector<Collected> collected(options.options().size());
  std::vector<std::string> words;
  std::vector<std::string> reversed = with_two_dashes(arguments, options);
  if (auto fine = spell_out(reversed, options); !fine)
    return fine;
  std::vector<std::pair<CLI::Option*, Collected*>> flags;
  for (size_t i = 0; i < collected.size(); ++i) {
    const Option& option = options.options()[i];
    collected[i].option = &option;
    if (!may_be_given(option, reversed)) // CLI11 compares every pair of what it is told of
      continue;
    if (option.value.empty())
      flags.emplace_back(app.add_flag(joined(option.names)), &collected[i]);
    else
      app.add_option(joined(option.names), collected[i].values)->allow_extra_args(false);
  }
  app.add_option("arguments", words);
  std::reverse(reversed.begin(), reversed.end()); // as CLI11 wants them
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(failure_of(error));
  }
  for (const auto& [flag, given] : flags)
    for (const std::string& result : flag->results())
      given->values.emplace_back(result == "false" ? "false" : "true");
  for (const std::string& extra : app.remaining())
    if (extra != "--")
      return refuse_unknown(extra, options);
  for (const Collected& one : collected)
    if (!one.values.empty())
      if (auto fine = store(one, options); !fine)
        return fine;
  return store_positionals(words, options);
}

} // namespace cerec::cli
