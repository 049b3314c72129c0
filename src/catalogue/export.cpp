#include "cerec/catalogue/export.hpp"

#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cerec/model/label.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <tuple>

namespace cerec::catalogue {
namespace {

/// What a manifest of this instance declares: tells whether a path belongs into it.
using Declares = std::function<bool(const model::FieldPath& path)>;

std::optional<Declares> declared_when_applied(const model::LiveInstance& live, std::string_view stack,
                                              const crypto::FingerprintKey& key) {
  const model::Ownership& owner = live.ownership;
  if (owner.stack != stack || !owner.fingerprint || owner.fingerprint->key_id != key.id())
    return std::nullopt;
  return [print = *owner.fingerprint, own = key.of_instance(owner.code)](const model::FieldPath& path) {
    return print.find(own.mark_path(path.text(), print.salt)).has_value();
  };
}

/// What the service filled in by itself says nothing about the user's wishes.
bool is_default(const Element* element, const std::string& key, const model::Value& value) {
  const Entry* entry = element == nullptr ? nullptr : element->find(key);
  if (value.is_null())
    return true;
  if (entry == nullptr || value.is_mask())
    return false;
  const auto text = value.plain();
  const bool same = entry->has_default && text && *text == entry->default_value;
  return entry->internal || same || (text && text->empty());
}

/// The name of a variable with single underscores, and none at its ends.
std::string upper_name(std::string_view text) {
  std::string out;
  for (const char c : base::variable_name(text))
    if (c != '_' || (!out.empty() && out.back() != '_'))
      out += c;
  while (!out.empty() && out.back() == '_')
    out.pop_back();
  return out;
}

class Exporter {
public:
  Exporter(std::string_view stack, const crypto::FingerprintKey& key, const base::KnownSecrets& known)
      : stack_(stack), key_(key), known_(known) {}

  void add(const model::LiveInstance& live) {
    const bool managed = live.ownership.stack == stack_;
    manifest::EmitInstance out;
    out.element = live.element.text();
    out.name = model::label_of(live.name);
    const std::string derived = model::derived_id(live.element.key, out.name);
    const std::string id = managed ? live.ownership.logical_id : derived;
    if (!names_.emplace(out.element, out.name).second || !ids_.insert(id).second) {
      result_.warnings.push_back(
          fmt::format("instance {} ({} \"{}\") left out: another one has the same name", live.id,
                      base::visible(out.element), base::visible(out.name)));
      return;
    }
    if (id != derived)
      out.logical_id = id;
    const auto applied = declared_when_applied(live, stack_, key_);
    const auto declares = [&](const model::FieldPath& path, bool otherwise) {
      return applied ? (*applied)(path) : otherwise;
    };
    const std::vector<std::string> tags = model::labels_beside_name(live.user_tags, live.name);
    if (declares(model::Field::tags, !tags.empty())) {
      out.tags = tags;
      out.empty_tags = out.tags.empty();
    }
    if (live.disabled && declares(model::Field::disabled, *live.disabled))
      out.disabled = *live.disabled;
    out.protect = managed && live.ownership.protect;
    if (live.configuration)
      add_configuration(live, applied, id, out);
    result_.instances.push_back({live.id, stem(out.element, id), std::move(out)});
  }

  [[nodiscard]] Export take() { return std::move(result_); }

private:
  void add_configuration(const model::LiveInstance& live, const std::optional<Declares>& applied,
                         const std::string& id, manifest::EmitInstance& out) {
    const Element* element = find_element(live.element.key);
    for (const auto& [key, value] : *live.configuration) {
      const model::FieldPath path = model::FieldPath::configuration(key);
      if (applied ? !(*applied)(path) : is_default(element, key, value))
        continue;
      const auto text = value.plain();
      if (value.is_null())
        out.configuration[key] = {model::Value::Kind::null, ""};
      else if (value.is_mask() || !text || is_secret(live.element.key, key) || known_.in(*text))
        out.configuration[key] = {model::Value::Kind::string, reference(live, id, key)};
      else
        out.configuration[key] = {value.kind(), escaped(*text)};
    }
  }

  std::string reference(const model::LiveInstance& live, const std::string& id, const std::string& key) {
    const std::string base = upper_name(live.element.key + "_" + model::label_of(live.name) + "_" + key);
    std::string name = base.empty() || (base[0] >= '0' && base[0] <= '9') ? "ELEMENT_" + base : base;
    for (int n = 2; !variables_.insert(name).second; ++n)
      name = fmt::format("{}_{}", base, n);
    result_.secrets.push_back({name, live.element.key + "/" + id, model::FieldPath::configuration(key)});
    return "${env:" + name + "}";
  }

  /// A literal `${` in a manifest is `$${`.
  static std::string escaped(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{')
        out += '$';
      out += text[i];
    }
    return out;
  }

  std::string stem(const std::string& element, const std::string& id) {
    std::string base = id;
    if (base.rfind(element, 0) != 0)
      base = element + "-" + base;
    for (char& c : base)
      if (c == '/' || static_cast<unsigned char>(c) <= 0x20 || c == '.')
        c = '-';
    std::string name = base;
    for (int n = 2; !stems_.insert(name).second; ++n)
      name = fmt::format("{}-{}", base, n);
    return name;
  }

  std::string_view stack_;
  const crypto::FingerprintKey& key_;
  const base::KnownSecrets& known_;
  std::set<std::pair<std::string, std::string>> names_;
  std::set<std::string> ids_, variables_, stems_;
  Export result_;
};

} // namespace

Export export_instances(const std::vector<model::LiveInstance>& instances, std::string_view stack,
                        const crypto::FingerprintKey& key, const base::KnownSecrets& known) {
  std::vector<const model::LiveInstance*> order;
  order.reserve(instances.size());
  for (const model::LiveInstance& live : instances)
    order.push_back(&live);
  std::sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
    // Ours first among equal names, so that a namesake does not push a managed one out.
    const bool a_foreign = a->ownership.stack != stack, b_foreign = b->ownership.stack != stack;
    return std::tie(a->element.key, a->name, a_foreign, a->id) <
           std::tie(b->element.key, b->name, b_foreign, b->id);
  });
  Exporter exporter(stack, key, known);
  for (const model::LiveInstance* live : order)
    exporter.add(*live);
  return exporter.take();
}

} // namespace cerec::catalogue
