#pragma once
#include "cerec/model/instance.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace cerec::api {

/// An instance out of a JSON text, made while the text is read: no tree of it is built.
struct ShownInstance {
  std::optional<model::LiveInstance> instance; ///< nullopt: no object, or one without a usable id
  bool shows_tags = false;
};

/// A list of instances; nullopt if the text is not a JSON list, or nests too deep.
[[nodiscard]] std::optional<std::vector<ShownInstance>> read_instances(std::string_view text);
/// One instance as GET /instances/{id} shows it; nullopt if the text is not JSON, or nests too deep.
[[nodiscard]] std::optional<ShownInstance> read_instance(std::string_view text);

} // namespace cerec::api
