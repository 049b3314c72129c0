#include "cerec/secret/resolve.hpp"

#include "cerec/base/text.hpp"
#include "secret/sources.hpp"

#include <algorithm>
#include <iterator>

namespace cerec::secret {
namespace {

using Kind = model::Value::Kind;
using model::Field;
using model::FieldPath;

model::Value value_of(Kind kind, const base::Secret& text) {
  switch (kind) {
  case Kind::null:
    return {};
  case Kind::string:
    return model::Value::string(std::string(text.reveal()));
  case Kind::boolean:
    return model::Value::boolean(text.reveal() == "true");
  case Kind::number:
    return model::Value::number(std::string(text.reveal()));
  case Kind::json:
    return model::Value::json(std::string(text.reveal()));
  }
  return {};
}

std::vector<std::string> references_of(const manifest::Template& text) {
  std::vector<std::string> references;
  for (const auto& part : text.parts)
    if (part.reference &&
        std::find(references.begin(), references.end(), part.reference->text()) == references.end())
      references.push_back(part.reference->text());
  return references;
}

std::vector<std::string> clean_tags(const std::vector<std::string>& tags) {
  std::vector<std::string> clean;
  for (const std::string& tag : tags)
    if (std::string stripped = base::strip_html(tag); !stripped.empty())
      clean.push_back(std::move(stripped));
  std::sort(clean.begin(), clean.end());
  clean.erase(std::unique(clean.begin(), clean.end()), clean.end());
  return clean;
}

/// True if the JSON object has a member of this name at its top level.
bool has_member(std::string_view json, std::string_view name) {
  if (json.empty() || json.front() != '{')
    return false;
  const std::string key = '"' + std::string(name) + '"';
  int depth = 0;
  bool key_next = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      size_t end = i + 1;
      while (end < json.size() && json[end] != '"')
        end += json[end] == '\\' ? 2 : 1;
      if (key_next && depth == 1 && json.substr(i, end + 1 - i) == key)
        return true;
      key_next = false;
      i = end;
    } else if (c == '{' || c == '[') {
      ++depth;
      key_next = c == '{';
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',') {
      key_next = depth == 1;
    }
  }
  return false;
}

/// One instance at a time: fills a DesiredInstance, path by path.
class Maker {
public:
  Maker(Resolver& resolver, base::Diagnostics& diagnostics)
      : resolver_(resolver), diagnostics_(diagnostics) {}

  model::DesiredInstance make(const manifest::ManifestInstance& from, const IsSecret& is_secret,
                              Extent extent) {
    desired_ = {};
    copy_plain(from);
    for (const auto& [key, value] : from.configuration)
      if (reads(value, extent >= Extent::compared))
        desired_.configuration.emplace(key, value_at(FieldPath::configuration(key), value,
                                                     is_secret && is_secret(from.element.text(), key)));
    for (const auto& [key, value] : from.other)
      if (reads(value, extent == Extent::all))
        desired_.other.emplace(key, value_at(FieldPath(key), value, false));
    if (from.provider_data && reads(*from.provider_data, extent == Extent::all)) {
      desired_.provider_data = value_at(Field::provider_data, *from.provider_data, true);
      const std::string_view json = desired_.provider_data->text_for_request().reveal();
      desired_.single_use_code = has_member(json, "code") || has_member(json, "oauth_verifier");
    }
    return std::move(desired_);
  }

  /// True if the second step has something to read.
  static bool has_rest(const manifest::ManifestInstance& from) {
    return (from.provider_data && from.provider_data->text.has_reference()) ||
           std::any_of(from.other.begin(), from.other.end(),
                       [](const auto& one) { return one.second.text.has_reference(); });
  }

private:
  static bool reads(const manifest::TemplateValue& value, bool references_too) {
    return references_too || !value.text.has_reference();
  }

  void copy_plain(const manifest::ManifestInstance& from) {
    desired_.address = {from.element.text(), from.logical_id};
    desired_.element = from.element;
    desired_.name = base::strip_html(from.name);
    if (from.tags)
      desired_.tags = clean_tags(*from.tags);
    desired_.disabled = from.disabled;
    desired_.external_authentication = from.external_authentication;
    desired_.previous_names = from.previous_names;
    desired_.protect = from.protect;
    desired_.release = from.release;
    desired_.ignored_paths = {from.ignore.begin(), from.ignore.end()};
    desired_.sinks = from.sinks;
    desired_.origin = from.span;
    add_span(Field::element, from.element_span);
    add_span(Field::name, from.name_span);
    add_span(Field::tags, from.tag_spans.empty() ? base::Span() : from.tag_spans.front());
    add_span(Field::configuration, from.configuration_span);
  }

