#pragma once
#include "cerec/api/client.hpp"
#include "cerec/apply/executor.hpp"
#include "cerec/config/settings_table.hpp"
#include "cerec/config/trust.hpp"
#include "cerec/http/curl_transport.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/manifest/project.hpp"

#include <map>
#include <optional>

namespace cerec::config {

/// Where a value came from, in words: "flag --stack", "environment CEREC_STACK", "cerec.yaml:3", "default".
struct SettingSource {
  enum class Kind { flag, environment, file, fallback } kind = Kind::fallback;
  std::string where;
};

/// One setting after the merge.
struct SettingValue {
  const SettingRow* row = nullptr;
  std::string text;    ///< empty for secrets
  base::Secret secret; ///< of secret rows
  bool set = false;    ///< by anybody or by a default
  SettingSource source;
  base::Span span;                            ///< if it came from the project file
  std::optional<manifest::Template> unread{}; ///< references of the project file that nobody has read yet
};

/// All settings, merged and typed. What a command needs and lacks is found by require_account.
struct Settings {
  std::map<std::string, SettingValue, std::less<>> values; ///< by key
  std::string stack = "default";
  bool stack_was_named = false;
  api::Account account;
  std::optional<base::Secret> fingerprint_key, previous_fingerprint_key;
  std::optional<base::Secret> previous_user, previous_organization;
  http::CurlSettings curl;
  http::DispatchLimits dispatch;
  base::Duration request_timeout{120'000};
  model::DeleteLimits delete_limits;
  model::Refresh refresh = model::Refresh::full;
  bool delete_by_disable = false;
  apply::Limits apply;
  base::Duration lock_timeout{0};
  std::optional<base::Duration> max_age{std::chrono::hours(24)}; ///< of a saved plan; nullopt: any

  [[nodiscard]] crypto::FingerprintKey key() const;
  /// Keys that may have been in use before: the one that is named as such, the one of the account's previous
  /// secrets, and that of its present ones where a key is configured.
  [[nodiscard]] std::vector<crypto::FingerprintKey> previous_keys() const;
};

/// Where settings come from. `overlay` is the chosen environment of the project file, if any. Relative paths
/// of the project file start from `base_folder`, those of flags and variables from `working_folder` (-C).
struct SettingInputs {
  const std::map<std::string, std::string>& flags; ///< key -> text
  const manifest::ProjectFile* project = nullptr;
  const manifest::ProjectFile::Overlay* overlay = nullptr;
  std::string base_folder, working_folder;
};

struct SettingPorts {
  io::Environment& environment;
  io::Files& files;
  io::Processes& processes;
};

/// What the operator grants the project, by flags and variables.
[[nodiscard]] Grants read_grants(const std::map<std::string, std::string>& flags,
                                 io::Environment& environment, base::Diagnostics& diagnostics);

/// The first step: who says what. Nothing is read that may be secret. A variable that contradicts the chosen
/// environment is a fault.
[[nodiscard]] Settings choose_settings(const SettingInputs& inputs, io::Environment& environment,
                                       base::Diagnostics& diagnostics);

/// What the project asks for in its settings and may not, each at its place; false if there is any. What
/// holds a secret of the account is reserved in `trust`.
[[nodiscard]] bool examine_settings(const Settings& settings, const SettingInputs& inputs, Trust& trust,
                                    base::Diagnostics& diagnostics);

/// The second step: reads references and secret files (if nothing was refused) and checks; every fault is a
/// diagnostic, with its place if it came from the project file.
void read_settings(Settings& settings, const SettingInputs& inputs, SettingPorts ports, bool may_read,
                   base::Diagnostics& diagnostics);

/// Faults of a command that talks to the account: no URL, no secrets; each names all three ways to set it.
void require_account(const Settings& settings, base::Diagnostics& diagnostics);

/// "30s", "500ms", "5m", "24h", "1d"; a bare number is seconds.
[[nodiscard]] std::optional<base::Duration> parse_duration(std::string_view text);

} // namespace cerec::config
