#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"
#include "cerec/crypto/hash.hpp"
#include "tokens/named_sink.hpp"
#include "tokens/parsed.hpp"

#include <fmt/format.h>

/// A manifest of kind Secret in JSON, which kubectl reads as it reads YAML. In a file: one Secret with a key
/// for each logical id, and annotations that say whose each key is. On stdout (`path: "-"`): one Secret for
/// each instance, since a later batch could not merge into what was printed.
namespace cerec::tokens {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_owners = "cerec.owners";   ///< code -> stack and account
constexpr const char* k_records = "cerec.records"; ///< key -> code, element, instance id

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
    if (!(base::is_lower(c) || base::is_digit(c) || c == '-' || c == '.'))
      c = '-';
  while (!name.empty() && (name.back() == '-' || name.back() == '.'))
    name.pop_back();
  return name == text ? name : name + "-" + crypto::sha256_hex(text).substr(0, 8);
}

std::string name_of_secret(const model::SinkSpec& spec) {
  return setting(spec, "name", "cerec-tokens");
}

std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
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

/// The annotations, short: all of an object's may take 256 KiB.
void annotate(Json& secret, const std::map<std::string, TokenRecord>& owners) {
  std::map<std::string, Json> homes;
  Json records = Json::object();
  for (const auto& [key, owner] : owners) {
    const std::string code = crypto::sha256_hex(owner.stack + "\n" + owner.account.code()).substr(0, 8);
    homes.emplace(code, Json{{"stack", owner.stack},
                             {"url", owner.account.url},
                             {"account", owner.account.organization},
                             {"user", owner.account.user}});
    records[key] = Json::array({code, owner.address.element, owner.instance_id});
  }
  if (owners.empty())
    return;
  Json& annotations = secret["metadata"]["annotations"];
  annotations[k_owners] = text_of(Json(homes), -1);
  annotations[k_records] = text_of(records, -1);
}

Json annotation(const Json& secret, const char* name) {
  const Json metadata = secret.value("metadata", Json::object());
  const Json annotations = metadata.is_object() ? metadata.value("annotations", Json::object()) : Json();
  if (!annotations.is_object() || !annotations.contains(name) || !annotations[name].is_string())
    return Json::object();
  Json value = parsed<Json>(annotations[name].get<std::string>());
  return value.is_object() ? value : Json::object();
}

/// Whose this key is, if the annotations say it.
std::optional<TokenRecord> owner_of(const std::string& key, const Json& homes, const Json& records) {
  const auto record = records.find(key);
  if (record == records.end() || !record->is_array() || record->size() != 3 || !(*record)[0].is_string() ||
      !(*record)[1].is_string() || !(*record)[2].is_number_integer())
    return std::nullopt;
  const auto home = homes.find((*record)[0].get<std::string>());
  if (home == homes.end() || !home->is_object())
    return std::nullopt;
  const auto word = [&](const char* member) {
    return home->contains(member) && (*home)[member].is_string() ? (*home)[member].get<std::string>() : "";
  };
  TokenRecord owner;
  owner.stack = word("stack");
  owner.account = {word("url"), word("account"), word("user")};
  owner.address = {(*record)[1].get<std::string>(), key};
  owner.instance_id = (*record)[2].get<int64_t>();
  return owner;
}

class KubernetesSink final : public NamedSink {
public:
  using NamedSink::NamedSink;

private:
  base::Result<Entries> parse(const std::string& text) const override {
    Entries entries;
    if (text.empty())
      return entries;
    const Json old = parsed<Json>(text);
    if (!old.is_object() || old.value("kind", Json()) != "Secret" || !old.contains("data") ||
        !old["data"].is_object())
      return base::fail(fmt::format("{}: is not a Secret manifest that cerec wrote", base::visible(path_)),
                        base::FailureKind::error, "move the file away, or name another path");
    const Json homes = annotation(old, k_owners), records = annotation(old, k_records);
    for (const auto& [key, value] : old["data"].items())
      if (value.is_string())
        entries.emplace(key, Entry{value.get<std::string>(), owner_of(key, homes, records)});
    return entries;
  }

  std::string render(const std::string& /*before*/, const Entries& entries) const override {
    Json json = secret_of(spec_, name_of_secret(spec_));
    std::map<std::string, TokenRecord> owners;
    for (const auto& [name, entry] : entries) {
      json["data"][name] = entry.value;
      if (entry.owner)
        owners.emplace(name, *entry.owner);
    }
    annotate(json, owners);
    return text_of(json, 2) + "\n";
  }

  std::string name_of(const TokenRecord& record) const override { return record.address.logical_id; }

  std::optional<std::string> value_of(const base::Secret& token) const override {
    return crypto::base64(token.reveal());
  }
};

class PrintedSecrets final : public Sink {
public:
  PrintedSecrets(model::SinkSpec spec, io::Stdout& out) : spec_(std::move(spec)), out_(out) {}

  std::vector<base::Result<void>> publish(const Records& records) override {
    for (const TokenRecord& record : records) {
      Json json = secret_of(spec_, dns_name(name_of_secret(spec_) + "-" + record.address.logical_id));
      json["data"]["token"] = crypto::base64(record.token.reveal());
      out_.out("---\n" + text_of(json, 2) + "\n");
    }
    if (!out_.out_ok())
      return all_failed(records.size(), {base::FailureKind::error, "cannot write to stdout", ""});
    return std::vector<base::Result<void>>(records.size());
  }

private:
  const model::SinkSpec spec_;
  io::Stdout& out_;
};

} // namespace

base::Result<void> check_kubernetes(const model::SinkSpec& spec, SinkPorts& ports) {
  if (const std::string name = name_of_secret(spec); name.empty() || dns_name(name) != name)
    return base::fail(fmt::format("`{}` is not a name for a Secret", base::visible(name)),
                      base::FailureKind::usage, "use lower-case letters, digits, `-` and `.`");
  return to_stdout(spec) ? base::Result<void>() : check_target(path_of(spec), ports.files);
}

std::unique_ptr<Sink> open_kubernetes(const model::SinkSpec& spec, SinkPorts& ports) {
  if (to_stdout(spec))
    return std::make_unique<PrintedSecrets>(spec, ports.out);
  return std::make_unique<KubernetesSink>(spec, path_of(spec), ports.files);
}

std::string name_in_kubernetes(const model::SinkSpec& spec, const TokenRecord& record) {
  return to_stdout(spec) ? std::string() : record.address.logical_id;
}

} // namespace cerec::tokens
