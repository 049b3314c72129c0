#pragma once
#include "report/json_parts.hpp"

#include <functional>

namespace cerec::report {

/// Writes what dump(json, 2) would, without a tree of all of it: long lists come item by item.
class JsonWriter {
public:
  /// Writes the value of a member in place of the one that the object holds; false: that one is right.
  using Replace = std::function<bool(std::string_view name)>;

  void value(const Json& json);
  void object(const Json& members, const Replace& replace);
  void list(size_t count, const std::function<Json(size_t index)>& item);
  /// The text, ending in a newline.
  [[nodiscard]] std::string take();

private:
  void line(); ///< a new line, indented

  std::string text_;
  size_t depth_ = 0;
};

} // namespace cerec::report
