#pragma once
#include <optional>
#include <string>
#include <string_view>

/// The only module that uses libsodium.
namespace cerec::crypto {

/// SHA-256 as 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// base64 with the URL alphabet and no padding (`-` and `_`), safe in a tag.
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// Plain base64 with padding; for the service's page tokens and Kubernetes secrets.
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

} // namespace cerec::crypto
