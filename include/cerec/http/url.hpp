#pragma once
#include "cerec/base/result.hpp"

#include <string>
#include <string_view>

namespace cerec::http {

/// The base URL as it is used: scheme checked, no user, query or fragment, no trailing slash. Plain http only
/// on loopback unless `allow_plain`. `hint` is set for a URL that is fine and looks incomplete.
struct CheckedUrl {
  std::string url;
  std::string host; ///< lower case; of IPv6 with its brackets
  std::string hint;
};
[[nodiscard]] base::Result<CheckedUrl> check_url(std::string_view text, bool allow_plain);

/// 127.0.0.0/8 in dotted form, ::1, localhost. Names that merely begin so ("127.0.0.1.example.com") are not.
[[nodiscard]] bool is_loopback(std::string_view host);

} // namespace cerec::http
