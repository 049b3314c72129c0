#pragma once
#include "cerec/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cerec::sim {

/// Where the API's behaviour is unknown, one choice each (docs/api.md 11 and the marks `[?]` elsewhere). The
/// defaults are the reference's.
struct Choices {
  enum class Empty { not_found, empty_list } empty_list = Empty::not_found, past_end = Empty::not_found;
  enum class Missing { all, first, accept } missing_entries = Missing::all;
  enum class Order { id, shuffle } order = Order::id;
  enum class PageSize { clamp, reject, honour } page_size_above = PageSize::clamp;
  enum class NextToken { until_last, also_on_last } next_page_token = NextToken::until_last;
  enum class Hydrate { light, full } hydrate_default = Hydrate::light;
  /// Whether `hydrate=true` brings configurations into listings at all (docs/api.md 4.4: read it per id).
  enum class Hydrating { honoured, ignored } hydrate = Hydrating::honoured;
  enum class LightConfiguration { absent, empty_object } light_configuration = LightConfiguration::absent;
  enum class SeveralTags { all, any } several_tags = SeveralTags::all;
  enum class Write { merge, replace } patch_configuration = Write::merge, put_configuration = Write::merge;
  enum class Null { reset, store } null_value = Null::reset;
  enum class Mask { keep, store } mask_received = Mask::keep;
  enum class UnknownKey { store, drop, reject } unknown_key = UnknownKey::store;
  enum class Html { strip, keep } html = Html::strip;
  enum class Ids { at_commit, at_start } ids = Ids::at_commit;
  enum class TagShape { strings, objects } tag_shape = TagShape::strings;
  enum class Shown { yes, no } count_headers = Shown::yes, disabled_in_lists = Shown::yes;
  enum class Case { ignored, respected } search_case = Case::ignored;
  enum class Sibling { allowed, conflict } same_name = Sibling::allowed;
  /// A POST without `tags`: whether the name becomes a tag (docs/api.md 15).
  enum class NameTag { no, yes } name_as_tag = NameTag::no;
  enum class TagOrder { sent, shuffled, reversed_in_lists } tag_order = TagOrder::sent;
  enum class TagLength {
    unlimited,
    cut_at_128,
    cut_at_64,
    cut_at_32,
    cut_at_16
  } tag_length = TagLength::unlimited;
  enum class TagCharacters {
    kept,
    no_equals,
    no_slash,
    no_colon,
    lower_case
  } tag_characters = TagCharacters::kept;
  /// What a sanitizer makes of `& = + ' "` in names and tags.
  enum class Special { kept, entities, stripped } special_characters = Special::kept;
  enum class ListTags { shown, absent } list_tags = ListTags::shown;
  enum class AnswerTags { shown, absent } create_answer_tags = AnswerTags::shown;
  /// elements-total-count of a listing by tag.
  enum class Total { matching, everything } total_count = Total::matching;
  enum class PageToken { padded, unpadded } page_token = PageToken::padded;
  enum class Numbers { kept, doubles } numbers = Numbers::kept;
  /// The Date header, and the service's own clock, which createdDate shows too.
  enum class Date { exact, absent, hour_ahead, hour_behind } date = Date::exact;
  std::string empty_list_text = "No element instances found";
  std::string unknown_id_text = "No element instance found with ID {}"; ///< `{}`: the id
  /// A configuration value equal to this is refused as the provider would (docs/api.md 5.2).
  std::string refused_credential = "wrong-password";
};

/// A row of the table of choices.
struct ChoiceRow {
  std::string_view name;
  std::string_view help;
  std::vector<std::string_view> values; ///< empty: any text
  void (*set)(Choices& choices, size_t index, std::string_view text);
};
[[nodiscard]] const std::vector<ChoiceRow>& choice_rows();

/// Applies `name=value`; the failure lists what would be right.
[[nodiscard]] base::Result<void> set_choice(Choices& choices, std::string_view assignment);

} // namespace cerec::sim
