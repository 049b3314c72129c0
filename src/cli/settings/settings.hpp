#pragma once
#include "cerec/api/client.hpp"
#include "cerec/apply/executor.hpp"
#include "cerec/base/ports.hpp"
#include "cerec/http/curl_transport.hpp"
#include "cerec/manifest/project.hpp"
#include "cli/settings/settings_table.hpp"

#include <map>
#include <optional>

namespace cerec::cli {

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
  base::Span span; ///< if it came from the project file
};

/// All settings, merged and typed. What a command needs and lacks is found by require_account.
struct Settings {
  std::map<std::string, SettingValue, std::less<>> values; ///< by key
  std::string stack = "default";
  bool stack_was_named = false;
  api::Account account;
  std::optional<base::Secret> fingerprint_key;
  http::CurlSettings curl;
  http::DispatchLimits dispatch;
  base::Duration request_timeout{120'000};
  model::DeleteLimits delete_limits;
  std::string refresh = "full";
  bool delete_by_disable = false;
  apply::Limits apply;
  base::Duration lock_timeout{0};
  base::Duration max_age{std::chrono::hours(24)};

  [[nodiscard]] crypto::FingerprintKey key() const;
};

/// Where settings come from. `overlay` is the chosen environment of the project file, if any.
struct SettingInputs {
  const std::map<std::string, std::string>& flags; ///< key -> text
  const manifest::ProjectFile* project = nullptr;
  const manifest::ProjectFile::Overlay* overlay = nullptr;
  std::string base_folder; ///< relative files of the project are under it
};

struct SettingPorts {
  base::Environment& environment;
  base::Files& files;
  base::Processes& processes;
};

/// Merges and checks; every fault is a diagnostic, with its place if it came from the project file.
[[nodiscard]] Settings merge_settings(const SettingInputs& inputs, SettingPorts ports,
                                      base::Diagnostics& diagnostics);

/// Faults of a command that talks to the account: no URL, no secrets; each names all three ways to set it.
void require_account(const Settings& settings, base::Diagnostics& diagnostics);

/// "30s", "500ms", "5m", "24h", "1d"; a bare number is seconds.
[[nodiscard]] std::optional<base::Duration> parse_duration(std::string_view text);

/// The base URL as it is used: scheme checked, no user, query or fragment, no trailing slash. Plain http only
/// on loopback unless `allow_plain`. `hint` is set for a URL that is fine and looks incomplete.
struct CheckedUrl {
  std::string url;
  std::string hint;
};
[[nodiscard]] base::Result<CheckedUrl> check_url(std::string_view text, bool allow_plain);

} // namespace cerec::cli
