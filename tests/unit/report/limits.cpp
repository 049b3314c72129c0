#include "unit/report/samples.hpp"

#include "cerec/base/text.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <initializer_list>

/// Long values, many changes: what is shortened, what never is, and what is said about it.
namespace cerec::report {
namespace {

using model::ChangeKind;

std::vector<model::Change> many(ChangeKind kind, size_t count, const std::string& value = "v") {
  std::vector<model::Change> changes;
  for (size_t i = 0; i < count; ++i) {
    model::Change change = samples::change_of(kind);
    change.address.logical_id = change.name = fmt::format("n{}", i);
    if (kind != ChangeKind::create)
      change.instance_id = static_cast<int64_t>(100'000 + i);
    if (kind != ChangeKind::remove)
      change.fields = {{model::FieldPath("configuration.x"),
                        {},
                        {model::Shown::Kind::text, value},
                        model::FieldState::pending}};
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<model::Change> operator+(std::vector<model::Change> a, const std::vector<model::Change>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string markdown(const model::Plan& plan, size_t limit) {
  return find_format("markdown")->render(samples::document(plan), Style{false, 80, limit, true});
}

TEST_CASE("markdown: within the limit, whatever the plan") {
  const std::string huge(300'000, 'z'), dense(3'000, '<'), wide = "\xc3\xa9";
  const auto check = [](const model::Plan& plan, std::initializer_list<size_t> limits) {
    for (const size_t limit : limits) {
      const std::string text = markdown(plan, limit);
      CHECK(base::count_characters(text) <= limit);
      if (limit >= 600) {
        CHECK(text.starts_with("### " + summary_line(plan) + "\n"));
        CHECK(text.ends_with("</sub>\n"));
      }
    }
  };
  check(samples::plan_of({}), {0, 50, 600, 65'536});
  check(samples::plan_of(many(ChangeKind::create, 10'000)), {65'536});
  check(samples::plan_of(many(ChangeKind::remove, 10'000)), {65'536});
  check(samples::plan_of(many(ChangeKind::create, 2, huge)), {1'000, 65'536});
  check(samples::plan_of(many(ChangeKind::update, 200, dense)), {0, 50, 600, 1'000, 65'536});
  check(samples::plan_of(many(ChangeKind::update, 500, wide) + many(ChangeKind::remove, 300) +
                         many(ChangeKind::create, 500)),
        {600, 1'000, 5'000, 65'536});
}

TEST_CASE("markdown: deletes are all there while anything else can give way") {
  const model::Plan plan = samples::plan_of(
      many(ChangeKind::create, 1'000) + many(ChangeKind::update, 1'000) + many(ChangeKind::remove, 3'000));
  const std::string text = markdown(plan, 65'536);
  for (size_t i = 0; i < 3'000; ++i)
    REQUIRE(text.find(fmt::format("- {}\n", 100'000 + i)) != std::string::npos);
  CHECK(text.find("Do not approve") == std::string::npos);
  CHECK(text.find("more not shown.") != std::string::npos);
}

TEST_CASE("markdown: deletes that cannot all be named are said to be incomplete") {
  const std::string text = markdown(samples::plan_of(many(ChangeKind::remove, 10'000)), 65'536);
  const size_t at = text.find(" more are not listed: this comment is full. Do not approve from here");
  REQUIRE(at != std::string::npos);
  const size_t begin = text.rfind("**", at) + 2;
  const size_t left_out = std::stoul(text.substr(begin, at - begin));
  size_t listed = 0;
  for (const std::string_view line : base::split(text, '\n'))
    listed += line.starts_with("- 1") ? 1 : 0;
  CHECK(listed > 5'000);
  CHECK(listed + left_out == 10'000);
}

TEST_CASE("markdown: what is left out is counted exactly") {
  const std::string text = markdown(samples::plan_of(many(ChangeKind::create, 10'000)), 20'000);
  size_t listed = 0;
  for (const std::string_view line : base::split(text, '\n'))
    listed += line.starts_with("- <code>+</code> create") ? 1 : 0;
  CHECK(text.find(fmt::format("\n{} more not shown.\n", 10'000 - listed)) != std::string::npos);
}

TEST_CASE("text: a long value is shortened to the width, and the difference stays in sight") {
  const std::string left = std::string(500, 'a') + "LEFT", right = std::string(500, 'a') + "RIGHT";
  model::Change change = samples::change_of(ChangeKind::update);
  change.notes.clear();
  change.fields = {{model::FieldPath("configuration.x"),
                    {model::Shown::Kind::text, left},
                    {model::Shown::Kind::text, right},
                    model::FieldState::pending}};
  const model::Plan plan = samples::plan_of({change});
  for (const int width : {30, 40, 80, 200}) {
    const std::string text =
        find_format("text")->render(samples::document(plan), Style{false, width, 0, true});
    size_t seen = 0;
    for (const std::string_view line : base::split(text, '\n'))
      if (line.find("LEFT") != std::string::npos || line.find("RIGHT") != std::string::npos) {
        ++seen;
        CHECK(base::count_characters(line) <= static_cast<size_t>(width));
      }
    CHECK(seen == 2);
  }
  const std::string whole = find_format("text")->render(samples::document(plan), Style{false, 0, 0, true});
  CHECK(whole.find(left + "\" -> \"" + right) != std::string::npos);
}

TEST_CASE("text: every delete, refusal and undeclared instance is listed at any width") {
  model::Plan plan = samples::plan_of(many(ChangeKind::remove, 2'000));
  plan.would_prune = many(ChangeKind::remove, 1'000);
  const std::string text = find_format("text")->render(samples::document(plan), Style{false, 20, 0, true});
  size_t deletes = 0, kept = 0;
  for (const std::string_view line : base::split(text, '\n')) {
    deletes += line.starts_with("  - delete gooddata/n") ? 1 : 0;
    kept += line.starts_with("    . gooddata/n") ? 1 : 0;
  }
  CHECK(deletes == 2'000);
  CHECK(kept == 1'000);
}

} // namespace
} // namespace cerec::report
