#include "simulation/account.hpp"

#include "cerec/model/ownership.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::simulation {
namespace {

using base::Duration;
using sim::SeededRandom;

model::Ownership foreign_owner(uint64_t number) {
  model::Ownership owner = model::Ownership::of("other", fmt::format("stranger-{}", number));
  owner.settled = true;
  return owner;
}

/// What runs of last week left behind when they died: unsettled, and too old to belong to anybody at work.
void draw_leftovers(SeededRandom& random, Scenario& scenario) {
  if (!random.chance(0.12))
    return;
  const Wanted& wanted = scenario.wanted[random.below(scenario.wanted.size())];
  for (uint64_t i = 1 + random.below(4); i > 0; --i) {
    sim::Instance leftover;
    leftover.element = wanted.element;
    leftover.name = wanted.name;
    leftover.created = "2025-12-24T00:00:00Z";
    leftover.configuration = {
        {"username", "user"}, {"password", "canary-leftover"}, {"siteAddress", wanted.site}};
    model::Ownership owner = model::Ownership::of("sim", wanted.logical_id);
    owner.run = fmt::format("dead{}", i);
    leftover.tags = model::join_tags({}, owner);
    scenario.strangers.push_back(std::move(leftover));
  }
}

} // namespace

void draw_strangers(sim::SeededRandom& random, Scenario& scenario) {
  const uint64_t count = random.below(4);
  for (uint64_t i = 0; i < count; ++i) {
    sim::Instance stranger;
    stranger.element = "gooddata";
    stranger.name = fmt::format("stranger-{}", i);
    stranger.configuration = {
        {"username", "somebody"}, {"password", "canary-stranger"}, {"siteAddress", "x.example"}};
    switch (random.below(4)) {
    case 0:
      stranger.tags = model::join_tags({"theirs"}, foreign_owner(i));
      break;
    case 1: // the same name as a manifest, and nobody's: an adoption
      if (!scenario.before.empty())
        break;
      stranger.name = scenario.wanted[random.below(scenario.wanted.size())].name;
      if (std::any_of(scenario.strangers.begin(), scenario.strangers.end(),
                      [&](const sim::Instance& other) { return other.name == stranger.name; }))
        stranger.name += "-other";
      else if (random.chance(0.4)) // and renamed under the runs: one adopts it, another creates
        scenario.console.push_back({ConsoleAct::Kind::rename, random.between(Duration{0}, Duration{1'500}),
                                    scenario.strangers.size()});
      break;
    default:
      stranger.tags = {"theirs"};
      break;
    }
    scenario.strangers.push_back(std::move(stranger));
  }
  if (random.chance(0.002)) { // more than one of the service's own pages
    for (int i = 0; i < 230; ++i) {
      sim::Instance filler;
      filler.element = "gooddata";
      filler.name = fmt::format("filler-{}", i);
      filler.configuration = {{"username", "u"}, {"password", "canary-filler"}, {"siteAddress", "s"}};
      scenario.strangers.push_back(std::move(filler));
    }
  }
  draw_leftovers(random, scenario);
}

sim::Instance known_instance() {
  sim::Instance known;
  known.element = "gooddata";
  known.name = "known";
  known.configuration = {{"username", "u"}, {"password", "canary-known"}, {"siteAddress", "s"}};
  known.tags = model::join_tags({}, foreign_owner(99));
  return known;
}

void draw_tag_keeping(sim::SeededRandom& random, Scenario& scenario) {
  using Choices = sim::Choices;
  if (random.chance(0.1))
    scenario.choices.create_answer_tags = Choices::AnswerTags::absent;
  if (random.chance(0.1))
    scenario.choices.tag_length =
        random.chance(0.5) ? Choices::TagLength::cut_at_32 : Choices::TagLength::cut_at_64;
  if (!scenario.before.empty() || !random.chance(0.1))
    return;
  if (random.chance(0.5))
    scenario.choices.tag_length = Choices::TagLength::cut_at_16;
  else
    scenario.choices.tag_characters = Choices::TagCharacters::no_colon;
  std::erase_if(scenario.strangers, [](const sim::Instance& stranger) {
    return std::any_of(stranger.tags.begin(), stranger.tags.end(),
                       [](const std::string& tag) { return tag.starts_with("cerec:"); });
  });
}

void draw_choices(sim::SeededRandom& random, sim::Choices& choices) {
  using Choices = sim::Choices;
  if (random.chance(0.3))
    choices.ids = Choices::Ids::at_start;
  if (random.chance(0.2))
    choices.hydrate_default = Choices::Hydrate::full;
  if (random.chance(0.2))
    choices.order = Choices::Order::shuffle;
  if (random.chance(0.2))
    choices.next_page_token = Choices::NextToken::also_on_last;
  if (random.chance(0.2))
    choices.past_end = Choices::Empty::empty_list;
  if (random.chance(0.1))
    choices.light_configuration = Choices::LightConfiguration::empty_object;
  if (random.chance(0.1))
    choices.tag_shape = Choices::TagShape::objects;
  if (random.chance(0.1))
    choices.hydrate = Choices::Hydrating::ignored;
  if (random.chance(0.1))
    choices.count_headers = Choices::Shown::no;
}

} // namespace cerec::simulation
