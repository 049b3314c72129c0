#include "simulation/account.hpp"

#include "cerec/model/ownership.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>

namespace cerec::simulation {
namespace {

using sim::Choices;
using sim::SeededRandom;

/// What every list of the scenario holds of manifests.
void for_each_wanted(Scenario& scenario, const std::function<void(Wanted&)>& change) {
  for (std::vector<Wanted>* list : {&scenario.before, &scenario.wanted})
    std::for_each(list->begin(), list->end(), change);
}

void draw_empty_words(SeededRandom& random, Scenario& scenario) {
  static constexpr std::array<const char*, 4> k_words = {
      "Instances not found", "There are no connector instances for this user.",
      "No element instances match the given criteria", "Nothing here"};
  if (!random.chance(0.3))
    return;
  scenario.choices.empty_list_text = k_words[random.below(k_words.size())];
  if (scenario.choices.empty_list_text.starts_with("Nothing"))
    scenario.empty_listing = "nothing *";
}

void draw_answers(SeededRandom& random, Choices& choices) {
  if (random.chance(0.3))
    choices.tag_order =
        random.chance(0.5) ? Choices::TagOrder::shuffled : Choices::TagOrder::reversed_in_lists;
  if (random.chance(0.2))
    choices.total_count = Choices::Total::everything;
  if (random.chance(0.3))
    choices.page_token = Choices::PageToken::unpadded;
  if (random.chance(0.2))
    choices.numbers = Choices::Numbers::doubles;
  if (random.chance(0.3)) {
    static constexpr std::array<Choices::Date, 3> k_dates = {Choices::Date::absent, Choices::Date::hour_ahead,
                                                             Choices::Date::hour_behind};
    choices.date = k_dates[random.below(k_dates.size())];
  }
  if (random.chance(0.02))
    choices.list_tags = Choices::ListTags::absent;
}

/// What the service leaves of names and tags. A character that it drops for good cannot stand in them: the
/// manifest could never be met.
void draw_characters(SeededRandom& random, Choices& choices) {
  if (random.chance(0.25))
    choices.special_characters = random.chance(0.8) ? Choices::Special::entities : Choices::Special::stripped;
  if (choices.tag_characters == Choices::TagCharacters::kept && random.chance(0.1)) {
    static constexpr std::array<Choices::TagCharacters, 3> k_kept = {Choices::TagCharacters::no_equals,
                                                                     Choices::TagCharacters::no_slash,
                                                                     Choices::TagCharacters::lower_case};
    choices.tag_characters = k_kept[random.below(k_kept.size())];
  }
}

/// Names and tags with what sanitizers write entities for.
void draw_special_names(SeededRandom& random, Scenario& scenario) {
  const Choices& choices = scenario.choices;
  if (choices.special_characters == Choices::Special::stripped ||
      choices.tag_characters != Choices::TagCharacters::kept || !random.chance(0.5))
    return;
  const std::string plain = fmt::format("name-{}", random.below(4)), special = plain + " R&D";
  const auto rename = [&](std::string& name) {
    if (name == plain || name == plain + "-renamed" || name == plain + "-other")
      name.replace(0, plain.size(), special);
  };
  for_each_wanted(scenario, [&](Wanted& one) {
    rename(one.name);
    std::for_each(one.previous_names.begin(), one.previous_names.end(), rename);
    if (one.tags)
      std::replace(one.tags->begin(), one.tags->end(), std::string("managed"), std::string("R&D=managed"));
  });
  for (sim::Instance& stranger : scenario.strangers)
    rename(stranger.name);
}

/// Instances that somebody created without tags carry their names as tags.
void draw_name_tags(SeededRandom& random, Scenario& scenario) {
  if (!random.chance(0.3))
    return;
  scenario.choices.name_as_tag = Choices::NameTag::yes;
  for (sim::Instance& stranger : scenario.strangers)
    if (stranger.tags == std::vector<std::string>{"theirs"} && random.chance(0.6))
      stranger.tags.push_back(stranger.name);
}

void draw_numbers(SeededRandom& random, Scenario& scenario) {
  static constexpr std::array<const char*, 5> k_numbers = {"5", "1.10", "1e3", "12345678901234567890",
                                                           "0.50"};
  for_each_wanted(scenario, [&](Wanted& one) {
    if (one.element == "gooddata" && random.chance(0.3))
      one.number = k_numbers[random.below(k_numbers.size())];
  });
}

/// One instance is created with an OAuth code, which works once.
void draw_code(SeededRandom& random, Scenario& scenario) {
  if (!random.chance(0.15))
    return;
  const std::string logical = scenario.wanted.front().logical_id;
  if (scenario.is_replaced(logical) || scenario.wanted.front().element != "gooddata")
    return;
  const std::string code = "canary-code-" + std::to_string(random.below(1'000'000));
  scenario.secrets.emplace_back("OAUTH_CODE", code);
  for_each_wanted(scenario, [&](Wanted& one) {
    if (one.logical_id != logical)
      return;
    one.element = "box";
    one.number.clear();
    one.code_variable = "OAUTH_CODE";
  });
  const std::string tag = model::identity_tag(model::identity_code("sim", logical));
  for (sim::Instance& stranger : scenario.strangers)
    if (std::find(stranger.tags.begin(), stranger.tags.end(), tag) != stranger.tags.end())
      stranger.element = "box";
}

} // namespace

void draw_habits(SeededRandom& random, Scenario& scenario) {
  draw_empty_words(random, scenario);
  draw_answers(random, scenario.choices);
  draw_characters(random, scenario.choices);
  draw_special_names(random, scenario);
  draw_name_tags(random, scenario);
  draw_numbers(random, scenario);
  draw_code(random, scenario);
  scenario.delete_by_disable = scenario.prune && random.chance(0.3);
}

} // namespace cerec::simulation
