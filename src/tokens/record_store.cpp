#include "tokens/record_store.hpp"

#include "cerec/base/text.hpp"
#include "tokens/parsed.hpp"
#include "tokens/sink_types.hpp"

#include <fmt/format.h>
#include <utility>

namespace cerec::tokens {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

base::Result<void> RecordStore::load() {
  if (loaded_)
    return {};
  records_.clear();
  staged_.clear();
  if (auto read = load_file(); !read)
    return read;
  if (auto read = load_journal(); !read)
    return read;
  loaded_ = true;
  return {};
}

base::Result<void> RecordStore::load_file() {
  auto text = read_target(path_, files_);
  if (!text)
    return tl::unexpected<base::Failure>(text.error());
  return text->empty() ? base::Result<void>() : parse(*text);
}

base::Result<void> RecordStore::parse(const std::string& text) {
  // Each record is taken when it ends and then dropped, so that the document never stands in memory whole.
  std::string member, key;
  const auto take = [&](int depth, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::key && depth <= 2)
      (depth == 1 ? member : key) = value.get<std::string>();
    if (event != json::parse_event_t::object_end || depth != 2 || member != form_.member)
      return true;
    records_.insert_or_assign(key, dump(value));
    return false;
  };
  const json rest = base::nests_within(text) ? json::parse(text, take, false) : json();
  const auto bad = [&](std::string_view why) {
    return base::fail(fmt::format("{}: {}", base::visible(path_), why), base::FailureKind::error,
                      std::string(form_.hint));
  };
  const auto records = rest.find(form_.member);
  if (!rest.is_object() || records == rest.end() || !records->is_object())
    return bad(fmt::format("is not {}", form_.what));
  const auto version = rest.find("format_version");
  if (version == rest.end() || !version->is_string() || !version->get<std::string>().starts_with("1."))
    return bad("was written by a newer version of cerec");
  if (!records->empty())
    return bad(fmt::format("damaged record `{}`", base::visible(records->begin().key())));
  return {};
}

base::Result<void> RecordStore::load_journal() {
  auto text = read_target(journal_path(), files_);
  if (!text)
    return tl::unexpected<base::Failure>(text.error());
  for (const std::string_view line : base::split(*text, '\n')) {
    const json entry = line.empty() ? json() : parsed(line);
    if (!entry.is_object() || !entry.contains("key") || !entry["key"].is_string())
      continue; // torn off by a kill, so never committed
    const std::string key = entry["key"].get<std::string>();
    if (const auto value = entry.find("record"); value != entry.end() && value->is_object())
      records_.insert_or_assign(key, dump(*value));
    else
      records_.erase(key);
  }
  return {};
}

void RecordStore::put(const std::string& key, std::string json_text) {
  if (staged_.empty())
    staged_ = "\n"; // whatever a kill has torn before ends here
  staged_.append("{\"key\":").append(dump(json(key))).append(",\"record\":").append(json_text).append("}\n");
  records_.insert_or_assign(key, std::move(json_text));
}

void RecordStore::drop(const std::string& key) {
  if (staged_.empty())
    staged_ = "\n";
  staged_.append("{\"key\":").append(dump(json(key))).append("}\n");
  records_.erase(key);
}

base::Result<void> RecordStore::commit() {
  if (staged_.empty())
    return {};
  const std::string lines = std::exchange(staged_, {});
  const auto written = [&]() -> base::Result<void> {
    if (auto checked = check_target(journal_path(), files_); !checked)
      return checked;
    if (!files_.status(path_)) { // it is there from the first record on, for whoever reads it
      RecordStore empty(path_, form_, files_);
      if (auto made = replace_target(path_, "", empty.text(), files_); !made)
        return made;
    }
    return files_.append(journal_path(), lines, k_private);
  }();
  if (!written)
    loaded_ = false;
  return written;
}

base::Result<void> RecordStore::fold() {
  if (!files_.status(journal_path()))
    return {};
  loaded_ = false; // another run may have written, too
  if (auto read = load(); !read)
    return read;
  if (auto written = files_.write_atomic(path_, text(), k_private); !written)
    return written;
  return files_.remove(journal_path());
}

std::string RecordStore::text() const {
  std::string text =
      fmt::format("{{\n \"format_version\": \"{}\",\n \"{}\": {{", form_.version, form_.member);
  bool first = true;
  for (const auto& [key, value] : records_) {
    text.append(first ? "\n  " : ",\n  ").append(dump(json(key))).append(": ").append(value);
    first = false;
  }
  return text.append(first ? "}\n}\n" : "\n }\n}\n");
}

} // namespace cerec::tokens
