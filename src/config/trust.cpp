#include "cerec/config/trust.hpp"

#include "cerec/base/text.hpp"
#include "cerec/http/url.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::config {
namespace {

constexpr std::string_view k_trust = "--trust-project (CEREC_TRUST_PROJECT=1) allows it, and lets whoever "
                                     "can change this checkout run programs here";

/// What the account's own variables begin with.
constexpr std::string_view k_own = "CEREC_";

bool is_below(std::string_view path, std::string_view folder) {
  return path == folder || (path.size() > folder.size() && path.substr(0, folder.size()) == folder &&
                            path[folder.size()] == '/');
}

bool is_below_any(std::string_view path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return is_below(path, folder); });
}

/// Secrets of a container. What Kubernetes mounts there for its own API is none of them.
bool is_mounted(std::string_view path) {
  return is_below(path, "/run/secrets") && !is_below(path, "/run/secrets/kubernetes.io");
}

} // namespace

const std::vector<std::string_view>& known_hosts() {
  static const std::vector<std::string_view> hosts{
      "api.cloud-elements.com",
      "console.cloud-elements.com",
      "staging.cloud-elements.com",
      "snapshot.cloud-elements.com",
      "api.cloud-elements.co.uk",
      "api.openconnectors.us2.ext.hana.ondemand.com",
      "api.openconnectors.eu10.ext.hana.ondemand.com",
      "api.openconnectors.jp20.ext.hana.ondemand.com",
      "api.openconnectors.ext.hanatrial.ondemand.com",
      "api.openconnectors.trial.us10.ext.hana.ondemand.com",
      "api.openconnectors.trial.eu10.ext.hana.ondemand.com",
      "api.openconnectors.trial.ap21.ext.hana.ondemand.com",
  };
  return hosts;
}

Trust::Trust(Grants grants, const std::string& folder, io::Files& files)
    : grants_(std::move(grants)), files_(&files) {
  for (std::string& host : grants_.hosts)
    host = base::lower(host);
  for (std::string& path : grants_.paths) // as they lead; one that cannot be followed grants nothing
    path = files.real_path(path).value_or("");
  std::erase(grants_.paths, "");
  roots_ = grants_.paths;
  own_ = files.real_path(folder.empty() ? "." : folder).value_or("");
  if (!own_.empty() && own_ != "/")
    roots_.push_back(own_);
}

base::Result<std::string> Trust::real(const std::string& path) const {
  return files_ == nullptr ? base::fail("no files") : files_->real_path(path);
}

void Trust::reserve_file(const std::string& path) {
  if (const auto where = real(path))
    reserved_files_.insert(*where);
}

void Trust::open(const std::string& path) {
  if (const auto where = real(path))
    roots_.push_back(*where);
}

bool Trust::owns(const std::string& path) const {
  if (grants_.all)
    return true;
  const auto where = real(path);
  return where && (is_below_any(*where, roots_) || is_mounted(*where));
}

bool Trust::names_own(const std::string& path) const {
  return is_below_any(path, roots_);
}

std::optional<Trust::Denial> Trust::judge_file(const std::string& path) const {
  const auto where = real(path);
  const std::string shown = base::visible(path);
  if (!where)
    return Denial{fmt::format("it is not clear where {} leads: {}", shown, where.error().message), {}};
  if (reserved_files_.count(*where) > 0)
    return Denial{fmt::format("{} holds a secret of the account itself, and no instance may have it", shown),
                  std::string(k_trust)};
  if (owns(path))
    return std::nullopt;
  const std::string leads = *where == path ? "" : fmt::format(" (it leads to {})", base::visible(*where));
  return Denial{
      fmt::format("{}{} is outside the project's folder, and the project is not trusted", shown, leads),
      fmt::format("--allow-path DIR (CEREC_ALLOW_PATHS) opens a folder; {}", k_trust)};
}

std::optional<Trust::Denial> Trust::judge_variable(const std::string& name) const {
  if (name.substr(0, k_own.size()) != k_own && variables_.count(name) == 0)
    return std::nullopt;
  return Denial{
      fmt::format("{} belongs to cerec and the account, and the project is not trusted to pass it on",
                  base::visible(name)),
      fmt::format("give the instance a variable of its own; {}", k_trust)};
}

std::optional<Trust::Denial> Trust::judge_host(const std::string& host) const {
  const auto& known = known_hosts();
  if (http::is_loopback(host) || std::find(known.begin(), known.end(), host) != known.end() ||
      std::find(grants_.hosts.begin(), grants_.hosts.end(), host) != grants_.hosts.end())
    return std::nullopt;
  return Denial{
      fmt::format("{} is not a known host of the service, and the project is not trusted to choose it: the "
                  "account's secrets would go there",
                  base::visible(host)),
      fmt::format("set CEREC_API_URL or --api-url yourself, or name the host with --allow-host "
                  "(CEREC_ALLOW_HOSTS); {}",
                  k_trust)};
}

