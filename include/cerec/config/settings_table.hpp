#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::config {

/// What a setting is, so that a wrong text is refused before any request.
/// `paths` (separated by colons) and `hosts` (by commas) are lists: their flags are repeatable.
enum class SettingType { text, url, stack, path, paths, hosts, seconds, count, decimal, boolean, word };

/// Which commands take it as a flag.
enum class SettingGroup { trust, account, planning, settling, applying };

/// How far the files of a checkout, which a pull request may change, decide a setting. The operator (flags,
/// CEREC_* variables) decides every one of them. docs/trust.md.
enum class Authority {
  project,  ///< freely
  bounded,  ///< within what Trust allows
  trusted,  ///< only if the operator trusts the project
  operator_ ///< never: it says what is trusted
};
[[nodiscard]] std::string_view text_of(Authority authority); ///< "project", "bounded", "trusted", "operator"

/// A row of the settings table: one thing that a flag, a CEREC_* variable and a key of cerec.yaml can set.
/// Precedence: flag > environment > project file > default. A new setting is a row here and a reader in
/// settings.cpp.
struct SettingRow {
  std::string_view key;                    ///< of cerec.yaml
  std::string_view flag;                   ///< empty: none (a secret never stands on a command line)
  std::string_view value;                  ///< placeholder
  std::vector<std::string_view> variables; ///< the first one is ours; others are read after it
  std::string_view fallback;               ///< default, as text; empty: none
  SettingType type;
  SettingGroup group;
  Authority authority; ///< how far the project file decides it
  std::string_view help;
  bool secret = false;
  int64_t least = 0;                     ///< of a count
  std::vector<std::string_view> words{}; ///< of a word
};
[[nodiscard]] const std::vector<SettingRow>& setting_rows();
[[nodiscard]] const SettingRow* find_setting(std::string_view key);
/// The keys, for the project file's did-you-mean.
[[nodiscard]] std::vector<std::string_view> setting_keys();
[[nodiscard]] std::string_view text_of(SettingGroup group); ///< heading in the help
/// Of a list: what separates its items; '\0' for all else.
[[nodiscard]] char separator_of(SettingType type);

} // namespace cerec::config
