#include "cerec/config/settings_table.hpp"

#include <algorithm>

namespace cerec::config {

using enum SettingType;
using enum SettingGroup;

// clang-format off
const std::vector<SettingRow>& setting_rows() {
  static const std::vector<SettingRow> table{
      {"trustProject", "--trust-project", "", {"CEREC_TRUST_PROJECT"}, "false", boolean, trust, Authority::operator_,
       "let the project run programs, read any file, choose hosts, proxy and CA (docs/trust.md)"},
      {"allowPaths", "--allow-path", "DIR", {"CEREC_ALLOW_PATHS"}, "", paths, trust, Authority::operator_,
       "folder outside the project's own that the project may read and write; repeatable, in the variable with colons"},
      {"allowHosts", "--allow-host", "HOST", {"CEREC_ALLOW_HOSTS"}, "", hosts, trust, Authority::operator_,
       "host beside the service's known ones that the project's api.url may name; repeatable, in the variable with commas"},
      {"stack", "--stack", "NAME", {"CEREC_STACK"}, "default", stack, account, Authority::project,
       "ownership scope; deleting needs one that was named"},
      {"api.url", "--api-url", "URL", {"CEREC_API_URL"}, "", url, account, Authority::bounded,
       "base URL, path prefix included, such as https://api.cloud-elements.com/elements/api-v2"},
      {"api.userSecret", "", "", {"CEREC_USER_SECRET"}, "", text, account, Authority::bounded, "the account's user secret", true},
      {"api.organizationSecret", "", "", {"CEREC_ORGANIZATION_SECRET"}, "", text, account, Authority::bounded,
       "the account's organization secret", true},
      {"api.userSecretFile", "--user-secret-file", "PATH", {"CEREC_USER_SECRET_FILE"}, "", path, account, Authority::bounded,
       "file that holds the user secret"},
      {"api.organizationSecretFile", "--organization-secret-file", "PATH", {"CEREC_ORGANIZATION_SECRET_FILE"},
       "", path, account, Authority::bounded, "file that holds the organization secret"},
      {"api.fingerprintKey", "", "", {"CEREC_FINGERPRINT_KEY"}, "", text, account, Authority::trusted,
       "key of the fingerprints, 256 random bits (`cerec check --new-key`), instead of one from the account's secrets", true},
      {"api.fingerprintKeyFile", "--fingerprint-key-file", "PATH", {"CEREC_FINGERPRINT_KEY_FILE"}, "", path, account, Authority::trusted,
       "file that holds the key of the fingerprints"},
      {"api.previousFingerprintKey", "", "", {"CEREC_PREVIOUS_FINGERPRINT_KEY"}, "", text, account, Authority::trusted,
       "key of the fingerprints before this one: what it recorded is verified, and recorded anew", true},
      {"api.previousFingerprintKeyFile", "--previous-fingerprint-key-file", "PATH", {"CEREC_PREVIOUS_FINGERPRINT_KEY_FILE"}, "", path,
       account, Authority::trusted, "file that holds the previous key of the fingerprints"},
      {"api.previousUserSecret", "", "", {"CEREC_PREVIOUS_USER_SECRET"}, "", text, account, Authority::trusted,
       "user secret before it was rotated, where the key of the fingerprints comes from the account's secrets", true},
      {"api.previousOrganizationSecret", "", "", {"CEREC_PREVIOUS_ORGANIZATION_SECRET"}, "", text, account, Authority::trusted,
       "organization secret before it was rotated, likewise", true},
      {"api.emptyListing", "--empty-listing", "PATTERN", {"CEREC_EMPTY_LISTING"}, "", text, account, Authority::operator_,
       "what else the service may say of an empty listing: a glob over the message of its 404 (docs/network.md)"},
      {"api.allowPlainHttp", "--allow-plain-http", "", {"CEREC_ALLOW_PLAIN_HTTP"}, "false", boolean, account, Authority::trusted,
       "accept http:// beyond loopback: the secrets travel in clear"},
      {"api.caFile", "--ca-file", "PATH", {"CEREC_CA_FILE", "SSL_CERT_FILE"}, "", path, account, Authority::trusted,
       "PEM bundle of trusted authorities instead of the system's"},
      {"api.proxy", "--proxy", "URL", {"CEREC_PROXY"}, "", text, account, Authority::trusted,
       "HTTP proxy; by default HTTPS_PROXY and NO_PROXY are honoured"},
      {"api.connectTimeout", "--connect-timeout", "TIME", {"CEREC_CONNECT_TIMEOUT"}, "10s", seconds, account, Authority::project,
       "time limit for a connection"},
      {"api.timeout", "--timeout", "TIME", {"CEREC_TIMEOUT"}, "120s", seconds, account, Authority::project,
       "time limit for one request; a create takes 10 to 30 s"},
      {"limits.parallelism", "--parallelism", "N", {"CEREC_PARALLELISM"}, "10", count, account, Authority::project,
       "most requests in flight", false, 1},
      {"limits.maxRps", "--max-rps", "N", {"CEREC_MAX_RPS"}, "0", decimal, account, Authority::project,
       "most requests a second; 0: no cap"},
      {"limits.attempts", "--attempts", "N", {"CEREC_ATTEMPTS"}, "5", count, account, Authority::project,
       "most attempts of one request that may be repeated", false, 1},
      {"refresh", "--refresh", "full|changed", {"CEREC_REFRESH"}, "full", word, planning, Authority::project,
       "read the details of every managed instance, or of those whose manifest moved", false, 0,
       {"full", "changed"}},
      {"limits.maxDeletes", "--max-deletes", "N", {"CEREC_MAX_DELETES"}, "5", count, planning, Authority::project,
       "refuse a plan that deletes more instances"},
      {"limits.maxDeletePercent", "--max-delete-percent", "N", {"CEREC_MAX_DELETE_PERCENT"}, "30", count,
       planning, Authority::project, "refuse a plan that deletes a larger part of the owned instances (from 10 owned on)"},
      {"deleteMode", "--delete-mode", "delete|disable", {"CEREC_DELETE_MODE"}, "delete", word, planning, Authority::project,
       "`disable` makes deletes reversible: the instance is switched off and marked", false, 0,
       {"delete", "disable"}},
      {"limits.settle", "--settle-limit", "TIME", {"CEREC_SETTLE_LIMIT"}, "180s", seconds, settling, Authority::project,
       "how long a create with an unclear answer is looked for; the same for all runs of a stack"},
      {"limits.lockTimeout", "--lock-timeout", "TIME", {"CEREC_LOCK_TIMEOUT"}, "0s", seconds, applying, Authority::project,
       "how long to wait for another run on this machine"},
      {"limits.maxAge", "--max-age", "TIME", {"CEREC_MAX_AGE"}, "24h", seconds, applying, Authority::project,
       "refuse a saved plan that is older; `none`: any age will do"},
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

std::string_view text_of(Authority authority) {
  switch (authority) {
  case Authority::project:
    return "project";
  case Authority::bounded:
    return "bounded";
  case Authority::trusted:
    return "trusted";
  case Authority::operator_:
    return "operator";
  }
  return "";
}

char separator_of(SettingType type) {
  return type == paths ? ':' : type == hosts ? ',' : '\0';
}

std::string_view text_of(SettingGroup group) {
  switch (group) {
  case trust:
    return "Trust";
  case account:
    return "Account and network";
  case planning:
    return "Limits and refresh";
  case settling:
    return "Settling";
  case applying:
    return "Applying";
  }
  return "";
}

} // namespace cerec::config
