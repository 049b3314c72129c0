#include "cerec/sim/choices.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::sim {
namespace {

/// A row for a member that is an enum; the values stand in the order of its constants.
template <auto Member>
ChoiceRow row(std::string_view name, std::vector<std::string_view> values, std::string_view help) {
  return {name, help, std::move(values), [](Choices& choices, size_t index, std::string_view) {
            using Kind = std::remove_reference_t<decltype(choices.*Member)>;
            choices.*Member = static_cast<Kind>(index);
          }};
}

/// A row for a member that is a text.
template <auto Member>
ChoiceRow text_row(std::string_view name, std::string_view help) {
  return {name, help, {}, [](Choices& choices, size_t, std::string_view text) { choices.*Member = text; }};
}

} // namespace

const std::vector<ChoiceRow>& choice_rows() {
  using C = Choices;
  static const std::vector<ChoiceRow> rows{
      row<&C::empty_list>("empty-list", {"404", "empty-list"}, "a listing without a match"),
      row<&C::past_end>("past-end", {"404", "empty-list"}, "a page past the last one"),
      row<&C::missing_entries>("missing-entries", {"all", "first", "accept"},
                               "a create without required entries: 400 naming all, or one; or accepted"),
      row<&C::order>("order", {"id", "shuffle"}, "order of the items of a listing"),
      row<&C::page_size_above>("page-size-above", {"clamp", "reject", "honour"}, "pageSize above 200"),
      row<&C::next_page_token>("next-page-token", {"until-last", "also-on-last"},
                               "whether the last page still carries a token"),
      row<&C::hydrate_default>("hydrate-default", {"light", "full"}, "items of a listing without hydrate"),
      row<&C::hydrate>("hydrate", {"honoured", "ignored"},
                       "whether hydrate=true brings configurations into listings"),
      row<&C::light_configuration>("light-configuration", {"absent", "empty-object"},
                                   "configuration of a light item"),
      row<&C::several_tags>("several-tags", {"and", "or"}, "several tags[] in a query"),
      row<&C::patch_configuration>("patch-configuration", {"merge", "replace"}, "configuration in a PATCH"),
      row<&C::put_configuration>("put-configuration", {"merge", "replace"}, "configuration in a PUT"),
      row<&C::null_value>("null-value", {"reset", "store"}, "null sent for a configuration key"),
      row<&C::mask_received>("mask-received", {"keep", "store"}, "******** sent for a masked key"),
      row<&C::unknown_key>("unknown-key", {"store", "drop", "reject"}, "unknown configuration keys"),
      row<&C::html>("html", {"strip", "keep"}, "HTML in names and tags"),
      row<&C::ids>("ids", {"at-commit", "at-start"}, "when a create gets its id"),
      row<&C::tag_shape>("tag-shape", {"strings", "objects"}, "tags in answers"),
      row<&C::count_headers>("count-headers", {"yes", "no"}, "elements-total-count and -returned-count"),
      row<&C::disabled_in_lists>("disabled-in-lists", {"yes", "no"}, "whether listings show disabled ones"),
      row<&C::search_case>("search-case", {"ignored", "respected"}, "case in searchText"),
      row<&C::same_name>("same-name", {"allowed", "conflict"}, "a second instance of one element and name"),
      row<&C::name_as_tag>("name-as-tag", {"no", "yes"}, "a create without tags gets its name as a tag"),
      row<&C::tag_order>("tag-order", {"sent", "shuffled", "reversed-in-lists"}, "order of tags in answers"),
      row<&C::tag_length>("tag-length", {"unlimited", "128", "64", "32", "16"},
                          "characters of a tag that are kept"),
      row<&C::tag_characters>("tag-characters", {"kept", "no-equals", "no-slash", "no-colon", "lower-case"},
                              "characters of a tag that are kept"),
      row<&C::special_characters>("special-characters", {"kept", "entities", "stripped"},
                                  "what becomes of & = + ' \" in names and tags"),
      row<&C::list_tags>("list-tags", {"shown", "absent"}, "tags in the items of a listing"),
      row<&C::create_answer_tags>("create-answer-tags", {"shown", "absent"},
                                  "tags in the answer to a create"),
      row<&C::total_count>("total-count", {"matching", "everything"},
                           "elements-total-count of a listing with tags[]"),
      row<&C::page_token>("page-token", {"padded", "unpadded"},
                          "form of a page token; unpadded is the documented one"),
      row<&C::numbers>("numbers", {"kept", "doubles"}, "JSON numbers in configuration"),
      row<&C::date>("date", {"exact", "absent", "hour-ahead", "hour-behind"},
                    "Date header; ahead and behind: the service's clock, createdDate included"),
      text_row<&C::empty_list_text>("empty-list-text", "message of the 404 for an empty listing"),
      text_row<&C::unknown_id_text>("unknown-id-text", "message of the 404 for an unknown id; {} is the id"),
      text_row<&C::refused_credential>("refused-credential",
                                       "configuration value that the provider refuses with 401"),
  };
  return rows;
}

base::Result<void> set_choice(Choices& choices, std::string_view assignment) {
  const size_t sign = assignment.find('=');
  if (sign == std::string_view::npos)
    return base::fail(fmt::format("a choice is NAME=VALUE, not \"{}\"", base::visible(assignment)),
                      base::FailureKind::usage);
  const std::string_view name = assignment.substr(0, sign), value = assignment.substr(sign + 1);
  std::vector<std::string_view> names;
  for (const ChoiceRow& candidate : choice_rows()) {
    names.push_back(candidate.name);
    if (candidate.name != name)
      continue;
    const auto found = std::find(candidate.values.begin(), candidate.values.end(), value);
    if (!candidate.values.empty() && found == candidate.values.end())
      return base::fail(fmt::format("choice {} is one of {}, not \"{}\"", name,
                                    fmt::join(candidate.values, ", "), base::visible(value)),
                        base::FailureKind::usage);
    candidate.set(choices, static_cast<size_t>(found - candidate.values.begin()), value);
    return {};
  }
  const auto near = base::did_you_mean(name, names);
  return base::fail(fmt::format("there is no choice \"{}\"", base::visible(name)), base::FailureKind::usage,
                    near ? fmt::format("did you mean {}?", *near)
                         : fmt::format("choices: {}", fmt::join(names, ", ")));
}

} // namespace cerec::sim
