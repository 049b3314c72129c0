#include "api/json_text.hpp"

#include "cerec/base/json_text.hpp"

namespace cerec::api {

std::string& ObjectWriter::member(std::string_view name) {
  if (!first_)
    out_ += ',';
  first_ = false;
  base::append_json_string(out_, name);
  out_ += ':';
  return out_;
}

} // namespace cerec::api
