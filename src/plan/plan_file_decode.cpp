#include "plan/plan_json.hpp"

#include "cerec/base/json_depth.hpp"
#include "cerec/base/text.hpp"

#include <fmt/format.h>
#include <limits>

namespace cerec::plan {
namespace {

using base::Failure;
using base::FailureKind;
using nlohmann::json;

constexpr size_t k_deepest = 16; ///< a plan nests 6 deep; more is hostile

/// Reads one object. The first fault is kept; after it every read gives a default, so that decoding needs no
/// exception and no check after each member.
class Reader {
public:
  Reader(const json& object, std::string where, std::string& fault)
      : object_(object), where_(std::move(where)), fault_(fault) {
    if (!object.is_object())
      fail("is not an object");
  }

  void read(const char* name, std::string& text, bool required = false) {
    if (const json* member = find(name, required)) {
      if (member->is_string())
        text = member->get<std::string>();
      else
        wrong(name);
    }
  }
  void read(const char* name, model::FieldPath& path, bool required = false) {
    std::string text;
    read(name, text, required);
    path = model::FieldPath(std::move(text));
  }
  void read(const char* name, std::vector<model::FieldPath>& paths) {
    std::vector<std::string> texts;
    read(name, texts);
    for (std::string& text : texts)
      paths.emplace_back(std::move(text));
  }
  void read(const char* name, std::set<std::string>& texts) {
    std::vector<std::string> listed;
    read(name, listed);
    texts.insert(listed.begin(), listed.end());
  }
  void read(const char* name, bool& value) {
    if (const json* member = find(name, false)) {
      if (member->is_boolean())
        value = member->get<bool>();
      else
        wrong(name);
    }
  }
  void read(const char* name, std::vector<std::string>& texts) {
    for (const json& item : list(name)) {
      if (!item.is_string())
        return wrong(name);
      texts.push_back(item.get<std::string>());
    }
  }
  template <class Integer>
  void number(const char* name, Integer& value, bool required = false) {
    const json* member = find(name, required);
    if (member == nullptr)
      return;
    const bool whole = member->is_number_integer();
    const bool too_big = member->is_number_unsigned() &&
                         member->get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<Integer>::max());
    const bool too_small =
        whole && !member->is_number_unsigned() &&
        (std::is_unsigned_v<Integer> ||
         member->get<int64_t>() < static_cast<int64_t>(std::numeric_limits<Integer>::min()));
    if (!whole || too_big || too_small)
      return wrong(name);
    value = member->get<Integer>();
  }
  /// A word of a closed set.
  template <class Enum>
  void word(const char* name, Enum& value, std::optional<Enum> (*parse)(std::string_view),
            bool required = false) {
    std::string text;
    read(name, text, required);
    if (text.empty())
      return;
    if (const std::optional<Enum> known = parse(text))
      value = *known;
    else
      fail(fmt::format("has an unknown {} \"{}\"", name, base::visible(base::take_characters(text, 40))));
  }
  [[nodiscard]] const json& list(const char* name) {
    static const json none = json::array();
    const json* member = find(name, false);
    if (member != nullptr && !member->is_array())
      wrong(name);
    return member != nullptr && member->is_array() ? *member : none;
  }
  [[nodiscard]] const json& object(const char* name) {
    static const json none = json::object();
    const json* member = find(name, false);
    return member == nullptr ? none : *member;
  }
  [[nodiscard]] Reader at(const char* name) { return {object(name), where_ + "." + name, fault_}; }
  [[nodiscard]] bool has(const char* name) const { return object_.is_object() && object_.contains(name); }
  [[nodiscard]] bool ok() const { return fault_.empty(); }
  void fail(const std::string& what) {
    if (fault_.empty())
      fault_ = where_ + " " + what;
  }

private:
  [[nodiscard]] const json* find(const char* name, bool required) {
    if (!object_.is_object())
      return nullptr;
    const auto at = object_.find(name);
    if (at != object_.end())
      return &*at;
    if (required)
      fail(fmt::format("lacks {}", name));
    return nullptr;
  }
  void wrong(const char* name) { fail(fmt::format("has a {} of the wrong type", name)); }

