#include "cerec/config/settings.hpp"

#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "cerec/http/url.hpp"
#include "cerec/model/ownership.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::config {
namespace {

/// Reads the merged texts; a wrong one is a diagnostic that names the flag, the variable or the key.
class Reading {
public:
  Reading(Settings& settings, base::Diagnostics& diagnostics)
      : settings_(settings), diagnostics_(diagnostics) {}

  [[nodiscard]] const SettingValue& at(std::string_view key) const {
    return settings_.values.find(key)->second;
  }
  [[nodiscard]] const std::string& text(std::string_view key) const { return at(key).text; }

  void number(std::string_view key, int64_t& target) {
    const auto value = base::parse_number<int64_t>(base::trim(text(key)));
    if (!value || *value < at(key).row->least)
      fault(key, fmt::format("a whole number from {}", at(key).row->least));
    else
      target = *value;
  }

  void decimal(std::string_view key, double& target) {
    const auto value = base::parse_number<double>(base::trim(text(key)));
    if (!value || !(*value >= 0) || *value > 1e9)
      fault(key, "a number from 0");
    else
      target = *value;
  }

  void duration(std::string_view key, base::Duration& target) {
    if (const auto value = parse_duration(base::trim(text(key))))
      target = *value;
    else
      fault(key, "a time such as 30s, 500ms, 5m or 24h");
  }

  /// Zero is no limit that anything keeps, and not the absence of one either.
  void age(std::string_view key, std::optional<base::Duration>& target) {
    const std::string_view value = base::trim(text(key));
    const auto limit = parse_duration(value);
    if (value == "none")
      target.reset();
    else if (limit && limit->count() > 0)
      target = *limit;
    else
      fault(key, "a time above 0 such as 30m or 24h, or `none`");
  }

  void word(std::string_view key, std::string& target) {
    const auto& words = at(key).row->words;
    if (std::find(words.begin(), words.end(), text(key)) == words.end())
      fault(key, fmt::format("one of {}", fmt::join(words, ", ")));
    else
      target = text(key);
  }

  bool boolean(std::string_view key) {
    const std::string value = base::lower(base::trim(text(key)));
    if (value == "true" || value == "1" || value == "yes" || value == "on")
      return true;
    if (value != "false" && value != "0" && value != "no" && value != "off")
      fault(key, "true or false");
    return false;
  }

  /// A pattern without a word would take every 404 for an empty account.
  [[nodiscard]] std::string empty_listing() {
    const std::string pattern(base::trim(text("api.emptyListing")));
    const auto is_letter = [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; };
    if (pattern.empty() || std::count_if(pattern.begin(), pattern.end(), is_letter) >= k_least_letters)
      return pattern;
    fault("api.emptyListing", "a pattern that holds a word of the message");
    return {};
  }

  void fault(std::string_view key, const std::string& wanted) {
    const SettingValue& value = at(key);
    diagnostics_.error("wrong-setting", value.span,
                       fmt::format("`{}` ({}) must be {}, not `{}`", key, value.source.where, wanted,
                                   base::visible(base::take_characters(value.text, 60))));
  }

private:
  static constexpr std::ptrdiff_t k_least_letters = 3;
  Settings& settings_;
  base::Diagnostics& diagnostics_;
};

/// The previous key may be as weak as it was: it is named to be given up.
void read_keys(Settings& settings, Reading& reading, base::Diagnostics& diagnostics) {
  const auto read = [&](const char* key, std::optional<base::Secret>& secret) {
    if (const SettingValue& value = reading.at(key); value.set && !value.secret.empty())
      secret = value.secret;
  };
  read("api.fingerprintKey", settings.fingerprint_key);
  read("api.previousFingerprintKey", settings.previous_fingerprint_key);
  read("api.previousUserSecret", settings.previous_user);
  read("api.previousOrganizationSecret", settings.previous_organization);
  if (settings.fingerprint_key && !crypto::is_random_key(*settings.fingerprint_key)) {
    const SettingValue& value = reading.at("api.fingerprintKey");
    diagnostics.error(
        "weak-fingerprint-key", value.span,
        fmt::format("`api.fingerprintKey` ({}) is not a key of 256 random bits", value.source.where),
        "`cerec check --new-key` makes one; the tags of instances are public, and a key that "
        "can be guessed gives their passwords away (docs/secrets.md)");
  }
}

void read_url(Settings& settings, Reading& reading, base::Diagnostics& diagnostics) {
  const SettingValue& url = reading.at("api.url");
  const bool allow_plain = reading.boolean("api.allowPlainHttp");
  if (!url.set)
    return;
  auto checked = http::check_url(url.text, allow_plain);
  if (!checked) {
    diagnostics.error("wrong-url", url.span,
                      fmt::format("{} ({})", checked.error().message, url.source.where),
                      checked.error().hint);
    return;
  }
  settings.account.base_url = checked->url;
  if (!checked->hint.empty())
    diagnostics.warning("odd-url", url.span,
                        fmt::format("the API URL {} has an unusual path", base::visible(checked->url)),
                        checked->hint);
}

} // namespace

