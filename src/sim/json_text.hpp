#pragma once
#include <cstdint>
#include <string>
#include <string_view>

/// JSON written straight into a string: answers are made millions of times in a simulation. Texts are
/// valid UTF-8: the parser of request bodies saw to it.
namespace cerec::sim {

/// Appends `,"name":` (without the comma right after an opening brace).
void append_member(std::string& out, std::string_view name);

void append_member(std::string& out, std::string_view name, std::string_view text);
void append_member(std::string& out, std::string_view name, const char* text);
void append_member(std::string& out, std::string_view name, int64_t number);
void append_member(std::string& out, std::string_view name, bool value);

} // namespace cerec::sim
