#include "report/results.hpp"

namespace cerec::report {

Outline outline_of(const VersionResult& result) {
  return {{{"", Lines{{{"cerec " + result.version, Mark::strong}, {result.libraries}}}}}};
}

Json members_of(const VersionResult& result) {
  return {{"version", result.version}, {"libraries", result.libraries}};
}

Outline outline_of(const TextResult& result) {
  Outline out;
  Lines lines;
  for (size_t at = 0; at < result.text.size();) {
    const size_t end = std::min(result.text.find('\n', at), result.text.size());
    lines.items.push_back({result.text.substr(at, end - at)});
    at = end + 1;
  }
  out.blocks.push_back({"", std::move(lines)});
  return out;
}

Json members_of(const TextResult& result) {
  return {{"text", result.text}};
}

} // namespace cerec::report
