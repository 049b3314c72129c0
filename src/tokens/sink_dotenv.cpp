#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"
#include "tokens/named_sink.hpp"
#include "tokens/parsed.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

/// Lines NAME='token' in a file of such lines, each below a comment that says whose it is; all other lines
/// stay as they are.
namespace cerec::tokens {
namespace {

using nlohmann::json;

constexpr std::string_view k_note = "# cerec: ";

/// `gooddata.analytics-prod` -> `GOODDATA_ANALYTICS_PROD_TOKEN`.
std::string variable_of(const model::SinkSpec& spec, const model::Address& address) {
  return base::variable_name(setting(spec, "prefix") + address.logical_id +
                             setting(spec, "suffix", "_TOKEN"));
}

/// The variable that a line sets and the text after `=`; empty if it sets none.
std::pair<std::string_view, std::string_view> assignment_in(std::string_view line) {
  line = base::trim(line);
  if (line.starts_with("export "))
    line = base::trim(line.substr(7));
  const size_t equals = line.find('=');
  if (equals == std::string_view::npos || line.starts_with('#'))
    return {};
  return {base::trim(line.substr(0, equals)), line.substr(equals + 1)};
}

std::string note_of(const TokenRecord& owner) {
  const json value{{"account", owner.account.organization},
                   {"element", owner.address.element},
                   {"id", owner.address.logical_id},
                   {"instance_id", owner.instance_id},
                   {"stack", owner.stack},
                   {"url", owner.account.url},
                   {"user", owner.account.user}};
  return std::string(k_note) + value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<TokenRecord> owner_in(std::string_view line) {
  if (!line.starts_with(k_note))
    return std::nullopt;
  const json value = parsed(line.substr(k_note.size()));
  if (!value.is_object())
    return std::nullopt;
  const auto word = [&](const char* member) {
    const auto found = value.find(member);
    return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  TokenRecord owner;
  owner.stack = word("stack");
  owner.address = {word("element"), word("id")};
  if (const auto id = value.find("instance_id"); id != value.end() && id->is_number_integer())
    owner.instance_id = id->get<int64_t>();
  owner.account = {word("url"), word("account"), word("user")};
  return owner;
}

/// Without the empty piece after the last line end.
std::vector<std::string_view> lines_of(const std::string& text) {
  std::vector<std::string_view> lines = base::split(text, '\n');
  if (!lines.empty() && lines.back().empty())
    lines.pop_back();
  return lines;
}

class DotenvSink final : public NamedSink {
public:
  using NamedSink::NamedSink;

private:
  base::Result<Entries> parse(const std::string& text) const override {
    Entries entries;
    std::optional<TokenRecord> owner;
    for (const std::string_view line : lines_of(text)) {
      if (const auto [name, value] = assignment_in(line); !name.empty())
        entries[std::string(name)] = {std::string(value), std::move(owner)};
      owner = owner_in(line);
    }
    return entries;
  }

  /// An entry is rewritten in its place; of several lines of one variable the last counted, the first stays.
  std::string render(const std::string& before, const Entries& entries) const override {
    std::string out;
    std::set<std::string, std::less<>> written;
    const auto write = [&](const std::string& name, const Entry& entry) {
      if (entry.owner)
        out.append(note_of(*entry.owner)).append("\n");
      out.append(name).append("=").append(entry.value).append("\n");
      written.insert(name);
    };
    for (const std::string_view line : lines_of(before)) {
      const std::string name(assignment_in(line).first);
      const auto entry = entries.find(name);
      if (name.empty() && !owner_in(line))
        out.append(line).append("\n");
      else if (entry != entries.end() && written.count(name) == 0 && entry->second.owner)
        write(name, entry->second);
      else if (entry != entries.end() && !entry->second.owner)
        out.append(line).append("\n"); // not the sink's
    }
    for (const auto& [name, entry] : entries)
      if (written.count(name) == 0 && entry.owner)
        write(name, entry);
    return out;
  }

  std::string name_of(const TokenRecord& record) const override { return variable_of(spec_, record.address); }

  std::optional<std::string> value_of(const base::Secret& token) const override {
    const std::string_view text = token.reveal();
    const bool plain = std::none_of(text.begin(), text.end(),
                                    [](char c) { return c == '\'' || static_cast<unsigned char>(c) < 0x20; });
    return plain ? std::optional("'" + std::string(text) + "'") : std::nullopt;
  }
};

} // namespace

std::unique_ptr<Sink> open_dotenv(const model::SinkSpec& spec, SinkPorts& ports) {
  return std::make_unique<DotenvSink>(spec, setting(spec, "path", ".env"), ports.files);
}

std::string name_in_dotenv(const model::SinkSpec& spec, const TokenRecord& record) {
  return variable_of(spec, record.address);
}

} // namespace cerec::tokens