  const json& object_;
  std::string where_;
  std::string& fault_;
};

model::Shown read_shown(Reader reader) {
  using Kind = model::Shown::Kind;
  static constexpr std::pair<const char*, Kind> words[] = {
      {"absent", Kind::absent}, {"null", Kind::null}, {"text", Kind::text}, {"secret", Kind::secret}};
  model::Shown shown;
  for (const auto& [word, kind] : words)
    if (reader.has(word)) {
      shown.kind = kind;
      reader.read(word, shown.text);
    }
  reader.read("reference", shown.reference);
  return shown;
}

model::FieldChange read_field(Reader reader) {
  model::FieldChange field;
  reader.read("path", field.path, true);
  field.before = read_shown(reader.at("before"));
  field.after = read_shown(reader.at("after"));
  reader.word("state", field.state, &model::field_state_of, true);
  return field;
}

model::Candidate read_candidate(Reader reader) {
  model::Candidate candidate;
  reader.number("id", candidate.id, true);
  reader.read("name", candidate.name);
  reader.read("created", candidate.created);
  reader.read("owner", candidate.owner);
  return candidate;
}

model::Change read_change(Reader reader, const std::string& where, std::string& fault) {
  model::Change change;
  reader.word("kind", change.kind, &model::kind_of, true);
  reader.word("reason", change.reason, &model::reason_of);
  Reader address = reader.at("address");
  address.read("element", change.address.element);
  address.read("id", change.address.logical_id);
  reader.read("name", change.name, true);
  reader.read("previous_name", change.previous_name);
  reader.number("instance_id", change.instance_id);
  reader.read("created", change.created);
  for (const json& item : reader.list("fields"))
    change.fields.push_back(read_field({item, where + ".fields", fault}));
  reader.read("sinks", change.sinks);
  Reader origin = reader.at("origin");
  origin.read("file", change.origin.file);
  origin.number("line", change.origin.line);
  origin.number("column", change.origin.column);
  reader.read("precondition", change.precondition);
  reader.word("refusal", change.refusal, &model::refusal_of);
  for (const json& item : reader.list("candidates"))
    change.candidates.push_back(read_candidate({item, where + ".candidates", fault}));
  reader.read("advice", change.advice);
  reader.read("notes", change.notes);
  reader.read("unverified", change.unverified);
  reader.read("unhealthy", change.unhealthy);
  reader.read("fingerprint_only", change.fingerprint_only);
  return change;
}

void read_changes(Reader& reader, const char* name, std::vector<model::Change>& changes, std::string& fault) {
  const json& list = reader.list(name);
  changes.reserve(list.size());
  for (size_t i = 0; i < list.size() && fault.empty(); ++i) {
    const std::string where = fmt::format("{}[{}]", name, i);
    changes.push_back(read_change({list[i], where, fault}, where, fault));
  }
}

void read_binding(Reader reader, model::PlanBinding& binding, std::string& fault) {
  reader.read("base_url", binding.base_url, true);
  reader.read("account", binding.account, true);
  reader.read("user", binding.user, true);
  reader.read("stack", binding.stack, true);
  reader.read("environment", binding.environment);
  for (const json& item : reader.list("manifests")) {
    Reader one(item, "binding.manifests", fault);
    model::ManifestDigest digest;
    one.read("path", digest.path, true);
    one.read("sha256", digest.sha256, true);
    binding.manifests.push_back(std::move(digest));
  }
  for (const json& item : reader.list("secrets")) {
    Reader one(item, "binding.secrets", fault);
    model::SecretMark mark;
    one.read("address", mark.address, true);
    one.read("path", mark.path, true);
    one.read("reference", mark.reference, true);
    one.read("mark", mark.mark, true);
    binding.secrets.push_back(std::move(mark));
  }
  reader.read("sinks", binding.sinks);
}

void read_mode(Reader reader, model::PlanMode& mode) {
  reader.read("prune", mode.prune);
  reader.read("partial", mode.partial);
  reader.read("destroy", mode.destroy);
  reader.read("delete_by_disable", mode.delete_by_disable);
  reader.word("refresh", mode.refresh, &model::refresh_of);
  reader.read("targets", mode.targets);
  reader.read("excludes", mode.excludes);
  if (reader.has("shard"))
    reader.word("shard", mode.shard.emplace(), &model::parse_shard);
  reader.read("allow_empty", mode.allow_empty);
  reader.read("allow_replace", mode.allow_replace);
  std::set<std::string> take_over;
  reader.read("take_over", take_over);
  for (const std::string& word : take_over)
    mode.take_over.insert(model::TakeOver::parse(word));
  reader.read("rotate", mode.rotate);
}

model::Plan read_plan(Reader& reader, std::string& fault) {
  model::Plan plan;
  read_binding(reader.at("binding"), plan.binding, fault);
  read_mode(reader.at("mode"), plan.mode);
  Reader limits = reader.at("limits");
  limits.number("max_deletes", plan.limits.max_deletes, true);
  limits.number("max_percent", plan.limits.max_percent, true);
  Reader seen = reader.at("seen");
  seen.number("owned", plan.owned);
  seen.number("ignored_unowned", plan.ignored_unowned);
  seen.number("foreign", plan.foreign);
  seen.number("quarantined", plan.quarantined);
  seen.number("listed", plan.listed);
  seen.number("list_requests", plan.list_requests);
  seen.number("detail_requests", plan.detail_requests);
  reader.read("warnings", plan.warnings);
  read_changes(reader, "changes", plan.changes, fault);
  read_changes(reader, "would_prune", plan.would_prune, fault);
  return plan;
}

tl::unexpected<Failure> damaged(const std::string& why) {
  return base::fail("this is not a usable plan file: " + why, FailureKind::stale,
                    "make a new one with `cerec plan --out FILE`");
}

/// "1.0" is readable by every 1.x: later minors only add members.
bool readable_version(const std::string& version) {
  return version.substr(0, version.find('.')) == k_format_version.substr(0, k_format_version.find('.'));
}

} // namespace

base::Result<PlanFile> decode(std::string_view text) {
  if (!base::nests_within(text, k_deepest))
    return damaged("it is nested too deep");
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded())
    return damaged("it is not valid JSON, or cut off");
  std::string fault;
  PlanFile file;
  std::string version;
  Reader reader(value, "the plan", fault);
  reader.read("format_version", version, true);
  if (reader.ok() && !readable_version(version))
    return damaged(fmt::format("format_version {} is not one that this cerec reads ({})",
                               base::visible(base::take_characters(version, 40)), k_format_version));
  reader.read("digest", file.digest, true);
  reader.read("created", file.created, true);
  reader.read("seal", file.seal, true);
  if (!reader.ok())
    return damaged(fault);
  json signed_part = std::move(value);
  for (const char* outside : {"digest", "created", "seal"})
    signed_part.erase(outside);
  if (digest_of_json(signed_part) != file.digest)
    return damaged("its digest does not match its content; it was changed after it was made");
  Reader content(signed_part, "the plan", fault);
  file.plan = read_plan(content, fault);
  if (!fault.empty())
    return damaged(fault);
  if (!base::wall_time_of(file.created))
    return damaged("its time is no RFC 3339 time in UTC");
  return file;
}

} // namespace cerec::plan
