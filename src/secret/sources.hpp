#pragma once
#include "cerec/secret/resolve.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::secret {

[[nodiscard]] base::Result<SourceValue> read_environment(const std::string& name,
                                                         const std::string& base_folder, Ports& ports);
[[nodiscard]] base::Result<SourceValue> read_file(const std::string& path, const std::string& base_folder,
                                                  Ports& ports);
[[nodiscard]] std::unique_ptr<Fetch> start_command(const std::string& command, const std::string& base_folder,
                                                   Ports& ports);

/// The fetch of a source that need not be waited for.
[[nodiscard]] std::unique_ptr<Fetch> at_once(base::Result<SourceValue> value);

/// The words of a command line: blanks separate, '...' and "..." group, a backslash takes the next character
/// as it is (not inside '...'). No variables, globs or pipes: nothing here is a shell. nullopt: a quote is
/// not closed, or there is no word.
[[nodiscard]] std::optional<std::vector<std::string>> split_command(std::string_view text);

/// A reference inside a JSON string as it was meant: its argument went through JSON's escapes with the text.
[[nodiscard]] manifest::Reference without_escapes(manifest::Reference reference);

/// Without one line end ("\n" or "\r\n") at its end, as editors and programs leave one.
[[nodiscard]] base::Secret without_line_end(const base::Secret& text);

} // namespace cerec::secret
