#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/output/json.hpp"
#include "cli/pipeline/pipeline.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

/// What the account answered to one page of its listing.
struct Probe {
  size_t instances = 0;
  std::optional<int64_t> total;
  base::Duration took{0};
};

std::string shown_value(const SettingValue& value) {
  if (!value.set)
    return "unset";
  return value.row->secret ? "set" : base::visible(value.text);
}

/// A proxy may hold a password: only what follows the user part is shown.
std::string redacted(const SettingValue& value) {
  std::string text = shown_value(value);
  if (value.row->key != "api.proxy" && value.row->type != SettingType::url)
    return text;
  const size_t at = text.rfind('@');
  const size_t scheme = text.find("://");
  if (at == std::string::npos)
    return text;
  return (scheme == std::string::npos ? "" : text.substr(0, scheme + 3)) + "***" + text.substr(at);
}

struct Check final : Invocation {
  bool offline = false;
  bool new_key = false;

  void declare(OptionSet& options) override {
    options.group("Check");
    options.flag({"--offline"}, offline, "show the settings, send nothing");
    options.flag({"--new-key"}, new_key,
                 "print a new key for api.fingerprintKey (256 random bits), and do nothing else");
  }

  model::ExitCode run(Context& context) override {
    if (new_key)
      return print_new_key(context);
    Configuration configuration = begin_configuration(context);
    configuration.fine = examine_manifests(context, configuration.project, {}) && configuration.fine;
    finish_configuration(context, configuration);
    if (!offline)
      require_account(configuration.settings, context.state.diagnostics);
    const bool invalid = context.state.diagnostics.has_errors();
    std::optional<Probe> probe;
    model::ExitCode code = invalid ? model::ExitCode::invalid : model::ExitCode::fine;
    if (!invalid && !offline) {
      auto answer = try_account(context, configuration.settings);
      if (answer)
        probe = *answer;
      else
        code = context.stop(answer.error());
    }
    context.state.raw =
        context.wants_json() ? as_json(context, configuration, probe, code) : as_text(configuration, probe);
    return code;
  }

  /// The one output that is a secret by its purpose: to stdout, and nowhere else.
  static model::ExitCode print_new_key(Context& context) {
    const std::string key(crypto::new_key([&] { return context.system.random.next(); }).reveal());
    if (context.wants_json()) {
      auto json = json_document(context.state.command, model::ExitCode::fine);
      json["fingerprint_key"] = key;
      context.state.raw = json_text(json);
    } else {
      context.state.raw = key + "\n";
    }
    return model::ExitCode::fine;
  }

  static base::Result<Probe> try_account(Context& context, const Settings& settings) {
    Session session(context, settings);
    const base::TimePoint begin = context.system.clock.now();
    http::Calls calls(session.dispatcher());
    (void)calls.start(session.requests().list("", ""), http::Repeat::freely);
    while (context.system.signals.count() == 0) {
      const auto finished = calls.next(base::TimePoint::max());
      if (!finished)
        continue;
      auto page = api::decode_page(finished->result, session.requests().empty_listing());
      if (!page)
        return base::fail("the account does not answer as expected: " + page.error().text(),
                          page.error().failure_kind());
      return Probe{page->instances.size(), page->total_count, context.system.clock.now() - begin};
    }
    return base::fail("interrupted", base::FailureKind::interrupted);
  }

  static std::string as_text(const Configuration& configuration, const std::optional<Probe>& probe) {
    const Grants& grants = configuration.project.trust.grants();
    std::string out = fmt::format(
        "project file      {}\nenvironment       {}\nproject           {}\n\n",
        configuration.project.file ? base::visible(configuration.project.path) : "none",
        configuration.project.environment.empty() ? "none" : base::visible(configuration.project.environment),
        grants.all ? fmt::format("trusted ({})", base::visible(grants.by)) : "not trusted (docs/trust.md)");
    out += fmt::format("{:<28} {:<30} {:<10} {}\n", "setting", "value", "authority", "from");
    for (const SettingRow& row : setting_rows()) {
      const SettingValue& value = configuration.settings.values.find(row.key)->second;
      out += fmt::format("{:<28} {:<30} {:<10} {}\n", row.key, redacted(value), text_of(row.authority),
                         value.set ? base::visible(value.source.where) : "");
    }
    if (probe)
      out +=
          fmt::format("\nThe account answers: {} instances on the first page{}, {} ms.\n", probe->instances,
                      probe->total ? fmt::format(" of {} in all", *probe->total) : "", probe->took.count());
    return out;
  }

  static std::string as_json(const Context& context, const Configuration& configuration,
                             const std::optional<Probe>& probe, model::ExitCode code) {
    auto json = json_document(context.state.command, code);
    json["project_file"] =
        configuration.project.file ? nlohmann::ordered_json(configuration.project.path) : nullptr;
    json["environment"] = configuration.project.environment;
    json["project_trusted"] = configuration.project.trust.grants().all;
    json["settings"] = nlohmann::ordered_json::array();
    for (const SettingRow& row : setting_rows()) {
      const SettingValue& value = configuration.settings.values.find(row.key)->second;
      json["settings"].push_back(
          {{"key", row.key},
           {"set", value.set},
           {"value",
            row.secret || !value.set ? nlohmann::ordered_json() : nlohmann::ordered_json(redacted(value))},
           {"secret", row.secret},
           {"authority", text_of(row.authority)},
           {"source", value.set ? value.source.where : ""}});
    }
    json["probe"] = nullptr;
    if (probe)
      json["probe"] = {{"instances_on_first_page", probe->instances},
                       {"total", probe->total ? nlohmann::ordered_json(*probe->total) : nullptr},
                       {"milliseconds", probe->took.count()}};
    json["diagnostics"] = nlohmann::ordered_json::array();
    for (const base::Diagnostic& one : context.state.diagnostics.items())
      json["diagnostics"].push_back(
          {{"severity", one.severity == base::Severity::error ? "error" : "warning"},
           {"code", one.code},
           {"message", one.message},
           {"place", one.span.text()},
           {"hint", one.hint}});
    json["failure"] = nullptr;
    if (context.state.failure)
      json["failure"] = {{"message", context.state.failure->message}, {"hint", context.state.failure->hint}};
    return json_text(json);
  }
};

} // namespace

std::unique_ptr<Invocation> make_check() {
  return std::make_unique<Check>();
}

} // namespace cerec::cli
