#include "catalogue/checks.hpp"
#include "cerec/base/text.hpp"
#include "cerec/model/label.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace cerec::catalogue {
namespace {

const Element* element_of(const manifest::ManifestInstance& instance) {
  return find_element(instance.element.key); // not by id: ids differ between environments
}

void check_element(const manifest::ManifestInstance& instance, Reporter& reporter) {
  const std::string& key = instance.element.key;
  if (key.empty() || find_element(key) != nullptr)
    return;
  std::vector<std::string_view> known;
  for (const Element& element : elements())
    known.emplace_back(element.key);
  std::string hint = "private and newer elements are not in the catalogue; 'cerec elements' lists what is";
  if (const std::string small = base::lower(key); find_element(small) != nullptr)
    hint = fmt::format("did you mean '{}'?", small);
  else if (const auto near = base::did_you_mean(key, known))
    hint = fmt::format("did you mean '{}'?", *near);
  reporter.warning("unknown-element", instance.element_span,
                   fmt::format("the catalogue has no element '{}'", base::visible(key)), hint);
}

const base::Span& place_of_configuration(const manifest::ManifestInstance& instance) {
  return instance.configuration_span ? instance.configuration_span : instance.span;
}

void check_missing(const Element& element, const manifest::ManifestInstance& instance, Reporter& reporter) {
  const std::vector<std::string> missing = missing_entries(element, instance);
  if (missing.empty())
    return;
  reporter.warning("missing-entry", place_of_configuration(instance),
                   fmt::format("the element '{}' requires {}", element.key, fmt::join(missing, ", ")),
                   missing.size() == 1 ? "add it under 'configuration'" : "add them under 'configuration'");
}

/// OAuth needs a person once: without a code or existing tokens a create is refused (docs/api.md 5.4).
void check_grant(const Element& element, const manifest::ManifestInstance& instance, Reporter& reporter) {
  const std::string authentication = chosen_authentication(element, instance);
  if ((authentication != "oauth2" && authentication != "oauth1" && authentication != "oauth1Plaintext") ||
      instance.provider_data)
    return;
  const bool tokens = instance.configuration.count("oauth.user.refresh_token") != 0 ||
                      instance.configuration.count("oauth.user.token") != 0;
  const bool initial = instance.external_authentication == "initial";
  if (tokens && initial)
    return;
  std::string hint = "for a run without a person: 'externalAuthentication: initial' and "
                     "'oauth.user.refresh_token'; an existing instance needs neither";
  if (tokens)
    hint = "add 'externalAuthentication: initial' to build on these tokens";
  else if (initial)
    hint = "add 'oauth.user.refresh_token' as a reference";
  reporter.warning(
      "oauth-grant", instance.element_span ? instance.element_span : instance.span,
      fmt::format("'{}' uses {}: a create is refused without a code or tokens", element.key, authentication),
      hint);
}

void check_instance(const manifest::ManifestInstance& instance, Reporter& reporter) {
  check_element(instance, reporter);
  const Element* element = element_of(instance);
  for (const auto& [key, value] : instance.configuration) {
    const Member member{element, instance.element.text(), key, value};
    check_key(member, reporter);
    check_literal_secret(member, reporter);
    check_value(member, reporter);
  }
  if (element == nullptr || instance.torn)
    return;
  check_missing(*element, instance, reporter);
  check_grant(*element, instance, reporter);
}

/// The catalogue's ids are those of one environment: it can suspect that two elements are one, a listing
/// proves it (plan::twins_of).
class SameElement {
public:
  void add(const manifest::ManifestInstance& instance) {
    if (instance.torn)
      return;
    if (!instance.element.key.empty())
      by_key_.emplace(std::pair(instance.element.key, model::label_of(instance.name)), &instance);
    else if (find_element(instance.element.id) != nullptr)
      by_id_.push_back(&instance);
  }
  void report(Reporter& reporter) const {
    for (const manifest::ManifestInstance* one : by_id_) {
      const Element& element = *find_element(one->element.id);
      const auto twin = by_key_.find({element.key, model::label_of(one->name)});
      if (twin != by_key_.end())
        reporter.warning(
            "same-element", one->element_span,
            fmt::format("element {} is '{}' in the catalogue, which has an instance of this name: {}",
                        element.id, element.key, twin->second->element_span.text()),
            "both would be created; state the key in both, or remove one");
    }
  }

private:
  std::map<std::pair<std::string, std::string>, const manifest::ManifestInstance*> by_key_;
  std::vector<const manifest::ManifestInstance*> by_id_;
};

} // namespace

void validate(const std::vector<manifest::ManifestFile>& files, base::Diagnostics& diagnostics) {
  Reporter reporter(diagnostics);
  SameElement same;
  for (const manifest::ManifestFile& file : files)
    for (const manifest::ManifestInstance& instance : file.instances) {
      check_instance(instance, reporter);
      same.add(instance);
    }
  same.report(reporter);
}

} // namespace cerec::catalogue
