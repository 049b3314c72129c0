#include "sim/calls.hpp"
#include "sim/render.hpp"

#include "cerec/base/json_depth.hpp"
#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "cerec/crypto/hash.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <nlohmann/json.hpp>

namespace cerec::sim {
namespace {

bool has_tag(const Instance& instance, std::string_view tag) {
  return std::find(instance.tags.begin(), instance.tags.end(), tag) != instance.tags.end();
}

bool found_by(const Instance& instance, const std::string& search, const Choices& choices) {
  if (choices.search_case == Choices::Case::respected)
    return instance.name.find(search) != std::string::npos || instance.element == search;
  const std::string wanted = base::lower(search);
  return base::lower(instance.name).find(wanted) != std::string::npos || instance.element == wanted;
}

bool matches(const Instance& instance, const Filter& filter, const Choices& choices) {
  if (instance.account != filter.account || (filter.model != nullptr && instance.model != filter.model))
    return false;
  if (instance.disabled && choices.disabled_in_lists == Choices::Shown::no)
    return false;
  const auto& tags = filter.tags;
  const auto carries = [&](std::string_view tag) { return has_tag(instance, tag); };
  if (!tags.empty() &&
      !(choices.several_tags == Choices::SeveralTags::all ? std::all_of(tags.begin(), tags.end(), carries)
                                                          : std::any_of(tags.begin(), tags.end(), carries)))
    return false;
  return filter.search.empty() || found_by(instance, filter.search, choices);
}

Filter filter_of(const Context& context, const ElementModel* model) {
  Filter filter;
  filter.account = context.account;
  filter.model = model;
  for (const auto& [name, value] : context.call.query)
    if (name == "tags[]" || name == "tags")
      filter.tags.emplace_back(value);
    else if (name == "searchText")
      filter.search = value;
  return filter;
}

/// The instances that the account's index of tags or elements leaves; no fewer than match.
void narrow(const Store& store, const Filter& filter, const Choices& choices,
            const std::function<void(const InstancePtr&)>& consider) {
  const auto size = [&](const std::string& tag) { return store.with_tag(tag).size(); };
  const auto rarer = [&](const std::string& a, const std::string& b) { return size(a) < size(b); };
  if (filter.tags.empty() && filter.model == nullptr) {
    for (const auto& [id, instance] : store.instances())
      consider(instance);
    return;
  }
  std::set<int64_t> any;
  const std::set<int64_t>* ids = &any;
  if (filter.tags.empty())
    ids = &store.of_model(filter.model);
  else if (filter.tags.size() == 1 || choices.several_tags == Choices::SeveralTags::all)
    ids = &store.with_tag(*std::min_element(filter.tags.begin(), filter.tags.end(), rarer));
  else
    for (const std::string& tag : filter.tags)
      any.insert(store.with_tag(tag).begin(), store.with_tag(tag).end());
  for (const int64_t id : *ids)
    consider(store.find(id));
}

std::vector<InstancePtr> matching(const Context& context, const Filter& filter) {
  Core& core = context.core;
  const Choices& choices = core.config.choices;
  std::vector<InstancePtr> found;
  const auto consider = [&](const InstancePtr& instance) {
    if (matches(*instance, filter, choices))
      found.push_back(instance);
  };
  if (context.reading.stale.count() > 0)
    for (const auto& [id, instance] : core.store.as_of(context.now - context.reading.stale))
      consider(instance);
  else
    narrow(core.store, filter, choices, consider);
  if (choices.order == Choices::Order::shuffle)
    for (size_t i = found.size(); i > 1; --i)
      std::swap(found[i - 1], found[core.random.below(i)]);
  return found;
}

/// The listing of which a page is asked for: the one that an earlier page was of, if it would be the same.
const std::vector<InstancePtr>& listing_of(const Context& context, Filter filter) {
  Core& core = context.core;
  std::optional<Listed>& last = core.listed;
  const bool repeats =
      context.reading.stale.count() == 0 && core.config.choices.order != Choices::Order::shuffle;
  if (!repeats || !last || last->version != core.store.version() || last->filter != filter)
    last = Listed{filter, repeats ? std::optional(core.store.version()) : std::nullopt,
                  matching(context, filter)};
  return last->found;
}

bool wants_configuration(const Call& call, const Choices& choices) {
  const std::string* hydrate = call.find_query("hydrate");
  if (hydrate == nullptr)
    return choices.hydrate_default == Choices::Hydrate::full;
  return *hydrate == "true" && choices.hydrate == Choices::Hydrating::honoured;
}

/// All instances of the caller, whatever is asked for.
size_t count_of(const Context& context) {
  size_t count = 0;
  for (const auto& [id, instance] : context.core.store.instances())
    if (instance->account == context.account)
      ++count;
  return count;
}

/// Items moved under the reader: from the second page on one is skipped or seen again.
size_t shifted(size_t offset, Reading::Shift shift) {
  if (offset == 0 || shift == Reading::Shift::none)
    return offset;
  return shift == Reading::Shift::skip ? offset + 1 : offset - 1;
}

void add_list_headers(Answer& answer, const Choices& choices, const PageWindow& window, size_t total,
                      size_t returned, size_t stated) {
  if (choices.count_headers == Choices::Shown::yes) {
    answer.headers.emplace_back("elements-total-count", std::to_string(stated));
    answer.headers.emplace_back("elements-returned-count", std::to_string(returned));
  }
  const bool more = window.offset + window.limit < total;
  const bool anyway = choices.next_page_token == Choices::NextToken::also_on_last && window.offset < total;
  if (more || anyway)
    answer.headers.emplace_back("elements-next-page-token",
                                page_token(window.limit, window.page + 1, choices));
}

} // namespace

std::string page_token(size_t limit, size_t page, const Choices& choices) {
  if (choices.page_token == Choices::PageToken::padded)
    return crypto::base64(fmt::format(R"({{"limit":{0},"pageSize":{0},"page":{1}}})", limit, page));
  std::string token = crypto::base64(fmt::format(R"({{"pageSize":{},"page":{}}})", limit, page));
  token.erase(token.find_last_not_of('=') + 1);
  return token;
}

base::Result<PageWindow> read_window(const Call& call, const PlatformConfig& config) {
  const Choices& choices = config.choices;
  PageWindow window;
  window.limit = config.largest_page;
  if (const std::string* size = call.find_query("pageSize")) {
    const auto number = base::parse_number<int64_t>(*size);
    if (!number || *number < 1 || (*number > 200 && choices.page_size_above == Choices::PageSize::reject))
      return base::fail("pageSize must be a number from 1 to 200");
    window.limit = static_cast<size_t>(*number);
    if (choices.page_size_above == Choices::PageSize::clamp)
      window.limit = std::min(window.limit, config.largest_page);
  }
  const std::string* token = call.find_query("nextPage");
  if (token == nullptr || token->empty())
    return window;
  std::string padded = *token;
  padded.append((4 - padded.size() % 4) % 4, '=');
  const std::string text = crypto::from_base64(padded).value_or("");
  const auto json = base::nests_within(text) ? nlohmann::json::parse(text, nullptr, false) : nlohmann::json();
  if (!json.is_object() || !json.contains("page") || !json["page"].is_number_unsigned() ||
      !json.contains("pageSize") || !json["pageSize"].is_number_unsigned() || json["page"] < 1)
    return base::fail("nextPage is not a token of this service");
  window.limit = std::max<size_t>(json["pageSize"].get<size_t>(), 1);
  window.page = json["page"].get<size_t>();
  window.offset = (window.page - 1) * window.limit;
  return window;
}

Answer list_instances(const Context& context, const ElementModel* model) {
  Core& core = context.core;
  const Choices& choices = core.config.choices;
  const auto window = read_window(context.call, core.config);
  if (!window)
    return core.error(400, window.error().message);
  const std::vector<InstancePtr>& found = listing_of(context, filter_of(context, model));
  const bool nothing = window->offset >= found.size();
  const auto way = found.empty() ? choices.empty_list : choices.past_end;
  if (nothing && way == Choices::Empty::not_found)
    return core.error(404, choices.empty_list_text);

  const bool full = wants_configuration(context.call, choices);
  const size_t first = shifted(window->offset, context.reading.shift);
  const size_t last = std::min(found.size(), first + window->limit);
  std::string body = "[";
  for (size_t i = first; i < last; ++i) {
    if (i > first)
      body += ',';
    body += item_json(*found[i], choices, full, context.reading.without_tags);
  }
  body += ']';
  Answer answer = core.ok(std::move(body));
  const bool all = choices.total_count == Choices::Total::everything;
  add_list_headers(answer, choices, *window, found.size(), last > first ? last - first : 0,
                   all ? count_of(context) : found.size());
  return answer;
}

Answer count_instances(const Context& context) {
  const size_t count = count_of(context);
  return context.core.ok(fmt::format(R"({{"totalInstances":{0},"elementInstances":{0}}})", count));
}

} // namespace cerec::sim