void read_values(Settings& settings, base::Diagnostics& diagnostics) {
  Reading reading(settings, diagnostics);
  settings.stack = std::string(base::trim(reading.text("stack")));
  settings.stack_was_named = reading.at("stack").source.kind != SettingSource::Kind::fallback;
  if (!model::is_valid_id(settings.stack))
    reading.fault("stack", "1 to 60 of A-Z a-z 0-9 . _ -");
  read_url(settings, reading, diagnostics);
  settings.account.user = reading.at("api.userSecret").secret;
  settings.account.organization = reading.at("api.organizationSecret").secret;
  read_keys(settings, reading, diagnostics);
  settings.account.empty_listing = reading.empty_listing();
  settings.curl.ca_file = reading.text("api.caFile");
  settings.curl.proxy = reading.text("api.proxy");
  reading.duration("api.connectTimeout", settings.curl.connect_timeout);
  reading.duration("api.timeout", settings.request_timeout);
  int64_t parallelism = settings.dispatch.parallelism;
  int64_t attempts = settings.dispatch.retry.attempts;
  reading.number("limits.parallelism", parallelism);
  reading.number("limits.attempts", attempts);
  settings.dispatch.parallelism = static_cast<int>(std::min<int64_t>(parallelism, 1000));
  settings.dispatch.retry.attempts = static_cast<int>(std::min<int64_t>(attempts, 100));
  settings.curl.max_connections = settings.dispatch.parallelism;
  reading.decimal("limits.maxRps", settings.dispatch.max_rps);
  std::string refresh = "full";
  reading.word("refresh", refresh);
  settings.refresh = model::refresh_of(refresh).value_or(model::Refresh::full);
  reading.number("limits.maxDeletes", settings.delete_limits.max_deletes);
  reading.number("limits.maxDeletePercent", settings.delete_limits.max_percent);
  std::string mode = "delete";
  reading.word("deleteMode", mode);
  settings.delete_by_disable = mode == "disable";
  reading.duration("limits.settle", settings.apply.settle_limit);
  // A create that is still under way when the search for it ends would be posted again.
  if (settings.apply.settle_limit < settings.request_timeout)
    diagnostics.error(
        "wrong-setting", reading.at("limits.settle").span,
        fmt::format("`limits.settle` ({}) is shorter than `api.timeout` ({}): a create with a late "
                    "answer would be posted twice",
                    reading.at("limits.settle").source.where, reading.at("api.timeout").source.where),
        "make the first at least as long as the second (CEREC_SETTLE_LIMIT, CEREC_TIMEOUT)");
  settings.apply.pause_limit = settings.apply.settle_limit / 3; // D of docs/guarantees.md: 60 s by default
  settings.apply.look_limit = std::min(settings.apply.look_limit, settings.apply.pause_limit);
  reading.duration("limits.lockTimeout", settings.lock_timeout);
  reading.age("limits.maxAge", settings.max_age);
}

void require_account(const Settings& settings, base::Diagnostics& diagnostics) {
  if (!settings.values.find("api.url")->second.set)
    diagnostics.error("no-url", {}, "no API URL",
                      "set --api-url, CEREC_API_URL, or api.url in cerec.yaml; for example "
                      "https://api.cloud-elements.com/elements/api-v2");
  const auto secret = [&](const char* key, const char* what, const char* variable, const char* flag) {
    const SettingValue& value = settings.values.find(key)->second;
    if (!value.set)
      diagnostics.error(
          "no-credentials", {}, fmt::format("no {} secret", what),
          fmt::format("set {}, {} PATH, or {} in cerec.yaml as a reference", variable, flag, key));
  };
  secret("api.userSecret", "user", "CEREC_USER_SECRET", "--user-secret-file");
  secret("api.organizationSecret", "organization", "CEREC_ORGANIZATION_SECRET", "--organization-secret-file");
}

crypto::FingerprintKey Settings::key() const {
  return fingerprint_key ? crypto::FingerprintKey::from_configured(*fingerprint_key)
                         : crypto::FingerprintKey::from_account(account.user, account.organization);
}

std::vector<crypto::FingerprintKey> Settings::previous_keys() const {
  std::vector<crypto::FingerprintKey> keys;
  if (previous_fingerprint_key)
    keys.push_back(crypto::FingerprintKey::from_configured(*previous_fingerprint_key));
  if (previous_user || previous_organization)
    keys.push_back(crypto::FingerprintKey::from_account(
        previous_user.value_or(account.user), previous_organization.value_or(account.organization)));
  if (fingerprint_key)
    keys.push_back(crypto::FingerprintKey::from_account(account.user, account.organization));
  return keys;
}

std::optional<base::Duration> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    double milliseconds;
  };
  static constexpr Unit units[] = {{"ms", 1},       {"s", 1000},       {"m", 60'000},
                                   {"h", 3600'000}, {"d", 86'400'000}, {"", 1000}};
  for (const Unit& unit : units) {
    if (text.size() < unit.suffix.size() || text.substr(text.size() - unit.suffix.size()) != unit.suffix)
      continue;
    const auto number = base::parse_number<double>(text.substr(0, text.size() - unit.suffix.size()));
    if (!number || !(*number >= 0) || *number > 1e9)
      return std::nullopt;
    return base::Duration(static_cast<int64_t>(*number * unit.milliseconds));
  }
  return std::nullopt;
}

} // namespace cerec::config
