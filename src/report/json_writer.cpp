#include "report/json_writer.hpp"

#include <utility>

namespace cerec::report {
namespace {

constexpr int k_indent = 2;

} // namespace

void JsonWriter::line() {
  text_ += '\n';
  text_.append(depth_ * k_indent, ' ');
}

/// Inside a text a line end is escaped, so each one here is of the layout.
void JsonWriter::value(const Json& json) {
  std::string text = dump(json, k_indent);
  text.pop_back();
  for (const char c : text) {
    if (c == '\n')
      line();
    else
      text_ += c;
  }
}

void JsonWriter::object(const Json& members, const Replace& replace) {
  text_ += '{';
  ++depth_;
  bool first = true;
  for (const auto& [name, member] : members.items()) {
    text_ += std::exchange(first, false) ? "" : ",";
    line();
    value(name);
    text_ += ": ";
    if (!replace(name))
      value(member);
  }
  --depth_;
  line();
  text_ += '}';
}

void JsonWriter::list(size_t count, const std::function<Json(size_t)>& item) {
  text_ += '[';
  ++depth_;
  for (size_t i = 0; i < count; ++i) {
    text_ += i == 0 ? "" : ",";
    line();
    value(item(i));
  }
  --depth_;
  if (count > 0)
    line();
  text_ += ']';
}

std::string JsonWriter::take() {
  return std::exchange(text_, {}) + "\n";
}

} // namespace cerec::report