  model::Value value_at(const FieldPath& path, const manifest::TemplateValue& from, bool secret) {
    add_span(path, from.span);
    if (std::vector<std::string> references = references_of(from.text); !references.empty()) {
      secret = true;
      desired_.references.emplace(path, std::move(references));
    }
    const base::Secret text = from.kind == Kind::json
                                  ? resolver_.resolve_json(from.text, from.span, diagnostics_)
                                  : resolver_.resolve(from.text, from.span, diagnostics_);
    const model::Value value = value_of(from.kind, text);
    return secret && !value.is_null() ? value.as_sensitive() : value;
  }

  void add_span(const FieldPath& path, const base::Span& span) {
    if (span)
      desired_.spans.emplace(path, span);
  }

  Resolver& resolver_;
  base::Diagnostics& diagnostics_;
  model::DesiredInstance desired_;
};

void append(std::vector<PlacedReference>& all, std::vector<PlacedReference> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

} // namespace

std::vector<PlacedReference> references_of(const manifest::Template& text, const base::Span& span) {
  std::vector<PlacedReference> found;
  for (const auto& part : text.parts)
    if (part.reference)
      found.push_back({*part.reference, part.reference->span ? part.reference->span : span});
  return found;
}

std::vector<PlacedReference> references_of(const manifest::ManifestInstance& instance, Extent extent) {
  std::vector<PlacedReference> found;
  const auto add = [&](const manifest::TemplateValue& value) {
    for (PlacedReference& one : references_of(value.text, value.span)) {
      if (value.kind == Kind::json)
        one.reference = without_escapes(std::move(one.reference));
      found.push_back(std::move(one));
    }
  };
  if (extent >= Extent::compared)
    for (const auto& [key, value] : instance.configuration)
      add(value);
  if (extent == Extent::all) {
    for (const auto& [key, value] : instance.other)
      add(value);
    if (instance.provider_data)
      add(*instance.provider_data);
  }
  return found;
}

std::vector<model::DesiredInstance> resolve(const std::vector<manifest::ManifestFile>& files,
                                            Resolver& resolver, const IsSecret& is_secret,
                                            base::Diagnostics& diagnostics, Extent extent,
                                            const Covers& covers) {
  Maker maker(resolver, diagnostics);
  std::vector<std::pair<const manifest::ManifestInstance*, Extent>> wanted;
  std::vector<PlacedReference> references;
  for (const manifest::ManifestFile& file : files)
    for (const manifest::ManifestInstance& instance : file.instances) {
      const bool covered = !covers || covers(maker.make(instance, is_secret, Extent::declared));
      wanted.emplace_back(&instance, covered ? extent : Extent::declared);
      append(references, references_of(instance, wanted.back().second));
    }
  resolver.fetch(references);
  std::vector<model::DesiredInstance> desired;
  desired.reserve(wanted.size());
  for (const auto& [instance, how_far] : wanted)
    desired.push_back(maker.make(*instance, is_secret, how_far));
  return desired;
}

bool resolve_rest(const std::vector<manifest::ManifestFile>& files, const std::set<model::Address>& addresses,
                  Resolver& resolver, const IsSecret& is_secret, std::vector<model::DesiredInstance>& desired,
                  base::Diagnostics& diagnostics) {
  std::vector<std::pair<const manifest::ManifestInstance*, model::DesiredInstance*>> wanted;
  std::vector<PlacedReference> references;
  size_t at = 0; // `desired` is in the order of the files
  for (const manifest::ManifestFile& file : files)
    for (const manifest::ManifestInstance& instance : file.instances) {
      model::DesiredInstance& one = desired.at(at++);
      if (addresses.count(one.address) == 0 || !Maker::has_rest(instance))
        continue;
      wanted.emplace_back(&instance, &one);
      append(references, references_of(instance, Extent::all));
    }
  resolver.fetch(references);
  Maker maker(resolver, diagnostics);
  for (const auto& [instance, one] : wanted)
    *one = maker.make(*instance, is_secret, Extent::all);
  return !wanted.empty();
}

} // namespace cerec::secret
