#include "cerec/base/json_text.hpp"
#include "sim/calls.hpp"
#include "sim/json_text.hpp"

#include <fmt/format.h>

namespace cerec::sim {
namespace {

std::string configuration_json(const ElementModel& model) {
  std::string out = "[";
  int order = 0;
  for (const EntryModel& entry : model.entries) {
    if (out.back() != '[')
      out += ',';
    out += entry_json(entry, order++);
  }
  out += ']';
  return out;
}

/// GET /elements/{k}: the summary, and the configuration's definition.
std::string definition_json(const ElementModel& model) {
  std::string out = model.summary;
  out.pop_back();
  append_member(out, "configuration");
  out += configuration_json(model);
  out += '}';
  return out;
}

Answer keys_answer(Core& core) {
  std::string out = "[";
  for (const ElementModel& model : element_models()) {
    if (out.back() != '[')
      out += ',';
    base::append_json_string(out, model.key);
  }
  out += ']';
  return core.ok(std::move(out));
}

Answer list_elements(Core& core, const Call& call) {
  const auto window = read_window(call, core.config);
  if (!window)
    return core.error(400, window.error().message);
  const auto& models = element_models();
  if (window->offset >= models.size())
    return core.error(404, "No elements found");
  const size_t last = std::min(models.size(), window->offset + window->limit);
  std::string out = "[";
  for (size_t i = window->offset; i < last; ++i) {
    if (i > window->offset)
      out += ',';
    out += models[i].summary;
  }
  out += ']';
  Answer answer = core.ok(std::move(out));
  answer.headers.emplace_back("elements-total-count", std::to_string(models.size()));
  answer.headers.emplace_back("elements-returned-count", std::to_string(last - window->offset));
  if (last < models.size())
    answer.headers.emplace_back("elements-next-page-token",
                                page_token(window->limit, window->page + 1, core.config.choices));
  return answer;
}

Answer metadata_answer(Core& core, const ElementModel& model) {
  std::string out = "{";
  append_member(out, "id", model.id);
  append_member(out, "key", model.key);
  append_member(out, "name", model.name);
  append_member(out, "description", "");
  append_member(out, "events");
  out += R"({"supported":false,"methods":[]}})";
  return core.ok(std::move(out));
}

/// GET /elements/{k}/oauth/url: where a browser would begin (docs/api.md 5.4).
Answer oauth_url(Core& core, const Call& call, const ElementModel& model) {
  for (const char* name : {"apiKey", "apiSecret", "callbackUrl"})
    if (call.find_query(name) == nullptr)
      return core.error(400, fmt::format("{} is required", name));
  const std::string* state = call.find_query("state");
  std::string out = "{";
  append_member(out, "oauthUrl",
                fmt::format("https://provider.invalid/oauth/authorize?element={}&state={}", model.key,
                            state != nullptr ? *state : model.key));
  append_member(out, "element", model.key);
  out += '}';
  return core.ok(std::move(out));
}

} // namespace

Answer element_call(Core& core, const Call& call, const std::vector<std::string_view>& segments) {
  if (call.method != http::Method::get)
    return core.error(405, "Method not allowed");
  if (segments.size() == 1)
    return list_elements(core, call);
  if (segments.size() == 2 && segments[1] == "keys")
    return keys_answer(core);
  const ElementModel* model = find_model_by_text(segments[1]);
  if (model == nullptr)
    return core.error(404, fmt::format("No element found with key or ID {}", segments[1]));
  if (segments.size() == 2)
    return core.ok(definition_json(*model));
  const std::string_view part = segments[2];
  if (part == "configuration" && segments.size() == 3)
    return core.ok(fmt::format(R"({{"configuration":{},"providerData":[]}})", configuration_json(*model)));
  if (part == "metadata" && segments.size() == 3)
    return metadata_answer(core, *model);
  if (part == "oauth" && segments.size() == 4 && segments[3] == "url")
    return oauth_url(core, call, *model);
  return core.error(404, "Resource not found");
}

} // namespace cerec::sim
