#include "operations/inputs/gather.hpp"

#include "cerec/base/json_depth.hpp"

#include <nlohmann/json.hpp>

namespace cerec::operations {
namespace {

void add_texts(const nlohmann::json& json, base::KnownSecrets& known) {
  if (json.is_string())
    known.add(base::Secret(json.get<std::string>()));
  for (const auto& item : json.is_structured() ? json : nlohmann::json::array())
    add_texts(item, known);
}

/// Also each text inside of an object: a service quotes members rather than the whole.
void add(const model::Value& value, base::KnownSecrets& known) {
  const base::Secret& text = value.text_for_request();
  if (!value.sensitive() || value.is_mask())
    return;
  known.add(text);
  if (value.kind() == model::Value::Kind::json && base::nests_within(text.reveal()))
    add_texts(nlohmann::json::parse(text.reveal(), nullptr, false), known);
}

} // namespace

void know_secrets(Inputs& inputs) {
  if (inputs.resolver)
    inputs.resolver->tell(inputs.known);
  for (const model::DesiredInstance& desired : inputs.desired) {
    for (const auto* values : {&desired.configuration, &desired.other})
      for (const auto& [key, value] : *values)
        add(value, inputs.known);
    if (desired.provider_data)
      add(*desired.provider_data, inputs.known);
  }
}

} // namespace cerec::operations
