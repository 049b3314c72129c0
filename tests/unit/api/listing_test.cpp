#include "cerec/api/listing.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using api::Listed;
using api::ListingFailure;
using Headers = std::vector<std::pair<std::string, std::string>>;

namespace {

http::Response response(int status, const std::string& body, const Headers& headers = {}) {
  return {status, headers, base::Secret(body)};
}

/// A page of the ids first ... first+count-1; `token` empty for none, `total` < 0 for no header.
http::Response page(int64_t first, int64_t count, const std::string& token = "", int64_t total = -1) {
  std::string items;
  for (int64_t id = first; id < first + count; ++id)
    items += fmt::format("{}{{\"id\":{},\"tags\":[]}}", id > first ? "," : "", id);
  Headers headers{{"date", fmt::format("Fri, 02 Jan 2026 00:00:{:02} GMT", first)}};
  if (!token.empty())
    headers.emplace_back("elements-next-page-token", token);
  if (total >= 0)
    headers.emplace_back("elements-total-count", std::to_string(total));
  return response(200, "[" + items + "]", headers);
}

http::Response counted(int64_t n) {
  return response(200, fmt::format(R"({{"totalInstances":{0},"elementInstances":{0}}})", n));
}

/// Plays the answers, one for each request, a second apart: what was asked for, and how it ended.
struct Play {
  explicit Play(api::ListingOptions options, std::vector<http::Response> answers)
      : lister(requests, std::move(options)) {
    api::Lister::Step step = lister.begin();
    for (size_t nth = 0; auto* request = std::get_if<http::Request>(&step); ++nth) {
      asked += request->url.substr(request->url.find("/", 8)) + "\n";
      timeout = request->timeout;
      if (nth == answers.size())
        return; // it wants more than there is
      http::Finished finished{nth, std::move(answers[nth]), 1, true, at(static_cast<int>(nth))};
      step = lister.answered(finished, at(static_cast<int>(nth)) + base::Duration(7));
    }
    if (auto* all = std::get_if<Listed>(&step))
      listed = std::move(*all);
    else
      failure = std::get<ListingFailure>(step);
  }
  static base::TimePoint at(int second) { return base::TimePoint(std::chrono::seconds(second)); }

  api::Requests requests{api::Account{"https://h", base::Secret("u"), base::Secret("o")},
                         base::Duration(1000)};
  api::Lister lister;
  std::string asked;
  base::Duration timeout{};
  std::optional<Listed> listed;
  std::optional<ListingFailure> failure;
};

api::ListingOptions of_tag(const std::string& tag) {
  api::ListingOptions options;
  options.tag = tag;
  return options;
}

} // namespace

TEST_CASE("pages whose total agrees are proof; the token leads from one to the next") {
  const Play play({}, {page(1, 200, "next", 203), page(201, 3, "", 203)});
  REQUIRE(play.listed);
  CHECK(play.listed->proof == Listed::Proof::pages);
  CHECK(play.listed->instances.size() == 203);
  CHECK(play.listed->requests == 2);
  CHECK(play.asked == "/instances?pageSize=200&hydrate=true\n"
                      "/instances?pageSize=200&hydrate=true&nextPage=next\n");
  CHECK(play.lister.progress().pages == 2);
  CHECK(play.lister.progress().total == 203);
}

TEST_CASE("a listing is as old as the request for its first page") {
  const Play play({}, {page(1, 200, "a", 203), page(201, 3, "", 203)});
  REQUIRE(play.listed);
  CHECK(play.listed->as_of == Play::at(0));
  CHECK(play.listed->date_came == Play::at(0) + base::Duration(7));
  CHECK(play.listed->date ==
        base::WallTime(std::chrono::sys_days{std::chrono::year{2026} / 1 / 2}) + std::chrono::seconds(1));
}

TEST_CASE("pages without a total are counted, where that is allowed") {
  const std::vector<http::Response> two{page(1, 200, "a"), page(201, 1)};
  SUBCASE("the count agrees") {
    const Play play({}, {two[0], two[1], counted(201)});
    REQUIRE(play.listed);
    CHECK(play.listed->proof == Listed::Proof::count);
    CHECK(play.asked.ends_with("/instances/count\n"));
  }
  SUBCASE("the count differs: the listing is read again, and is as old as that reading") {
    const Play play({}, {two[0], two[1], counted(202), page(1, 200, "a"), page(201, 2), counted(202)});
    REQUIRE(play.listed);
    CHECK(play.listed->instances.size() == 202);
    CHECK(play.listed->as_of == Play::at(3));
  }
  SUBCASE("no count is offered: a second reading of the same ids, as old as the first") {
    const Play play({}, {two[0], two[1], response(404, "{}"), two[0], two[1]});
    REQUIRE(play.listed);
    CHECK(play.listed->proof == Listed::Proof::second_reading);
    CHECK(play.listed->as_of == Play::at(0));
  }
  SUBCASE("it is not asked for beside a tag, nor where it may not be") {
    api::ListingOptions options;
    SUBCASE("tag") {
      options.tag = "t";
    }
    SUBCASE("forbidden") {
      options.may_count = false;
    }
    const Play play(options, {two[0], two[1], two[0], two[1]});
    REQUIRE(play.listed);
    CHECK(play.listed->proof == Listed::Proof::second_reading);
    CHECK(play.asked.find("/count") == std::string::npos);
  }
  SUBCASE("a count that fails otherwise is a failure") {
    const Play play({}, {two[0], two[1], response(500, "{}")});
    REQUIRE(play.failure);
    CHECK(play.failure->cause == ListingFailure::Cause::count);
    CHECK(play.failure->error.status == 500);
  }
}

TEST_CASE("an account that moves under the reader is read again, so often and no more") {
  api::ListingOptions options;
  options.readings = 2;
  const http::Response first = page(1, 200, "a", 201), twice = page(200, 2, "", 201);
  const Play play(options, {first, twice, first, twice});
  REQUIRE(play.failure);
  CHECK(play.failure->cause == ListingFailure::Cause::moving);
  CHECK(play.failure->trouble == "instance 200 was listed twice");
  const Play good(options, {first, twice, first, page(201, 1, "", 201)});
  REQUIRE(good.listed);
  CHECK(good.listed->as_of == Play::at(2));
}

TEST_CASE("an unreadable page is asked for again, so often and no more; other failures end it") {
  api::ListingOptions options = of_tag("t");
  const http::Response bad = response(200, "<html>");
  CHECK(Play(options, {bad, bad, page(1, 1)}).listed);
  const Play gives_up(options, {bad, bad, bad});
  REQUIRE(gives_up.failure);
  CHECK(gives_up.failure->cause == ListingFailure::Cause::page);
  options.page_attempts = 1;
  CHECK(Play(options, {bad}).failure);
  CHECK(Play(options, {response(401, "{}")}).failure->error.kind == api::ApiError::Kind::credentials);
}

TEST_CASE("each page keeps to the time limit that it is given") {
  api::ListingOptions options;
  CHECK(Play(options, {page(1, 1)}).timeout == base::Duration(1000));
  options.page_timeout = base::Duration(10);
  CHECK(Play(options, {page(1, 1)}).timeout == base::Duration(10));
  options.page_timeout = base::Duration(5000);
  CHECK(Play(options, {page(1, 1)}).timeout == base::Duration(1000));
}
