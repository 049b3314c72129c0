#include "apply/intents.hpp"

#include "cerec/base/json_depth.hpp"
#include "cerec/base/text.hpp"
#include "cerec/crypto/hash.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cerec::apply {
namespace {

using nlohmann::json;

constexpr uint64_t k_most_bytes = 64ULL << 20;

std::string scope_of(const model::PlanBinding& binding) {
  return crypto::sha256_hex(fmt::format("cerec intents v1\n{}\n{}\n{}\n{}", binding.base_url, binding.account,
                                        binding.user, binding.stack))
      .substr(0, 16);
}

} // namespace

Intents::Intents(std::string path, const model::PlanBinding& binding, io::Files& files)
    : path_(std::move(path)), scope_(scope_of(binding)), files_(files) {}

/// What is no line of ours, or was torn off by a kill, says nothing.
void Intents::take(std::string_view line) {
  const json entry = base::nests_within(line) ? json::parse(line, nullptr, false) : json();
  if (!entry.is_object())
    return;
  const auto text = [&](const char* member) {
    const auto at = entry.find(member);
    return at != entry.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  const Key key{text("scope"), text("id")};
  const auto posted = entry.find("posted");
  if (posted != entry.end() && posted->is_number_integer())
    open_[key] = base::WallTime(base::Duration(posted->get<int64_t>()));
  else
    open_.erase(key);
}

std::map<std::string, base::WallTime> Intents::read(base::WallTime now, base::Duration limit) {
  std::map<std::string, base::WallTime> mine;
  if (path_.empty() || !files_.status(path_))
    return mine;
  const auto content = files_.read(path_, k_most_bytes);
  if (!content)
    return mine;
  exists_ = true;
  for (const auto& each : base::split(*content, '\n'))
    if (!each.empty())
      take(each);
  std::erase_if(open_, [&](const auto& entry) { return entry.second + limit <= now; });
  for (const auto& [key, at] : open_)
    if (key.first == scope_)
      mine.emplace(key.second, std::min(at, now)); // a clock that was set back does not lengthen the wait
  return mine;
}

std::string Intents::line(const Key& key, base::WallTime at) {
  const json entry{{"scope", key.first}, {"id", key.second}, {"posted", at.time_since_epoch().count()}};
  return entry.dump() + "\n";
}

void Intents::open(const std::string& logical_id, base::WallTime now) {
  if (path_.empty())
    return;
  const Key key{scope_, logical_id};
  open_[key] = now;
  if (unwritten_.empty())
    unwritten_ = "\n"; // whatever a kill has torn before ends here
  unwritten_ += line(key, now);
  urgent_ = true;
}

void Intents::close(const std::string& logical_id) {
  if (open_.erase({scope_, logical_id}) == 0)
    return;
  if (unwritten_.empty())
    unwritten_ = "\n";
  unwritten_ += json{{"scope", scope_}, {"id", logical_id}}.dump() + "\n";
}

void Intents::flush() {
  if (!urgent_)
    return;
  urgent_ = false;
  exists_ = true;
  (void)files_.append(path_, std::exchange(unwritten_, {}), 0600);
}

void Intents::finish() {
  if (!exists_)
    return;
  if (open_.empty()) {
    (void)files_.remove(path_);
    return;
  }
  std::string content;
  for (const auto& [key, at] : open_)
    content += line(key, at);
  (void)files_.write_atomic(path_, content, 0600);
}

} // namespace cerec::apply
