#include "apply/settle_rules.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using apply::SettleDecision;
using Act = apply::SettleDecision::Act;

namespace {

/// "7s": settled; "7m": mine; "7o": of another run.
std::vector<model::LiveInstance> listing(const std::vector<std::string>& items) {
  std::vector<model::LiveInstance> out;
  for (const std::string& item : items) {
    model::LiveInstance instance;
    instance.id = std::stoll(item);
    instance.ownership = model::Ownership::of("prod", "id");
    instance.ownership.settled = item.back() == 's';
    instance.ownership.run = item.back() == 'm' ? "me" : item.back() == 'o' ? "other" : "";
    out.push_back(std::move(instance));
  }
  return out;
}

std::string text(const SettleDecision& decision) {
  constexpr std::string_view words[] = {"adopt", "settle", "step_back", "wait", "look_again", "vanished"};
  std::string out = fmt::format("{}", words[static_cast<size_t>(decision.act)]);
  if (decision.winner != 0)
    out += fmt::format(" {}", decision.winner);
  for (const int64_t loser : decision.losers)
    out += fmt::format(" -{}", loser);
  return out + (decision.two_settled ? " two" : "");
}

} // namespace

TEST_CASE("what one listing means for a run") {
  struct Case {
    const char* name;
    std::vector<std::string> found;
    int64_t known;
    std::set<int64_t> gone;
    bool patience_over;
    const char* decision;
  };
  const Case cases[] = {
      {"mine is alone", {"7m"}, 7, {}, false, "settle 7"},
      {"a settled one exists: mine goes", {"5s", "7m"}, 7, {}, false, "adopt 5 -7"},
      {"a settled one with a higher id wins too", {"5m", "7s"}, 5, {}, false, "adopt 7 -5"},
      {"mine was settled by a restarted run", {"7s"}, 7, {}, false, "adopt 7"},
      {"two posts of mine: another run may be about to settle either", {"7m", "9m"}, 7, {}, false, "wait"},
      {"two posts of mine, patience over: the lowest", {"7m", "9m"}, 7, {}, true, "settle 7"},
      {"the second of mine goes once the first is settled", {"7s", "9m"}, 7, {}, false, "adopt 7 -9"},
      {"rivals: wait", {"5o", "7m"}, 7, {}, false, "wait"},
      {"rivals, patience over, another is the lowest", {"5o", "7m"}, 7, {}, true, "step_back 5 -7"},
      {"rivals, patience over, mine is the lowest", {"5m", "7o"}, 5, {}, true, "settle 5"},
      {"after stepping back the lowest is settled", {"5o"}, 7, {7}, true, "settle 5"},
      {"after stepping back, a stale listing shows mine still", {"5o", "7m"}, 7, {7}, true, "settle 5"},
      {"a restarted run: the only one", {"5o"}, 0, {}, false, "settle 5"},
      {"a restarted run: several", {"5o", "7o"}, 0, {}, false, "wait"},
      {"a restarted run: several, patience over", {"5o", "7o"}, 0, {}, true, "settle 5"},
      {"a restarted run: one is settled", {"5o", "7s"}, 0, {}, false, "adopt 7"},
      {"a stale listing without mine", {}, 7, {}, false, "look_again"},
      {"a stale listing with a rival and without mine", {"5o"}, 7, {}, true, "look_again"},
      {"a settled one, mine not visible yet: do not forget it", {"5s"}, 7, {}, false, "look_again 5"},
      {"nothing at all", {}, 0, {}, false, "vanished"},
      {"two settled ones: one may be an adoption that is undone", {"5s", "7s"}, 7, {}, false, "wait two"},
      {"two settled ones stay: told, and nothing settled is removed",
       {"5s", "7s"},
       7,
       {},
       true,
       "adopt 5 two"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const auto found = listing(each.found);
    CHECK(text(apply::decide({found, "me", each.known, each.gone, each.patience_over})) == each.decision);
  }
}

TEST_CASE("a settled instance is never removed, whatever a listing shows") {
  for (unsigned bits = 0; bits < 729; ++bits) {
    unsigned rest = bits;
    std::vector<std::string> items;
    for (int id = 1; id <= 6; ++id, rest /= 3)
      items.push_back(std::to_string(id) + "smo"[rest % 3]);
    const auto found = listing(items);
    for (const bool over : {false, true}) {
      const SettleDecision decision = apply::decide({found, "me", 0, {}, over});
      for (const int64_t loser : decision.losers)
        CHECK(items[static_cast<size_t>(loser) - 1].back() == 'm');
    }
  }
}
