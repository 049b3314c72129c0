#pragma once
#include "sim/element_model.hpp"

#include "cerec/sim/platform.hpp"

namespace cerec::sim {

inline constexpr std::string_view k_mask = "********";

/// The answer to GET /instances/{id} and to writes: everything, secrets masked. Cached in the instance.
[[nodiscard]] const std::string& full_json(const Instance& instance, const Choices& choices);

/// The answer to POST /instances: the same, unless Choices::create_answer_tags says otherwise.
[[nodiscard]] std::string created_json(const Instance& instance, const Choices& choices);

/// An item of a listing (docs/api.md 4.4), with configuration if it is `full`. Cached in the instance, but
/// for the rare one `without_tags`.
[[nodiscard]] std::string item_json(const Instance& instance, const Choices& choices, bool full,
                                    bool without_tags);

/// GET /instances/{id}/configuration, or one entry of it.
[[nodiscard]] std::string entries_json(const Instance& instance);
[[nodiscard]] std::optional<std::string> entry_value_json(const Instance& instance, int64_t config_id);
/// The key of the entry with this id; nullopt if the instance has none such.
[[nodiscard]] std::optional<std::string> key_of_entry(const Instance& instance, int64_t config_id);

/// `YYYY-MM-DDThh:mm:ssZ`.
[[nodiscard]] std::string timestamp(base::WallTime time);

} // namespace cerec::sim