/// Only what the operator's side holds may be a secret of the account: what stands in the checkout is known
/// to whoever wrote it, and a plan's marks of secrets are keyed by these.
std::optional<Trust::Denial> Trust::judge_account_secret(const std::string& path) const {
  const auto where = real(path);
  if (where && (is_below_any(*where, grants_.paths) || is_mounted(*where)))
    return std::nullopt;
  return Denial{
      fmt::format("{} may not hold a secret of the account: the project is not trusted to choose it",
                  base::visible(path)),
      fmt::format("set the variable or the flag for it yourself, or open its folder with --allow-path "
                  "(CEREC_ALLOW_PATHS); {}",
                  k_trust)};
}

std::optional<Trust::Denial> Trust::judge(const Ask& ask) const {
  using What = Ask::What;
  switch (ask.what) {
  case What::program:
    return Denial{
        fmt::format("the project is not trusted to run programs, such as `{}`", base::visible(ask.name)),
        std::string(k_trust)};
  case What::file:
    return judge_file(ask.name);
  case What::variable:
    return judge_variable(ask.name);
  case What::host:
    return judge_host(ask.name);
  case What::account_file:
    return judge_account_secret(ask.name);
  case What::account_variable:
    if (ask.name.substr(0, k_own.size()) != k_own)
      return std::nullopt;
    return judge_variable(ask.name);
  case What::setting:
    return Denial{fmt::format("the project is not trusted to set `{}`", ask.name),
                  fmt::format("set it yourself, by its flag or variable; {}", k_trust)};
  case What::shown_value:
    return Denial{fmt::format("the project is not trusted to put ${{{}}} into `{}`, which is shown",
                              base::visible(ask.name), ask.detail),
                  fmt::format("set it yourself, by its flag or variable; {}", k_trust)};
  }
  return std::nullopt;
}

bool Trust::require(const Ask& ask, base::Diagnostics& diagnostics) const {
  if (grants_.all)
    return true;
  const auto denial = judge(ask);
  if (denial)
    diagnostics.error("untrusted", ask.span, denial->message, denial->hint);
  return !denial;
}

base::Result<void> Trust::may_write(const std::string& path) const {
  if (grants_.all || own_.empty() || own_ == "/")
    return {};
  for (size_t end = 0; end <= path.size(); ++end) {
    end = std::min(path.find('/', end + 1), path.size());
    const size_t slash = path.rfind('/', end - 1);
    const std::string above = slash == std::string::npos ? "." : path.substr(0, std::max<size_t>(slash, 1));
    const auto before = real(above), after = real(path.substr(0, end));
    const std::string_view name =
        std::string_view(path).substr(0, end).substr(slash == std::string::npos ? 0 : slash + 1);
    if (before && after && name != ".." && is_below(*before, own_) && !is_below_any(*after, roots_))
      return base::fail(
          fmt::format("{} leaves the project's folder by a link (to {}), and the project is not trusted",
                      base::visible(path.substr(0, end)), base::visible(*after)),
          base::FailureKind::usage,
          fmt::format("name another file, or open the folder with --allow-path DIR (CEREC_ALLOW_PATHS); {}",
                      k_trust));
    if (!after)
      return tl::unexpected(after.error());
  }
  return {};
}

bool Trust::require_own(const std::string& path, base::Diagnostics& diagnostics) const {
  const auto where = real(path);
  if (grants_.all ||
      (where && (own_ == "/" || is_below(*where, own_) || is_below_any(*where, grants_.paths))))
    return true;
  return require({Ask::What::file, path, {}, {}}, diagnostics);
}

bool Trust::require(const secret::PlacedReference& placed, const std::string& folder,
                    base::Diagnostics& diagnostics) const {
  const std::string& argument = placed.reference.argument;
  const secret::SourceRow* source = secret::find_source(placed.reference.source);
  if (source == nullptr)
    return true; // a fault of its own
  switch (source->reach) {
  case secret::Reach::variable:
    return require({Ask::What::variable, argument, {}, placed.span}, diagnostics);
  case secret::Reach::file:
    return require({Ask::What::file, secret::file_path(argument, folder), {}, placed.span}, diagnostics);
  case secret::Reach::program:
    return require({Ask::What::program, secret::program_of(argument), {}, placed.span}, diagnostics);
  }
  return false;
}

} // namespace cerec::config
