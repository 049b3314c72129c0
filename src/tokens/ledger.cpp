#include "cerec/tokens/ledger.hpp"

#include "cerec/crypto/hash.hpp"
#include "tokens/parsed.hpp"
#include "tokens/record_store.hpp"

#include <fmt/format.h>
#include <optional>
#include <set>

/// {"format_version":"1.0","deliveries":{"sink/<code>":{"type":"command","settings":{...}},
/// "<account>/<stack>/<logical id>/<code of the sink>":{"instance_id":7,"mark":"..."}}}; an outstanding one
/// has
/// `"owed":true` instead of a mark.
namespace cerec::tokens {
namespace {

using nlohmann::json;

constexpr RecordStore::Form k_form{"1.0", "deliveries", "a file of deliveries",
                                   "move the file away; `cerec token sync` gives every sink its tokens"};
constexpr std::string_view k_sink = "sink/";

json json_of(const model::SinkSpec& sink) {
  return {{"type", sink.type}, {"settings", sink.settings}};
}

std::string code_of(const model::SinkSpec& sink) {
  return crypto::sha256_hex(json_of(sink).dump(-1, ' ', false, json::error_handler_t::replace)).substr(0, 16);
}

std::string prefix_of(const TokenRecord& record) {
  return fmt::format("{}/{}/{}/", record.account.code(), record.stack, record.address.logical_id);
}

std::string key_of(const TokenRecord& record, const model::SinkSpec& sink) {
  return prefix_of(record) + code_of(sink);
}

/// 0: it names none.
int64_t instance_in(const std::string& text) {
  const json value = parsed(text);
  const auto id = value.is_object() ? value.find("instance_id") : value.end();
  return id != value.end() && id->is_number_integer() ? id->get<int64_t>() : 0;
}

std::optional<model::SinkSpec> sink_of(const std::string& text) {
  const json value = parsed(text);
  model::SinkSpec sink;
  if (!value.is_object() || !value.contains("type") || !value["type"].is_string() ||
      !value.contains("settings") || !value["settings"].is_object())
    return std::nullopt;
  sink.type = value["type"].get<std::string>();
  for (const auto& [name, words] : value["settings"].items()) {
    if (!words.is_array())
      return std::nullopt;
    for (const json& word : words)
      if (word.is_string())
        sink.settings[name].push_back(word.get<std::string>());
  }
  return sink;
}

} // namespace

Ledger::Ledger(std::string path, const crypto::FingerprintKey* key, io::Files& files) : key_(key) {
  if (path.empty() || key == nullptr)
    return;
  store_ = std::make_unique<RecordStore>(std::move(path), k_form, files);
  if (!store_->load()) // damaged: a hint that is lost
    store_.reset();
}

Ledger::~Ledger() = default;

bool Ledger::is_outstanding(const TokenRecord& record, const model::SinkSpec& sink) const {
  if (store_ == nullptr)
    return false;
  const auto found = store_->records().find(key_of(record, sink));
  return found != store_->records().end() && found->second.find("\"owed\":true") != std::string::npos;
}

bool Ledger::has(const TokenRecord& record, const model::SinkSpec& sink) const {
  if (store_ == nullptr)
    return false;
  const auto found = store_->records().find(key_of(record, sink));
  const std::string mark = key_->digest("delivery", record.token.reveal());
  return found != store_->records().end() &&
         found->second.find(fmt::format("\"mark\":\"{}\"", mark)) != std::string::npos;
}

bool Ledger::owes(const TokenRecord& record, const model::SinkSpec& sink) const {
  return store_ != nullptr && store_->records().count(key_of(record, sink)) != 0 && !has(record, sink);
}

std::vector<model::SinkSpec> Ledger::sinks() const {
  std::vector<model::SinkSpec> all;
  if (store_ == nullptr)
    return all;
  const auto& records = store_->records();
  for (auto each = records.lower_bound(std::string(k_sink));
       each != records.end() && each->first.starts_with(k_sink); ++each)
    if (auto sink = sink_of(each->second))
      all.push_back(std::move(*sink));
  return all;
}

void Ledger::put(const std::string& key, std::string text) {
  const auto found = store_->records().find(key);
  if (found == store_->records().end() || found->second != text)
    store_->put(key, std::move(text));
}

void Ledger::drop(const std::string& key) {
  if (store_->records().count(key) != 0)
    store_->drop(key);
}

void Ledger::owe(const TokenRecord& record, const model::SinkSpec& sink) {
  if (store_ != nullptr)
    put(key_of(record, sink), json{{"instance_id", record.instance_id}, {"owed", true}}.dump());
}

void Ledger::taken(const TokenRecord& record, const model::SinkSpec& sink, bool mark) {
  if (store_ == nullptr)
    return;
  put(std::string(k_sink) + code_of(sink),
      json_of(sink).dump(-1, ' ', false, json::error_handler_t::replace));
  if (mark)
    put(key_of(record, sink),
        json{{"instance_id", record.instance_id}, {"mark", key_->digest("delivery", record.token.reveal())}}
            .dump());
  else
    drop(key_of(record, sink));
}

void Ledger::forget(const Records& gone) {
  if (store_ == nullptr)
    return;
  std::set<std::pair<std::string, int64_t>> dead;
  for (const TokenRecord& each : gone)
    dead.emplace(each.account.code(), each.instance_id);
  std::vector<std::string> keys;
  for (const auto& [key, text] : store_->records())
    if (!key.starts_with(k_sink) && dead.count({key.substr(0, key.find('/')), instance_in(text)}) != 0)
      keys.push_back(key);
  for (const std::string& key : keys)
    store_->drop(key);
}

base::Result<void> Ledger::commit() {
  return store_ == nullptr ? base::Result<void>() : store_->commit();
}

base::Result<void> Ledger::fold() {
  return store_ == nullptr ? base::Result<void>() : store_->fold();
}

} // namespace cerec::tokens
