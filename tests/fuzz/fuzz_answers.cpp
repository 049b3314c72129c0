// Answers of the service, or of whatever sits between: any bytes decode to a value or an error.
#include "cerec/api/client.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cerec;
  if (size == 0)
    return 0;
  constexpr int statuses[] = {200, 201, 400, 401, 404, 429, 502, 503};
  http::Response response;
  response.status = statuses[data[0] % std::size(statuses)];
  response.headers = {{"content-type", "application/json"}, {"elements-next-page-token", "eyJwYWdlIjoyfQ=="}};
  response.body = base::Secret(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  const base::Result<http::Response, http::TransportError> result(std::move(response));
  (void)api::decode_page(result);
  (void)api::decode_instance(result);
  (void)api::decode_count(result);
  (void)api::decode_empty(result);
  return 0;
}
