#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cli/commands/table.hpp"
#include "cli/output/json.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

using catalogue::Element;
using catalogue::Entry;

std::string_view text_of(Entry::Tri value) {
  return value == Entry::Tri::yes ? "yes" : value == Entry::Tri::no ? "no" : "unknown";
}

std::string one_text(const Element& element) {
  std::string out = fmt::format("{} ({})\n  id {}, hub {}, authentication {}\n\n", element.key, element.name,
                                element.id, element.hub, element.authentication);
  out += fmt::format("  {:<44} {:<20} {:<9} {}\n", "configuration", "type", "required", "default");
  for (const Entry& entry : element.entries)
    if (!entry.internal && entry.active)
      out += fmt::format("  {:<44} {:<20} {:<9} {}\n", entry.key, entry.type, text_of(entry.required),
                         catalogue::is_secret(element.key, entry.key) ? "(secret)"
                                                                      : base::visible(entry.default_value));
  return out;
}

nlohmann::ordered_json one_json(const Element& element) {
  auto entries = nlohmann::ordered_json::array();
  for (const Entry& entry : element.entries)
    entries.push_back({{"key", entry.key},
                       {"type", entry.type},
                       {"required", text_of(entry.required)},
                       {"secret", catalogue::is_secret(element.key, entry.key)},
                       {"internal", entry.internal},
                       {"active", entry.active},
                       {"has_default", entry.has_default},
                       {"options", entry.options}});
  return {{"key", element.key},
          {"name", element.name},
          {"id", element.id},
          {"hub", element.hub},
          {"authentication", element.authentication},
          {"configuration", std::move(entries)}};
}

struct Elements final : Invocation {
  std::vector<std::string> key;

  void declare(OptionSet& options) override {
    options.positionals("KEY", key, 0, 1, "show what this element needs");
  }

  model::ExitCode run(Context& context) override { return key.empty() ? list(context) : show(context); }

  static model::ExitCode list(Context& context) {
    std::string text;
    auto json = json_document(context.state.command, model::ExitCode::fine);
    json["elements"] = nlohmann::ordered_json::array();
    for (const Element& element : catalogue::elements()) {
      text += fmt::format("{:<36} {:<14} {:<12} {}\n", element.key, element.hub, element.authentication,
                          element.name);
      json["elements"].push_back({{"key", element.key},
                                  {"name", element.name},
                                  {"id", element.id},
                                  {"hub", element.hub},
                                  {"authentication", element.authentication}});
    }
    context.state.raw = context.wants_json() ? json_text(json) : text;
    return model::ExitCode::fine;
  }

  model::ExitCode show(Context& context) const {
    const Element* element = catalogue::find_element(key.front());
    if (element == nullptr) {
      std::vector<std::string_view> keys;
      for (const Element& each : catalogue::elements())
        keys.push_back(each.key);
      const auto near = base::did_you_mean(key.front(), keys);
      return context.stop_usage(fmt::format("no element `{}` is built in", base::visible(key.front())),
                                near ? fmt::format("did you mean `{}`?", *near) : "it may be a private one");
    }
    auto json = json_document(context.state.command, model::ExitCode::fine);
    json["element"] = one_json(*element);
    context.state.raw = context.wants_json() ? json_text(json) : one_text(*element);
    return model::ExitCode::fine;
  }
};

} // namespace

std::unique_ptr<Invocation> make_elements() {
  return std::make_unique<Elements>();
}

} // namespace cerec::cli
