#include "cerec/base/text.hpp"
#include "tokens/parsed.hpp"
#include "tokens/record_store.hpp"
#include "tokens/sink_types.hpp"

#include <fmt/format.h>

/// {"format_version":"1.1","tokens":{"stack/element/id":{"account":"...","instance_id":1,"name":"...",
/// "token":"...","url":"...","user":"..."}}}
namespace cerec::tokens {
namespace {

using nlohmann::json;

constexpr RecordStore::Form k_form{"1.1", "tokens", "a file of tokens",
                                   "move the file away; `cerec token sync` writes all tokens again"};

std::string text_of(const TokenRecord& record) {
  const json value{{"account", record.account.organization},
                   {"instance_id", record.instance_id},
                   {"name", record.name},
                   {"token", std::string(record.token.reveal())},
                   {"url", record.account.url},
                   {"user", record.account.user}};
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// nullopt: damaged. A key is "stack/element/id", or that and "@code" of its account.
std::optional<TokenRecord> record_of(const std::string& key, const std::string& text) {
  const json value = parsed(text);
  const auto parts = base::split(std::string_view(key).substr(0, key.find('@')), '/');
  const auto word = [&](const char* member) {
    const auto found = value.find(member);
    return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (parts.size() != 3 || !value.is_object() || !value.contains("token") || !value["token"].is_string())
    return std::nullopt;
  TokenRecord record;
  record.stack = parts[0];
  record.address = {std::string(parts[1]), std::string(parts[2])};
  record.name = word("name");
  if (const auto id = value.find("instance_id"); id != value.end() && id->is_number_integer())
    record.instance_id = id->get<int64_t>();
  record.token = base::Secret(word("token"));
  record.account = {word("url"), word("account"), word("user")};
  return record;
}

void erase_one(auto& index, const auto& at, const std::string& key) {
  for (auto [each, end] = index.equal_range(at); each != end; ++each)
    if (each->second == key) {
      index.erase(each);
      return;
    }
}

class FileSink final : public Sink {
public:
  FileSink(const std::string& path, io::Files& files) : store_(path, k_form, files), files_(files) {}

  std::vector<base::Result<void>> publish(const Records& records) override {
    if (const auto ready = open(); !ready)
      return all_failed(records.size(), ready.error());
    for (const TokenRecord& record : records)
      put(record);
    const auto written = commit();
    return written ? std::vector<base::Result<void>>(records.size())
                   : all_failed(records.size(), written.error());
  }

  base::Result<void> forget(const Records& gone) override {
    if (!is_there())
      return {};
    if (auto ready = open(); !ready)
      return ready;
    for (const TokenRecord& record : gone)
      for (const std::string& key : keys_of_instance(record))
        drop(key);
    return commit();
  }

  base::Result<std::vector<Held>> held() override {
    if (const auto ready = open(); !ready)
      return tl::unexpected<base::Failure>(ready.error());
    std::vector<Held> all;
    for (const auto& [key, text] : store_.records())
      all.push_back({"", *record_of(key, text)});
    return all;
  }

  base::Result<void> attempt() override { return attempt_beside(store_.path(), files_); }
  base::Result<void> finish() override {
    indexed_ = false; // folding reads what other runs have written, too
    return is_there() ? store_.fold() : base::Result<void>();
  }

private:
  [[nodiscard]] bool is_there() const {
    return files_.status(store_.path()) || files_.status(store_.journal_path());
  }

  base::Result<void> open() {
    if (indexed_)
      return {};
    if (auto read = store_.load(); !read)
      return read;
    owners_.clear();
    instances_.clear();
    for (const auto& [key, text] : store_.records()) {
      const auto record = record_of(key, text);
      if (!record)
        return base::fail(
            fmt::format("{}: damaged record `{}`", base::visible(store_.path()), base::visible(key)),
            base::FailureKind::error, std::string(k_form.hint));
      link(key, *record);
    }
    indexed_ = true;
    return {};
  }

  base::Result<void> commit() {
    auto written = store_.commit();
    indexed_ = written.has_value();
    return written;
  }

  void link(const std::string& key, const TokenRecord& record) {
    owners_.emplace(identity_of(record), key);
    instances_.emplace(record.instance_id, key);
  }

  void unlink(const std::string& key) {
    const TokenRecord record = at(key);
    erase_one(owners_, identity_of(record), key);
    erase_one(instances_, record.instance_id, key);
  }

  static std::string identity_of(const TokenRecord& record) {
    return record.stack + "/" + record.address.logical_id;
  }

  [[nodiscard]] TokenRecord at(const std::string& key) const {
    return record_of(key, store_.records().at(key)).value_or(TokenRecord{});
  }

  [[nodiscard]] std::vector<std::string> keys_of_instance(const TokenRecord& gone) const {
    std::vector<std::string> keys;
    for (auto [each, end] = instances_.equal_range(gone.instance_id); each != end; ++each)
      if (is_of(gone, at(each->second)))
        keys.push_back(each->second);
    return keys;
  }

  /// A record keeps the key that it has; of two accounts the first one has the plain key.
  [[nodiscard]] std::string key_for(const TokenRecord& record, const std::vector<std::string>& old) const {
    const std::string plain = record.key();
    for (const std::string& key : old)
      if (key.substr(0, key.find('@')) == plain)
        return key;
    return store_.records().count(plain) == 0 ? plain : plain + "@" + record.account.code();
  }

  void drop(const std::string& key) {
    unlink(key);
    store_.drop(key);
  }

  void put(const TokenRecord& record) {
    std::vector<std::string> old = keys_of_instance(record);
    for (auto [each, end] = owners_.equal_range(identity_of(record)); each != end; ++each)
      if (supersedes(record, at(each->second)))
        old.push_back(each->second);
    const std::string key = key_for(record, old);
    for (const std::string& each : old)
      if (each != key && store_.records().count(each) != 0)
        drop(each);
    std::string text = text_of(record);
    if (const auto there = store_.records().find(key); there != store_.records().end()) {
      if (there->second == text)
        return;
      unlink(key);
    }
    link(key, record);
    store_.put(key, std::move(text));
  }

  RecordStore store_;
  io::Files& files_;
  std::multimap<std::string, std::string> owners_; ///< "stack/logical id" -> keys
  std::multimap<int64_t, std::string> instances_;  ///< instance id -> keys
  bool indexed_ = false;
};

} // namespace

std::unique_ptr<Sink> open_file(const model::SinkSpec& spec, SinkPorts& ports) {
  return std::make_unique<FileSink>(setting(spec, "path", ".cerec/tokens.json"), ports.files);
}

base::Result<Records> read_file_sink(const model::SinkSpec& spec, io::Files& files) {
  auto held = FileSink(setting(spec, "path", ".cerec/tokens.json"), files).held();
  if (!held)
    return tl::unexpected<base::Failure>(held.error());
  Records records;
  for (Held& each : *held)
    records.push_back(std::move(each.record));
  return records;
}

} // namespace cerec::tokens
