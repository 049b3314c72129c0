#include "cerec/base/json_depth.hpp"
#include "cerec/base/text.hpp"
#include "tokens/sink_types.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

/// {"format_version":"1.0","tokens":{"stack/element/id":{"instance_id":1,"name":"...","token":"..."}}}
namespace cerec::tokens {
namespace {

using Json = nlohmann::json;
constexpr std::string_view k_format_version = "1.0";

std::string path_of(const model::SinkSpec& spec) {
  return setting(spec, "path", ".cerec/tokens.json");
}

base::Result<Json> parse(const std::string& path, const std::string& text) {
  if (text.empty())
    return Json{{"format_version", k_format_version}, {"tokens", Json::object()}};
  Json json = base::nests_within(text) ? Json::parse(text, nullptr, false) : Json();
  const auto bad = [&](std::string_view why) {
    return base::fail(fmt::format("{}: {}", base::visible(path), why), base::FailureKind::error,
                      "move the file away; `cerec token sync` writes all tokens again");
  };
  if (!json.is_object() || !json.contains("tokens") || !json["tokens"].is_object())
    return bad("is not a file of tokens");
  const auto version = json.find("format_version");
  if (version == json.end() || !version->is_string() || !version->get<std::string>().starts_with("1."))
    return bad("was written by a newer version of cerec");
  return json;
}

base::Result<void> edit(const model::SinkSpec& spec, base::Files& files, const auto& change) {
  const std::string path = path_of(spec);
  const auto before = read_target(path, files);
  if (!before)
    return tl::unexpected<base::Failure>(before.error());
  auto json = parse(path, *before);
  if (!json)
    return tl::unexpected<base::Failure>(json.error());
  const Json original = *json;
  change((*json)["tokens"]);
  if (!before->empty() && *json == original)
    return {};
  return replace_target(path, *before, json->dump(1, ' ', false, Json::error_handler_t::replace) + "\n",
                        files);
}

} // namespace

base::Result<void> publish_file(const model::SinkSpec& spec, const Records& records, SinkPorts& ports) {
  return edit(spec, ports.files, [&](Json& tokens) {
    for (const TokenRecord& record : records)
      tokens[record_key(record.stack, record.address)] = Json{{"instance_id", record.instance_id},
                                                              {"name", record.name},
                                                              {"token", std::string(record.token.reveal())}};
  });
}

base::Result<void> forget_file(const model::SinkSpec& spec, const std::string& stack,
                               const Addresses& addresses, SinkPorts& ports) {
  const auto there = ports.files.status(path_of(spec));
  if (!there)
    return {};
  return edit(spec, ports.files, [&](Json& tokens) {
    for (const model::Address& address : addresses)
      tokens.erase(record_key(stack, address));
  });
}

base::Result<std::vector<TokenRecord>> read_file_sink(const model::SinkSpec& spec, base::Files& files) {
  const std::string path = path_of(spec);
  const auto text = read_target(path, files);
  if (!text)
    return tl::unexpected<base::Failure>(text.error());
  const auto json = parse(path, *text);
  if (!json)
    return tl::unexpected<base::Failure>(json.error());
  std::vector<TokenRecord> records;
  for (const auto& [key, value] : (*json)["tokens"].items()) {
    const auto parts = base::split(key, '/');
    if (parts.size() != 3 || !value.is_object() || !value.contains("token") || !value["token"].is_string())
      return base::fail(fmt::format("{}: damaged record `{}`", base::visible(path), base::visible(key)),
                        base::FailureKind::error, "`cerec token sync` writes all tokens again");
    TokenRecord record;
    record.stack = parts[0];
    record.address = {std::string(parts[1]), std::string(parts[2])};
    if (const auto name = value.find("name"); name != value.end() && name->is_string())
      record.name = name->get<std::string>();
    if (const auto id = value.find("instance_id"); id != value.end() && id->is_number_integer())
      record.instance_id = id->get<int64_t>();
    record.token = base::Secret(value["token"].get<std::string>());
    records.push_back(std::move(record));
  }
  return records;
}

} // namespace cerec::tokens
