#include "cli/settings/settings_table.hpp"

#include <algorithm>

namespace cerec::cli {

using enum SettingType;
using enum SettingGroup;

// clang-format off
const std::vector<SettingRow>& setting_rows() {
  static const std::vector<SettingRow> table{
      {"stack", "--stack", "NAME", {"CEREC_STACK"}, "default", stack, account,
       "ownership scope; deleting needs one that was named"},
      {"api.url", "--api-url", "URL", {"CEREC_API_URL"}, "", url, account,
       "base URL, path prefix included, such as https://api.cloud-elements.com/elements/api-v2"},
      {"api.userSecret", "", "", {"CEREC_USER_SECRET"}, "", text, account, "the account's user secret", true},
      {"api.organizationSecret", "", "", {"CEREC_ORGANIZATION_SECRET"}, "", text, account,
       "the account's organization secret", true},
      {"api.userSecretFile", "--user-secret-file", "PATH", {"CEREC_USER_SECRET_FILE"}, "", path, account,
       "file that holds the user secret"},
      {"api.organizationSecretFile", "--organization-secret-file", "PATH", {"CEREC_ORGANIZATION_SECRET_FILE"},
       "", path, account, "file that holds the organization secret"},
      {"api.fingerprintKey", "", "", {"CEREC_FINGERPRINT_KEY"}, "", text, account,
       "key of the fingerprints, so that a rotation of the account's secrets keeps what is known", true},
      {"api.allowPlainHttp", "--allow-plain-http", "", {"CEREC_ALLOW_PLAIN_HTTP"}, "false", boolean, account,
       "accept http:// beyond loopback: the secrets travel in clear"},
      {"api.caFile", "--ca-file", "PATH", {"CEREC_CA_FILE", "SSL_CERT_FILE"}, "", path, account,
       "PEM bundle of trusted authorities instead of the system's"},
      {"api.proxy", "--proxy", "URL", {"CEREC_PROXY"}, "", text, account,
       "HTTP proxy; by default HTTPS_PROXY and NO_PROXY are honoured"},
      {"api.connectTimeout", "--connect-timeout", "TIME", {"CEREC_CONNECT_TIMEOUT"}, "10s", seconds, account,
       "time limit for a connection"},
      {"api.timeout", "--timeout", "TIME", {"CEREC_TIMEOUT"}, "120s", seconds, account,
       "time limit for one request; a create takes 10 to 30 s"},
      {"limits.parallelism", "--parallelism", "N", {"CEREC_PARALLELISM"}, "10", count, account,
       "most requests in flight", false, 1},
      {"limits.maxRps", "--max-rps", "N", {"CEREC_MAX_RPS"}, "0", decimal, account,
       "most requests a second; 0: no cap"},
      {"limits.attempts", "--attempts", "N", {"CEREC_ATTEMPTS"}, "5", count, account,
       "most attempts of one request that may be repeated", false, 1},
      {"refresh", "--refresh", "full|changed", {"CEREC_REFRESH"}, "full", word, planning,
       "read the details of every managed instance, or of those whose manifest moved", false, 0,
       {"full", "changed"}},
      {"limits.maxDeletes", "--max-deletes", "N", {"CEREC_MAX_DELETES"}, "5", count, planning,
       "refuse a plan that deletes more instances"},
      {"limits.maxDeletePercent", "--max-delete-percent", "N", {"CEREC_MAX_DELETE_PERCENT"}, "30", count,
       planning, "refuse a plan that deletes a larger part of the owned instances (from 10 owned on)"},
      {"deleteMode", "--delete-mode", "delete|disable", {"CEREC_DELETE_MODE"}, "delete", word, planning,
       "`disable` makes deletes reversible: the instance is switched off and marked", false, 0,
       {"delete", "disable"}},
      {"limits.settle", "--settle-limit", "TIME", {"CEREC_SETTLE_LIMIT"}, "180s", seconds, applying,
       "how long a create with an unclear answer is looked for; the same for all runs of a stack"},
      {"limits.lockTimeout", "--lock-timeout", "TIME", {"CEREC_LOCK_TIMEOUT"}, "0s", seconds, applying,
       "how long to wait for another run on this machine"},
      {"limits.maxAge", "--max-age", "TIME", {"CEREC_MAX_AGE"}, "24h", seconds, applying,
       "refuse a saved plan that is older"},
  };
  return table;
}
// clang-format on

const SettingRow* find_setting(std::string_view key) {
  const auto& table = setting_rows();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const SettingRow& row) { return row.key == key; });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string_view> setting_keys() {
  std::vector<std::string_view> keys;
  for (const SettingRow& row : setting_rows())
    keys.push_back(row.key);
  return keys;
}

std::string_view text_of(SettingGroup group) {
  switch (group) {
  case account:
    return "Account and network";
  case planning:
    return "Limits and refresh";
  case applying:
    return "Applying";
  }
  return "";
}

} // namespace cerec::cli
