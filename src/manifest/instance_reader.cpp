#include "manifest/instance_reader.hpp"

#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "manifest/hygiene.hpp"
#include "manifest/value.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_set>

namespace cerec::manifest {
namespace {

using Names = std::vector<std::string_view>;

const Names& fields() {
  static const Names names = {"element",      "name",
                              "tags",         "configuration",
                              "providerData", "externalAuthentication",
                              "disabled",     "retrieveObjectsAfterInstantiation",
                              "oauthProxy",   "cerec"};
  return names;
}

/// Members that only answers of the service have (docs/api.md 3).
const Names& answer_fields() {
  static const Names names = {"id",
                              "token",
                              "createdDate",
                              "updatedDate",
                              "elementId",
                              "user",
                              "valid",
                              "maxCacheSize",
                              "cacheTimeToLive",
                              "cachingEnabled",
                              "provisionInteractions",
                              "eventsEnabled",
                              "traceLoggingEnabled",
                              "eventsNotificationCallbackUrl",
                              "subscriptionId",
                              "objects",
                              "transformationData",
                              "accountId"};
  return names;
}

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class InstanceReader {
public:
  InstanceReader(const Scope& scope, const Node& node) : scope_(scope), node_(node) {
    instance_.span = scope.span(node);
    instance_.torn = node.torn;
  }

  ManifestInstance read() {
    check_repeated_keys(scope_, node_);
    for (const Member& member : node_.members)
      read_member(member);
    require();
    derive_id();
    return std::move(instance_);
  }

private:
  void read_member(const Member& member) {
    const std::string_view key = member.key.text;
    if (!seen_.insert(key).second)
      return; // a repetition, reported
    if (member.value.torn && member.value.kind == Node::Kind::mapping && !may_be_mapping(key))
      return; // what it was meant to be is not known
    if (key == "element")
      read_element(member);
    else if (key == "name")
      read_name(member.value);
    else if (key == "tags")
      read_tags(member.value);
    else if (key == "configuration") {
      instance_.configuration_span = scope_.span(member.value);
      instance_.configuration = read_configuration(scope_, member.value);
    } else if (key == "disabled")
      instance_.disabled = read_flag(scope_, member, false);
    else if (key == "externalAuthentication")
      read_external_authentication(member.value);
    else if (key == "providerData")
      read_provider_data(member);
    else if (key == "retrieveObjectsAfterInstantiation" || key == "oauthProxy")
      read_other(member);
    else if (key == "cerec")
      read_cerec_block(scope_, member.value, instance_);
    else
      unknown(member.key);
  }

  static bool may_be_mapping(std::string_view key) {
    static const Names scalars = {"name", "tags", "disabled", "externalAuthentication",
                                  "retrieveObjectsAfterInstantiation"};
    return !contains(scalars, key);
  }

  void unknown(const Node& key) {
    if (contains(answer_fields(), key.text))
      scope_.error("answer-field", key, fmt::format("'{}' is set by the service", key.text),
                   "remove it: only answers of the service have it");
    else if (key.text.find('.') != std::string::npos)
      scope_.error("unknown-field", key, fmt::format("unknown field '{}' in an instance", key.text),
                   "keys with dots belong under 'configuration'");
    else
      report_unknown(scope_, key, fields(), "an instance");
  }

  void read_element(const Member& member) {
    const Node& value = member.value;
    instance_.element_span = scope_.span(value);
    has_element_ = true;
    if (value.is_text())
      return element_key(value);
    if (value.kind != Node::Kind::mapping) {
      scope_.error("wrong-type", value,
                   fmt::format("'element' is a key or {{key: ...}}, not {}", kind_name(value)));
      return;
    }
    size_t stated = 0;
    std::unordered_set<std::string_view> seen;
    for (const auto& [key, part] : value.members) {
      if (!seen.insert(key.text).second)
        continue;
      if (key.text == "key") {
        ++stated;
        instance_.element_span = scope_.span(part);
        element_key(part);
      } else if (key.text == "id") {
        ++stated;
        element_id(part);
      } else {
        element_extra(key);
      }
    }
    if (stated == 0 && !value.torn)
      scope_.error("missing-field", value, "'element' states no key",
                   "for example 'element: {key: gooddata}'");
  }

  /// A pasted answer has the whole element: one message for all its members.
  void element_extra(const Node& key) {
    static const Names known = {"key", "id"};
    static const Names answer = {
        "name",      "hookName",          "description", "image", "active",         "deleted",
        "typeOauth", "trialAccount",      "resources",   "hub",   "authentication", "parameters",
        "private",   "configDescription", "signupURL",   "logo"};
    if (!contains(answer, key.text) && base::did_you_mean(key.text, known))
      return report_unknown(scope_, key, known, "'element'");
    if (!extra_reported_)
      scope_.error("answer-field", key, fmt::format("'element' takes its key alone, not '{}'", key.text),
                   "keep 'key' and remove the rest of a pasted answer");
    extra_reported_ = true;
  }

  void element_key(const Node& value) {
    if (!value.is_text() || base::trim(value.text).empty()) {
      scope_.error(value.is_scalar() ? "empty" : "wrong-type", value, "the element key is empty or no text",
                   "for example 'gooddata'; 'cerec elements' lists the known ones");
      return;
    }
    check_label(scope_, value, "the element key");
    instance_.element.key = std::string(base::trim(value.text));
  }

  void element_id(const Node& value) {
    const auto id = base::parse_number<int64_t>(value.text);
    if (!value.is_scalar() || !id || *id <= 0) {
      scope_.error("wrong-type", value, "the element id is a positive number",
                   "better: the key, which is the same in every environment");
      return;
    }
    instance_.element.id = *id;
  }

  void read_name(const Node& value) {
    instance_.name_span = scope_.span(value);
    has_name_ = true;
    if (!value.is_text()) {
      scope_.error("wrong-type", value, fmt::format("'name' is a text, not {}", kind_name(value)),
                   value.is_scalar() ? "put it in quotes" : "");
      return;
    }
    if (base::trim(value.text).empty()) {
      scope_.error("empty", value, "the name is empty");
      return;
    }
    check_label(scope_, value, "the name");
    if (base::trim(value.text) != value.text)
      scope_.warning("blank", value, "the name starts or ends with a blank");
    instance_.name = value.text;
  }

  void read_tags(const Node& value) {
    if (value.kind == Node::Kind::null)
      return;
    instance_.tags.emplace();
    if (value.kind != Node::Kind::sequence) {
      scope_.error("wrong-type", value, fmt::format("'tags' is a list, not {}", kind_name(value)),
                   value.is_scalar() ? "for example 'tags: [prod]'" : "");
      return;
    }
    for (const Node& tag : value.items)
      read_tag(tag);
  }

  void read_tag(const Node& tag) {
    if (!tag.is_text() || base::trim(tag.text).empty()) {
      scope_.error(tag.is_text() ? "empty" : "wrong-type", tag, "a tag is a text that is not empty",
                   tag.kind == Node::Kind::mapping ? "keep the names of the tags alone" : "");
      return;
    }
    if (!check_tag(scope_, tag))
      return;
    instance_.tags->push_back(tag.text);
    instance_.tag_spans.push_back(scope_.span(tag));
  }

  void read_external_authentication(const Node& value) {
    if (value.is_text() && (value.text == "initial" || value.text == "none")) {
      instance_.external_authentication = value.text;
      return;
    }
    scope_.error("wrong-value", value, "'externalAuthentication' is 'initial' or 'none'",
                 "'initial' builds the instance on OAuth tokens that exist already");
  }

  void read_provider_data(const Member& member) {
    if (member.value.kind == Node::Kind::null)
      return;
    if (member.value.kind != Node::Kind::mapping) {
      scope_.error("wrong-type", member.value,
                   fmt::format("'providerData' is a mapping, not {}", kind_name(member.value)));
      return;
    }
    for (const auto& [key, value] : member.value.members)
      check_texts(scope_, value, fmt::format("'providerData.{}'", key.text));
    instance_.provider_data = read_value(scope_, member.key, member.value);
  }

  void read_other(const Member& member) {
    const bool flag = member.key.text == "retrieveObjectsAfterInstantiation";
    const Node::Kind wanted = flag ? Node::Kind::boolean : Node::Kind::mapping;
    if (member.value.kind != wanted) {
      scope_.error("wrong-type", member.value,
                   fmt::format("'{}' is {}, not {}", member.key.text, flag ? "true or false" : "a mapping",
                               kind_name(member.value)));
      return;
    }
    check_texts(scope_, member.value, fmt::format("'{}'", member.key.text));
    instance_.other.emplace(member.key.text, read_value(scope_, member.key, member.value));
  }

  void require() {
    if (node_.torn)
      return;
    if (!has_element_)
      scope_.error("missing-field", first_line(), "this instance has no 'element'",
                   "for example 'element: {key: gooddata}'");
    const Member* configuration = node_.find("configuration");
    const bool nested = configuration != nullptr && configuration->value.find("name") != nullptr;
    if (!has_name_ && !nested)
      scope_.error("missing-field", first_line(), "this instance has no 'name'");
  }

  /// Missing members are reported at the first key, or at the mapping itself.
  [[nodiscard]] const Node& first_line() const {
    return node_.members.empty() ? node_ : node_.members.front().key;
  }

  void derive_id() {
    if (instance_.id_is_derived && !instance_.name.empty())
      instance_.logical_id = model::derived_id(instance_.element.text(), base::strip_html(instance_.name));
  }

  const Scope& scope_;
  const Node& node_;
  ManifestInstance instance_;
  std::unordered_set<std::string_view> seen_;
  bool has_element_ = false, has_name_ = false, extra_reported_ = false;
};

} // namespace

void read_instances(const Scope& scope, const Node& node, std::vector<ManifestInstance>& instances) {
  if (node.kind == Node::Kind::mapping) {
    instances.push_back(InstanceReader(scope, node).read());
  } else if (node.kind == Node::Kind::sequence) {
    for (const Node& item : node.items)
      read_instances(scope, item, instances);
  } else {
    scope.error("wrong-type", node, fmt::format("an instance is a mapping, not {}", kind_name(node)),
                "a manifest starts with 'element: {key: ...}'");
  }
}

void report_unknown(const Scope& scope, const Node& key, const std::vector<std::string_view>& known,
                    std::string_view where) {
  const auto near = base::did_you_mean(key.text, known);
  scope.error("unknown-field", key, fmt::format("unknown field '{}' in {}", key.text, where),
              near ? fmt::format("did you mean '{}'?", *near)
                   : fmt::format("known are {}", fmt::join(known, ", ")));
}

} // namespace cerec::manifest
