#include "tokens/named_sink.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::tokens {

base::Result<NamedSink::Entries> NamedSink::read(std::string& text) const {
  auto before = read_target(path_, files_);
  if (!before)
    return tl::unexpected<base::Failure>(before.error());
  text = std::move(*before);
  return parse(text);
}

base::Result<void> NamedSink::put(Entries& entries, const TokenRecord& record) const {
  const std::string name = name_of(record);
  auto value = value_of(record.token);
  if (!value)
    return base::fail(fmt::format("the token of {} does not fit into a line", record.address.text()));
  // An entry that holds this very token has it of its owner.
  const auto owner_of = [&](const Entry& entry) {
    TokenRecord owner = *entry.owner;
    if (entry.value == *value)
      owner.token = record.token;
    return owner;
  };
  if (const auto there = entries.find(name); there != entries.end() && there->second.owner)
    if (const TokenRecord owner = owner_of(there->second); !supersedes(record, owner))
      return base::fail(fmt::format("{} and {} would share {} in {}", base::visible(owner.owner_text()),
                                    base::visible(record.key()), base::visible(name), base::visible(path_)),
                        base::FailureKind::usage,
                        "give them ids that differ in letters and digits, or files of their own");
  std::erase_if(entries, [&](const auto& each) {
    return each.first != name && each.second.owner && supersedes(record, owner_of(each.second));
  });
  Entry& entry = entries[name];
  entry.value = std::move(*value);
  entry.owner = record;
  entry.owner->token = {};
  return {};
}

std::vector<base::Result<void>> NamedSink::publish(const Records& records) {
  std::string before;
  auto entries = read(before);
  if (!entries)
    return all_failed(records.size(), entries.error());
  std::vector<base::Result<void>> results;
  for (const TokenRecord& record : records)
    results.push_back(put(*entries, record));
  const bool any =
      std::any_of(results.begin(), results.end(), [](const auto& each) { return each.has_value(); });
  if (!any)
    return results;
  if (const auto written = replace_target(path_, before, render(before, *entries), files_); !written)
    for (auto& result : results)
      if (result)
        result = tl::unexpected<base::Failure>(written.error());
  return results;
}

bool NamedSink::is_gone(const std::string& name, const Entry& entry, const TokenRecord& gone) const {
  const bool has_token = !gone.token.empty() && value_of(gone.token) == entry.value;
  if (!entry.owner)
    return has_token && name == name_of(gone);
  TokenRecord owner = *entry.owner;
  if (has_token)
    owner.token = gone.token;
  return is_of(gone, owner);
}

base::Result<void> NamedSink::forget(const Records& gone) {
  if (!files_.status(path_))
    return {};
  std::string before;
  auto entries = read(before);
  if (!entries)
    return tl::unexpected<base::Failure>(entries.error());
  const size_t erased = std::erase_if(*entries, [&](const auto& entry) {
    return std::any_of(gone.begin(), gone.end(),
                       [&](const TokenRecord& each) { return is_gone(entry.first, entry.second, each); });
  });
  return erased == 0 ? base::Result<void>() : replace_target(path_, before, render(before, *entries), files_);
}

base::Result<std::vector<Held>> NamedSink::held() {
  std::string before;
  auto entries = read(before);
  if (!entries)
    return tl::unexpected<base::Failure>(entries.error());
  std::vector<Held> all;
  for (auto& [name, entry] : *entries)
    if (entry.owner)
      all.push_back({name, std::move(*entry.owner)});
  return all;
}

} // namespace cerec::tokens
