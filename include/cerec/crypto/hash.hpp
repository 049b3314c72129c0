#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// The only module that uses libsodium.
namespace cerec::crypto {

/// SHA-256 as 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
/// SHA-256 as 32 bytes.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// The same of a text that comes in parts.
class Sha256 {
public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  /// 64 lower-case hex digits; once, at the end.
  [[nodiscard]] std::string hex();

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// base32 (RFC 4648) in lower case and without padding: what survives a service that folds case.
[[nodiscard]] std::string base32(std::string_view bytes);

/// base64 with the URL alphabet and no padding (`-` and `_`), safe in a tag.
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// Plain base64 with padding; for the service's page tokens and Kubernetes secrets.
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

} // namespace cerec::crypto
