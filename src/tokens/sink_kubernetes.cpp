#include "cerec/base/json_depth.hpp"
#include "cerec/base/text.hpp"
#include "cerec/crypto/hash.hpp"
#include "tokens/sink_types.hpp"

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

/// A manifest of kind Secret in JSON, which kubectl reads as it reads YAML. In a file: one Secret with a key
/// for each logical id. On stdout (`path: "-"`): one Secret for each instance, since a later batch could not
/// merge into what was printed.
namespace cerec::tokens {
namespace {

using Json = nlohmann::ordered_json;

std::string path_of(const model::SinkSpec& spec) {
  return setting(spec, "path", ".cerec/secret.json");
}

bool to_stdout(const model::SinkSpec& spec) {
  return path_of(spec) == "-";
}

/// A name of the DNS form that Kubernetes asks for; one that has to be changed gets a hash, so that no two
/// share one.
std::string dns_name(const std::string& text) {
  std::string name = base::lower(text);
  for (char& c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'))
      c = '-';
  while (!name.empty() && (name.back() == '-' || name.back() == '.'))
    name.pop_back();
  return name == text ? name : name + "-" + crypto::sha256_hex(text).substr(0, 8);
}

Json secret_of(const model::SinkSpec& spec, const std::string& name) {
  Json json;
  json["apiVersion"] = "v1";
  json["kind"] = "Secret";
  json["metadata"]["name"] = name;
  if (const std::string space = setting(spec, "namespace"); !space.empty())
    json["metadata"]["namespace"] = space;
  json["metadata"]["labels"]["app.kubernetes.io/managed-by"] = "cerec";
  json["type"] = "Opaque";
  json["data"] = Json::object();
  return json;
}

std::string name_of(const model::SinkSpec& spec) {
  return setting(spec, "name", "cerec-tokens");
}

base::Result<void> edit(const model::SinkSpec& spec, base::Files& files, const auto& change) {
  const std::string path = path_of(spec);
  const auto before = read_target(path, files);
  if (!before)
    return tl::unexpected<base::Failure>(before.error());
  Json json = secret_of(spec, name_of(spec));
  std::map<std::string, Json> data; // sorted
  if (!before->empty()) {
    const Json old = base::nests_within(*before) ? Json::parse(*before, nullptr, false) : Json();
    if (!old.is_object() || old.value("kind", "") != "Secret" || !old.contains("data") ||
        !old["data"].is_object())
      return base::fail(fmt::format("{}: is not a Secret manifest that cerec wrote", base::visible(path)),
                        base::FailureKind::error, "move the file away, or name another path");
    for (const auto& [key, value] : old["data"].items())
      data.emplace(key, value);
  }
  change(data);
  for (const auto& [key, value] : data)
    json["data"][key] = value;
  return replace_target(path, *before, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n",
                        files);
}

} // namespace

base::Result<void> check_kubernetes(const model::SinkSpec& spec, SinkPorts& ports) {
  if (const std::string name = name_of(spec); name.empty() || dns_name(name) != name)
    return base::fail(fmt::format("`{}` is no name for a Secret", base::visible(name)),
                      base::FailureKind::usage, "use lower-case letters, digits, `-` and `.`");
  return to_stdout(spec) ? base::Result<void>() : check_target(path_of(spec), ports.files);
}

base::Result<void> publish_kubernetes(const model::SinkSpec& spec, const Records& records, SinkPorts& ports) {
  if (!to_stdout(spec))
    return edit(spec, ports.files, [&](std::map<std::string, Json>& data) {
      for (const TokenRecord& record : records)
        data[record.address.logical_id] = crypto::base64(record.token.reveal());
    });
  for (const TokenRecord& record : records) {
    Json json = secret_of(spec, dns_name(name_of(spec) + "-" + record.address.logical_id));
    json["data"]["token"] = crypto::base64(record.token.reveal());
    ports.terminal.out("---\n" + json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  }
  if (!ports.terminal.out_ok())
    return base::fail("cannot write to stdout");
  return {};
}

base::Result<void> forget_kubernetes(const model::SinkSpec& spec, const std::string& /*stack*/,
                                     const Addresses& addresses, SinkPorts& ports) {
  if (to_stdout(spec) || !ports.files.status(path_of(spec)))
    return {};
  return edit(spec, ports.files, [&](std::map<std::string, Json>& data) {
    for (const model::Address& address : addresses)
      data.erase(address.logical_id);
  });
}

} // namespace cerec::tokens
