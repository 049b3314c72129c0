#pragma once
#include <string>
#include <string_view>

namespace cerec::api {

/// Writes one JSON object member by member, in the order of the calls.
class ObjectWriter {
public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  /// Writes `"name":` and gives the text to append the value to.
  std::string& member(std::string_view name);
  void close() { out_ += '}'; }

private:
  std::string& out_;
  bool first_ = true;
};

} // namespace cerec::api
