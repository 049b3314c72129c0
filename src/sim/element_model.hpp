#pragma once
#include "sim/body.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What the service knows of its elements. element_model.cpp is the only file that asks the catalogue.
namespace cerec::sim {

struct EntryModel {
  std::string key;
  std::string type;
  bool required = false;
  bool hidden = false;
  bool internal = false;
  bool active = true;
  bool masked = false;      ///< answers show eight asterisks (docs/api.md 3.1)
  bool filled = false;      ///< the service fills it in, so nobody has to send it
  bool has_default = false; ///< answers show one, perhaps empty
  std::string default_value;
  std::string group;
  std::vector<std::string> options;
  int64_t id = 0;
};

struct ElementModel {
  std::string key, name, hub, authentication;
  int64_t id = 0;
  std::vector<EntryModel> entries; ///< sorted by key
  std::string summary;             ///< JSON object as instances carry it

  [[nodiscard]] const EntryModel* find(std::string_view entry_key) const;
};

[[nodiscard]] const std::vector<ElementModel>& element_models(); ///< sorted by key
[[nodiscard]] const ElementModel* find_model(std::string_view key);
[[nodiscard]] const ElementModel* find_model(int64_t id);
/// `text`: key or numeric id, as in /elements/{k}.
[[nodiscard]] const ElementModel* find_model_by_text(std::string_view text);

/// The type of authentication this body chooses: `authentication.type` if it states one, else the default.
[[nodiscard]] std::string chosen_authentication(const ElementModel& model, const Draft& draft);

/// Keys of the required entries that a create lacks (rule of docs/api.md 7.2).
[[nodiscard]] std::vector<std::string> missing_entries(const ElementModel& model, const Draft& draft);

/// The definition of one entry as a JSON object (docs/api.md 7.1).
[[nodiscard]] std::string entry_json(const EntryModel& entry, int order);

} // namespace cerec::sim
