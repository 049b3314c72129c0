#include "cerec/model/change.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace cerec::model;

TEST_CASE("each kind has its row, and the row states one behaviour") {
  for (const KindRow& row : change_kinds()) {
    INFO(std::string(row.word));
    CHECK(&row_of(row.kind) == &row);
    CHECK(kind_of(row.word) == row.kind);
    CHECK_FALSE(row.symbol.empty());
    CHECK_FALSE(row.done.empty());
    CHECK_FALSE(row.actions[0].empty());
    CHECK((row.effect == Effect::nothing) == !row.counts_as_change);
    CHECK_FALSE((row.deletes && row.posts)); // a replace removes and makes, so nothing is missing afterwards
    CHECK_FALSE((row.deletes && !row.leaves_stack));
    CHECK_FALSE((row.leaves_stack && row.writes_values));
    CHECK_FALSE((row.posts && !row.new_token));
    CHECK_FALSE((row.new_token && !row.writes_values));
    CHECK_FALSE((row.destroys && !row.held_back)); // what destroys waits for all else
    const bool deletes_for_machines =
        std::find(row.actions.begin(), row.actions.end(), "delete") != row.actions.end();
    CHECK(deletes_for_machines == (row.effect == Effect::removes));
  }
}

TEST_CASE("each kind stands in the table once") {
  for (const KindRow& a : change_kinds())
    CHECK(std::count_if(change_kinds().begin(), change_kinds().end(),
                        [&](const KindRow& b) { return a.kind == b.kind || a.word == b.word; }) == 1);
}
