#include "cli/options/completion.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::cli {
namespace {

struct Words {
  std::string_view command, help;
  std::vector<Option> options;
  std::vector<std::string> positionals; ///< fixed words
};

std::vector<Words> words_of_all(const std::vector<CommandPage>& pages) {
  std::vector<Words> all;
  for (const CommandPage& page : pages) {
    Words words{page.name, page.help, {}, {}};
    for (const Option& option : page.options.options())
      if (!option.hidden)
        words.options.push_back(option);
    if (page.name == "token")
      words.positionals = {"list", "get", "sync"};
    if (page.name == "completion")
      words.positionals = {"bash", "zsh", "fish"};
    if (page.name == "help")
      for (const CommandPage& each : pages)
        words.positionals.emplace_back(each.name);
    all.push_back(std::move(words));
  }
  return all;
}

std::string all_words(const Words& words) {
  std::vector<std::string> out = words.positionals;
  for (const Option& option : words.options)
    out.insert(out.end(), option.names.begin(), option.names.end());
  return fmt::format("{}", fmt::join(out, " "));
}

std::string bash_script(const std::vector<Words>& all) {
  std::vector<std::string_view> names;
  std::string cases, values;
  for (const Words& words : all) {
    names.push_back(words.command);
    cases += fmt::format("    {}) words=\"{}\" ;;\n", words.command, all_words(words));
    for (const Option& option : words.options)
      if (!option.choices.empty())
        values += fmt::format("    {}:{}) COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return ;;\n",
                              words.command, option.long_name(), fmt::join(option.choices, " "));
  }
  return fmt::format(R"(# bash completion for cerec; load with: source <(cerec completion bash)
_cerec() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command= word words=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $word in
    -*) ;;
    *) command=$word; break ;;
    esac
  done
  if [ -z "$command" ]; then
    COMPREPLY=($(compgen -W "{}" -- "$current"))
    return
  fi
  case "$command:$previous" in
    *:-o|*:--output) COMPREPLY=($(compgen -W "text json jsonl markdown" -- "$current")); return ;;
{}  esac
  case $command in
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}}
complete -o filenames -F _cerec cerec
)",
                     fmt::join(names, " "), values, cases);
}

/// Text inside single quotes of zsh's _arguments: no quotes, brackets or colons.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '\'' || c == '[' || c == ']' || c == ':' || c == '`' ? ' ' : c;
  return out;
}

std::string zsh_script(const std::vector<Words>& all) {
  std::string list, cases;
  for (const Words& words : all) {
    list += fmt::format("    '{}:{}'\n", words.command, plain(words.help));
    cases += fmt::format("    {})\n      _arguments", words.command);
    for (const Option& option : words.options)
      for (const std::string& name : option.names) {
        cases +=
            fmt::format(" \\\n        '{}{}[{}]", option.repeatable ? "*" : "", name, plain(option.help));
        if (!option.choices.empty())
          cases += fmt::format(":value:({})", fmt::join(option.choices, " "));
        else if (!option.value.empty())
          cases += fmt::format(":{}:_files", plain(option.value));
        cases += "'";
      }
    cases += words.positionals.empty()
                 ? " \\\n        '*:file:_files' ;;\n"
                 : fmt::format(" \\\n        '*:word:({})' ;;\n", fmt::join(words.positionals, " "));
  }
  return fmt::format(R"(#compdef cerec
# zsh completion for cerec; save as _cerec in a folder of $fpath
_cerec() {{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{}  esac
}}
_cerec "$@"
)",
                     list, cases);
}

std::string fish_script(const std::vector<Words>& all) {
  std::string out = "# fish completion for cerec\ncomplete -c cerec -f\n";
  for (const Words& words : all) {
    out += fmt::format("complete -c cerec -n __fish_use_subcommand -a {} -d '{}'\n", words.command,
                       plain(words.help));
    const std::string when =
        fmt::format("complete -c cerec -n '__fish_seen_subcommand_from {}'", words.command);
    if (!words.positionals.empty())
      out += fmt::format("{} -a '{}'\n", when, fmt::join(words.positionals, " "));
    for (const Option& option : words.options) {
      out += when;
      for (const std::string& name : option.names)
        out += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (!option.choices.empty())
        out += fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
      else if (!option.value.empty())
        out += " -r -F";
      out += fmt::format(" -d '{}'\n", plain(option.help));
    }
  }
  return out;
}

} // namespace

base::Result<std::string> completion_script(const std::string& shell, const std::vector<CommandPage>& pages) {
  const std::vector<Words> all = words_of_all(pages);
  if (shell == "bash")
    return bash_script(all);
  if (shell == "zsh")
    return zsh_script(all);
  if (shell == "fish")
    return fish_script(all);
  return base::fail(fmt::format("no completions for `{}`", base::visible(shell)), base::FailureKind::usage,
                    "there are some for bash, zsh and fish");
}

} // namespace cerec::cli
