#include "cerec/http/transport.hpp"

namespace cerec::http {

std::string_view text_of(Method method) {
  switch (method) {
  case Method::get:
    return "GET";
  case Method::post:
    return "POST";
  case Method::put:
    return "PUT";
  case Method::patch:
    return "PATCH";
  case Method::del:
    return "DELETE";
  }
  return "GET";
}

std::optional<std::string_view> Response::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name)
      return value;
  }
  return std::nullopt;
}

} // namespace cerec::http
