#pragma once
#include "cerec/model/change.hpp"
#include "cerec/model/instance.hpp"

#include <string>
#include <vector>

/// Values as a plan shows them.
namespace cerec::plan {

/// Absent if empty.
[[nodiscard]] model::Shown shown_text(std::string text);
[[nodiscard]] model::Shown shown_flag(bool value);

/// User tags as a JSON list of their labels, sorted.
[[nodiscard]] std::string shown_tags(const std::vector<std::string>& tags);

/// What the manifest refers to at this path: "env:PASSWORD"; several joined by ", "; empty for a literal.
[[nodiscard]] std::string reference_at(const model::DesiredInstance& desired, const model::FieldPath& path);

/// A sink in one line: `file path=.cerec/tokens.json`, `command command=["vault","kv","put"]`. What is not
/// plain is spelled as JSON, so two sinks have one text only if they are the same.
[[nodiscard]] std::string text_of(const model::SinkSpec& sink);
/// Sorted, each once.
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<model::SinkSpec>& sinks);

} // namespace cerec::plan
