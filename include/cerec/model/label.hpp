#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cerec::model {

/// What a name or a tag says, whatever the service made of its text: HTML removed, and the entities undone
/// that a sanitizer writes for `& = + ' "` (docs/api.md 5.1, 15). Names and tags are compared by this.
[[nodiscard]] std::string label_of(std::string_view text);
[[nodiscard]] bool same_label(std::string_view a, std::string_view b);
/// Sorted, each once: tags are a set.
[[nodiscard]] std::vector<std::string> labels_of(const std::vector<std::string>& tags);

/// Tags as the service stores those of a manifest: HTML removed, what is empty then dropped, a sorted set.
[[nodiscard]] std::vector<std::string> stored_tags(const std::vector<std::string>& tags);

/// Labels of an instance's tags, without the one that the service makes of the name when it is sent none
/// (docs/api.md 15), unless that one is declared.
[[nodiscard]] std::vector<std::string> labels_beside_name(const std::vector<std::string>& tags,
                                                          std::string_view name,
                                                          const std::vector<std::string>& declared = {});

} // namespace cerec::model
