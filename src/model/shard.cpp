#include "cerec/model/shard.hpp"

#include "cerec/base/number.hpp"
#include "cerec/crypto/hash.hpp"

#include <fmt/format.h>

namespace cerec::model {

std::optional<Shard> parse_shard(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos)
    return std::nullopt;
  const auto index = base::parse_number<uint64_t>(text.substr(0, slash)),
             count = base::parse_number<uint64_t>(text.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count)
    return std::nullopt;
  return Shard{*index, *count};
}

bool Shard::holds(std::string_view stack, std::string_view logical_id) const {
  const std::string digest = crypto::sha256_hex(fmt::format("cerec shard v1\n{}/{}", stack, logical_id));
  return base::parse_hex<uint64_t>(std::string_view(digest).substr(0, 15)).value_or(0) % count == index - 1;
}

std::string Shard::text() const {
  return fmt::format("{}/{}", index, count);
}

} // namespace cerec::model
