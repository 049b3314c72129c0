#include "http/quoted_words.hpp"

#include "cerec/base/text.hpp"

namespace cerec::http {
namespace {

bool is_data(const Response& response) {
  const std::string_view body = base::trim(response.body.reveal());
  return response.status / 100 == 2 && !body.empty() && (body.front() == '{' || body.front() == '[');
}

} // namespace

void cut_words(base::Result<Response, TransportError>& result, const base::KnownSecrets& known) {
  if (!result) {
    result.error().message = known.cut(result.error().message);
    return;
  }
  const bool data = is_data(*result);
  for (auto& [name, value] : result->headers)
    if (!data || name == "elements-request-id")
      value = known.cut(value);
  if (!data)
    result->body = base::Secret(known.cut(result->body.reveal()));
}

} // namespace cerec::http
