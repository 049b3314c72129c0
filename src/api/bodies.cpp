#include "api/bodies.hpp"

#include "api/json_text.hpp"
#include "cerec/api/client.hpp"
#include "cerec/base/json_text.hpp"

namespace cerec::api {
namespace {

using model::Value;

void append_value(std::string& out, const Value& value) {
  switch (value.kind()) {
  case Value::Kind::null:
    out += "null";
    return;
  case Value::Kind::string:
    base::append_json_string(out, value.text_for_request().reveal());
    return;
  case Value::Kind::boolean:
  case Value::Kind::number:
  case Value::Kind::json:
    out += value.text_for_request().reveal();
    return;
  }
}

/// Numbers and booleans go out as texts, as the service keeps them: `1.10` and `12345678901234567890` survive
/// no parser that makes doubles of them.
void append_configuration(std::string& out, const model::Configuration& configuration) {
  ObjectWriter object(out);
  for (const auto& [key, value] : configuration)
    if (value.kind() == Value::Kind::number || value.kind() == Value::Kind::boolean)
      base::append_json_string(object.member(key), value.text_for_request().reveal());
    else
      append_value(object.member(key), value);
  object.close();
}

void append_tags(std::string& out, const std::vector<std::string>& tags) {
  out += '[';
  for (size_t i = 0; i < tags.size(); ++i) {
    if (i > 0)
      out += ',';
    base::append_json_string(out, tags[i]);
  }
  out += ']';
}

void append_element(std::string& out, const model::ElementRef& element) {
  ObjectWriter object(out);
  if (!element.key.empty()) {
    base::append_json_string(object.member("key"), element.key);
  } else {
    object.member("id") += std::to_string(element.id);
  }
  object.close();
}

/// Room for most bodies at once, so that few copies of secrets stay behind in freed memory.
constexpr size_t k_usual_body = size_t{16} * 1024;

} // namespace

base::Secret create_body(const model::DesiredInstance& desired, const model::Ownership& ownership) {
  std::string out;
  out.reserve(k_usual_body);
  ObjectWriter body(out);
  append_element(body.member("element"), desired.element);
  append_configuration(body.member("configuration"), desired.configuration);
  append_tags(body.member("tags"),
              model::join_tags(desired.tags.value_or(std::vector<std::string>{}), ownership));
  base::append_json_string(body.member("name"), desired.name);
  if (desired.external_authentication)
    base::append_json_string(body.member("externalAuthentication"), *desired.external_authentication);
  if (desired.provider_data)
    append_value(body.member("providerData"), *desired.provider_data);
  for (const auto& [name, value] : desired.other)
    append_value(body.member(name), value);
  body.close();
  return base::Secret(std::move(out));
}

base::Secret patch_body(const Patch& patch) {
  std::string out;
  out.reserve(k_usual_body);
  ObjectWriter body(out);
  if (!patch.configuration.empty())
    append_configuration(body.member("configuration"), patch.configuration);
  if (patch.tags)
    append_tags(body.member("tags"), *patch.tags);
  if (patch.name)
    base::append_json_string(body.member("name"), *patch.name);
  body.close();
  return base::Secret(std::move(out));
}

} // namespace cerec::api
