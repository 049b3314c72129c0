#include "cerec/api/client.hpp"
#include "support/fake_network.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using namespace cerec::support;
using Kind = http::TransportError::Kind;

namespace {

constexpr int k_all = 200; ///< items of a full page

/// Items of the ids first ... first+count-1.
std::string items(int64_t first, int64_t count) {
  std::string out = "[";
  for (int64_t id = first; id < first + count; ++id)
    out += fmt::format("{}{{\"id\":{},\"tags\":[]}}", id > first ? "," : "", id);
  return out + "]";
}

/// A page of a listing: `token` empty for none, `total` < 0 for no header.
Reply page(int64_t first, int64_t count, const std::string& token, int64_t total) {
  std::vector<std::pair<std::string, std::string>> headers;
  if (!token.empty())
    headers.emplace_back("elements-next-page-token", token);
  if (total >= 0)
    headers.emplace_back("elements-total-count", std::to_string(total));
  return respond(200, items(first, count), headers);
}

Reply nothing_found() {
  return respond(404, R"({"requestId":"5f","message":"No element instances found"})");
}
Reply counted(int64_t n) {
  return respond(200, fmt::format(R"({{"totalInstances":{0},"elementInstances":{0}}})", n));
}

struct Bench {
  explicit Bench(FakeTransport::Answer answer) : transport(clock, std::move(answer)) {}
  /// Gives the scripted replies one after the other.
  explicit Bench(std::vector<Reply> replies)
      : Bench([list = std::make_shared<std::vector<Reply>>(std::move(replies))](const http::Request&,
                                                                                size_t nth) {
          REQUIRE(nth < list->size());
          return std::move((*list)[nth]);
        }) {}

  base::Result<model::Listing> list(const std::string& tag = "") {
    return reader.list(tag,
                       [this](size_t done, size_t total) { progress += fmt::format("{}/{} ", done, total); });
  }
  std::string lines() {
    std::string out;
    for (const Sent& sent : transport.sent)
      out += sent.line + "\n";
    return out;
  }

  VirtualClock clock;
  ConstantRandom random;
  FakeSignals signals;
  FakeTransport transport;
  FakeLoop loop{clock, signals};
  http::Dispatcher dispatcher{transport, loop, clock, random, {}};
  api::Requests requests{api::Account{"https://h", base::Secret("u"), base::Secret("o")},
                         base::Duration(1000)};
  api::Reader reader{requests, dispatcher, signals};
  std::string progress;
};

std::string message_of(const base::Result<model::Listing>& listing) {
  return listing ? fmt::format("{} instances", listing->instances.size()) : listing.error().message;
}

} // namespace

TEST_CASE("N instances are ceil(N/200) requests where the service states the total") {
  for (const int64_t n : {1, 199, 200, 201, 400, 401, 5000}) {
    CAPTURE(n);
    Bench bench([n](const http::Request&, size_t nth) {
      const int64_t done = static_cast<int64_t>(nth) * k_all, count = std::min<int64_t>(k_all, n - done);
      return page(done + 1, count, done + count < n ? fmt::format("p{}", nth) : "", n);
    });
    const auto listing = bench.list();
    REQUIRE(listing.has_value());
    CHECK(listing->instances.size() == static_cast<size_t>(n));
    CHECK(bench.transport.sent.size() == static_cast<size_t>((n + k_all - 1) / k_all));
    CHECK(listing->list_requests == static_cast<int>(bench.transport.sent.size()));
  }
}

TEST_CASE("pages are asked for by the token, and items come sorted by id") {
  Bench bench({page(300, k_all, "t=1", 203), page(1, 3, "", 203)});
  const auto listing = bench.list();
  REQUIRE(listing.has_value());
  CHECK(listing->instances.front().id == 1);
  CHECK(listing->instances.back().id == 499);
  CHECK(bench.lines() == "GET /instances?pageSize=200&hydrate=true\n"
                         "GET /instances?pageSize=200&hydrate=true&nextPage=t%3D1\n");
  CHECK(bench.progress == "200/203 203/203 ");
}

TEST_CASE("an empty account: 404 in the service's words, or an empty list") {
  CHECK(message_of(Bench({nothing_found()}).list()) == "0 instances");
  CHECK(message_of(Bench({page(1, 0, "", 0)}).list()) == "0 instances");
  CHECK(message_of(Bench({page(1, 0, "", -1)}).list()) == "0 instances");
}

TEST_CASE("the end: a token on the last page, an empty page, a 404 past the end") {
  SUBCASE("a total that is reached ends the listing on a page with room left") {
    CHECK(message_of(Bench({page(1, k_all, "a", 203), page(201, 3, "b", 203)}).list()) == "203 instances");
  }
  SUBCASE("on a full page the token is followed even so: 404") {
    CHECK(message_of(Bench({page(1, k_all, "a", 200), nothing_found()}).list()) == "200 instances");
  }
  SUBCASE("on a full page the token is followed even so: empty") {
    CHECK(message_of(Bench({page(1, k_all, "a", 200), page(1, 0, "b", 200)}).list()) == "200 instances");
  }
  SUBCASE("a service with smaller pages than asked for") {
    CHECK(message_of(
              Bench({page(1, 50, "a", -1), page(51, 50, "b", -1), nothing_found(), counted(100)}).list()) ==
          "100 instances");
  }
}

TEST_CASE("without a total: one page with room left proves itself, more are counted") {
  SUBCASE("one page with room") {
    Bench bench({page(1, 199, "", -1)});
    CHECK(message_of(bench.list()) == "199 instances");
    CHECK(bench.transport.sent.size() == 1);
  }
  SUBCASE("a full page without a token could be cut off: the count says no") {
    Bench bench({page(1, k_all, "", -1), counted(200)});
    CHECK(message_of(bench.list()) == "200 instances");
    CHECK(bench.transport.sent.back().line == "GET /instances/count");
  }
  SUBCASE("a full page without a token could be cut off: the count says yes") {
    const auto listing = Bench([](const http::Request& request, size_t) {
                           return request.url.ends_with("/count") ? counted(450) : page(1, k_all, "", -1);
                         }).list();
    CHECK(message_of(listing) ==
          "the listing of instances is not consistent, read 4 times: 200 instances were listed, 450 counted");
    CHECK(listing.error().kind == base::FailureKind::error);
  }
  SUBCASE("no count either: two readings must agree") {
    const auto answer = [](const http::Request& request, size_t) {
      return request.url.ends_with("/count") ? respond(404, "<html>") : page(1, k_all, "", -1);
    };
    Bench bench(answer);
    CHECK(message_of(bench.list()) == "200 instances");
    CHECK(bench.transport.sent.size() == 3); // listing, count, listing
  }
  SUBCASE("no count, and readings that never agree") {
    const auto answer = [](const http::Request& request, size_t nth) {
      return request.url.ends_with("/count") ? respond(405)
                                             : page(static_cast<int64_t>(nth) + 1, k_all, "", -1);
    };
    CHECK(message_of(Bench(answer).list()) ==
          "the listing of instances is not consistent, read 4 times: the service "
          "states no total, and two readings differ");
  }
}

TEST_CASE("a look-up by tag is one light request and never asks for the account's count") {
  Bench bench({page(7, 1, "", -1)});
  CHECK(message_of(bench.list("cerec:id:s/a")) == "1 instances");
  CHECK(bench.lines() == "GET /instances?pageSize=200&hydrate=false&tags%5B%5D=cerec%3Aid%3As%2Fa\n");
  CHECK(message_of(Bench({nothing_found()}).list("t")) == "0 instances");
  Bench full({page(1, k_all, "", -1), page(1, k_all, "", -1)});
  CHECK(message_of(full.list("t")) == "200 instances");
}

TEST_CASE("a total that counts the whole account says nothing of a tag: one page with room is proof") {
  Bench one({page(7, 1, "", 1000)});
  CHECK(message_of(one.list("t")) == "1 instances");
  CHECK(one.transport.sent.size() == 1);
  Bench none({page(1, 0, "", 1000)});
  CHECK(message_of(none.list("t")) == "0 instances");
  SUBCASE("several pages are read twice") {
    Bench bench({page(1, k_all, "a", 1000), page(201, 1, "", 1000), page(1, k_all, "b", 1000),
                 page(201, 1, "", 1000)});
    CHECK(message_of(bench.list("t")) == "201 instances");
    CHECK(bench.transport.sent.size() == 4);
  }
  SUBCASE("a total below what is listed is a contradiction") {
    CHECK(message_of(Bench([](const http::Request&, size_t) { return page(1, 3, "", 2); }).list("t")) ==
          "the listing of instances is not consistent, read 4 times: 3 instances were listed, 2 stated");
  }
}

TEST_CASE("a listing without an end is given up") {
  Bench bench([](const http::Request&, size_t nth) {
    return page(static_cast<int64_t>(nth) + 1, 1, fmt::format("t{}", nth), -1);
  });
  CHECK(message_of(bench.list()) == "cannot list the instances: there is no end after 10000 pages");
  CHECK(bench.transport.sent.size() == 10'001);
}

TEST_CASE("a listing is as old as the answer to its first page says") {
  const auto dated = [](int64_t first, int64_t count, const char* token, const char* date) {
    return respond(200, items(first, count),
                   {{"elements-next-page-token", token}, {"elements-total-count", "201"}, {"date", date}});
  };
  Bench bench({dated(1, k_all, "a", "Thu, 26 Nov 2026 03:00:00 GMT"),
               dated(201, 1, "", "Thu, 26 Nov 2026 03:00:09 GMT")});
  const auto listing = bench.list();
  REQUIRE(listing.has_value());
  CHECK(listing->as_of ==
        base::WallTime(std::chrono::sys_days(std::chrono::November / 26 / 2026)) + std::chrono::hours(3));
  CHECK_FALSE(Bench({page(1, 1, "", 1)}).list()->as_of.has_value());
}

TEST_CASE("pages that shift under the reader are read again") {
  SUBCASE("an item twice") {
    Bench bench(
        {page(1, k_all, "a", 202), page(200, 2, "", 202), page(1, k_all, "a", 202), page(201, 2, "", 202)});
    const auto listing = bench.list();
    CHECK(message_of(listing) == "202 instances");
    CHECK(listing->list_requests == 4);
  }
  SUBCASE("an item missing") {
    CHECK(message_of(Bench({page(1, k_all, "a", 202), page(202, 1, "", 202), page(1, k_all, "a", 201),
                            page(201, 1, "", 201)})
                         .list()) == "201 instances");
  }
  SUBCASE("a total that falls, although the numbers would fit") {
    CHECK(
        message_of(Bench({page(1, k_all, "a", 202), page(202, 1, "", 201), page(1, 199, "", 199)}).list()) ==
        "199 instances");
  }
  SUBCASE("a total that grows is an instance at the end") {
    CHECK(message_of(Bench({page(1, k_all, "a", 202), page(201, 3, "", 203)}).list()) == "203 instances");
  }
  SUBCASE("a token that repeats does not loop") {
    Bench bench([](const http::Request&, size_t nth) {
      return page(static_cast<int64_t>(nth) * 10 + 1, 10, "same", -1);
    });
    CHECK(message_of(bench.list()) ==
          "the listing of instances is not consistent, read 4 times: a page token came twice");
  }
  SUBCASE("for ever") {
    const auto answer = [](const http::Request&, size_t) { return page(1, 3, "", 5); };
    const auto listing = Bench(answer).list();
    CHECK(message_of(listing) ==
          "the listing of instances is not consistent, read 4 times: 3 instances were listed, 5 stated");
    CHECK(listing.error().hint.find("nothing is planned") != std::string::npos);
  }
}

TEST_CASE("failures of a listing: kind and words") {
  struct Row {
    const char* what;
    std::function<Reply()> reply;
    base::FailureKind kind;
    const char* message;
  };
  const Row rows[] = {
      {"bad secret", [] { return respond(401, R"({"requestId":"5f","message":"Invalid secret"})"); },
       base::FailureKind::credentials, "cannot list the instances: HTTP 401: Invalid secret [request 5f]"},
      {"forbidden", [] { return respond(403); }, base::FailureKind::credentials,
       "cannot list the instances: HTTP 403: the answer has no body"},
      {"wrong path", [] { return respond(404, "<title>Not Found</title>"); }, base::FailureKind::error,
       "cannot list the instances: HTTP 404: the answer is a web page titled \"Not Found\""},
      {"redirect", [] { return respond(301); }, base::FailureKind::error,
       "cannot list the instances: HTTP 301: the service answered with a redirect, which is not followed"},
      {"gateway", [] { return respond(502, "<title>502</title>"); }, base::FailureKind::network,
       "cannot list the instances: HTTP 502: the answer is a web page titled \"502\""},
      {"broken JSON", [] { return respond(200, "[{\"id\":1"); }, base::FailureKind::network,
       "cannot list the instances: HTTP 200: the answer is not a JSON list of instances"},
      {"unreachable", [] { return break_off(Kind::connect, false); }, base::FailureKind::network,
       "cannot list the instances: scripted"},
      {"certificate", [] { return break_off(Kind::tls, false); }, base::FailureKind::network,
       "cannot list the instances: scripted"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Bench bench([&](const http::Request&, size_t) { return row.reply(); });
    const auto listing = bench.list();
    REQUIRE_FALSE(listing.has_value());
    CHECK(listing.error().kind == row.kind);
    CHECK(listing.error().message == row.message);
    CHECK(bench.dispatcher.in_flight() == 0);
  }
}

TEST_CASE("one broken answer is asked for again, without reading all pages again") {
  Bench bench({page(1, k_all, "a", 202), respond(200, "[{"), page(201, 2, "", 202)});
  const auto listing = bench.list();
  CHECK(message_of(listing) == "202 instances");
  CHECK(listing->list_requests == 3);
}

TEST_CASE("details replace light items, in parallel") {
  Bench bench([](const http::Request& request, size_t nth) {
    if (nth == 0)
      return page(1, 100, "", 100);
    const std::string id = request.url.substr(request.url.rfind('/') + 1);
    return respond(200, fmt::format(R"({{"id":{},"name":"n{}","configuration":{{"a":"b"}}}})", id, id));
  });
  auto listing = bench.list();
  REQUIRE(listing.has_value());
  std::vector<int64_t> ids;
  for (int64_t id = 1; id <= 100; id += 2)
    ids.push_back(id);
  bench.progress.clear();
  const auto progress = [&](size_t done, size_t total) {
    bench.progress = fmt::format("{}/{}", done, total);
  };
  REQUIRE(bench.reader.add_details(*listing, ids, progress).has_value());
  CHECK(bench.progress == "50/50");
  CHECK(listing->detail_requests == 50);
  CHECK(listing->list_requests == 1);
  CHECK(bench.transport.most_in_flight == 10);
  for (const model::LiveInstance& each : listing->instances) {
    CHECK(each.detailed == (each.id % 2 == 1));
    CHECK(each.name == (each.detailed ? fmt::format("n{}", each.id) : std::string()));
  }
}

TEST_CASE("a detail that is gone makes the listing inconsistent") {
  Bench bench([](const http::Request& request, size_t nth) {
    if (nth == 0)
      return page(1, 90, "", 90);
    if (request.url.ends_with("/5"))
      return respond(404, R"({"requestId":"5f","message":"No element instance found with ID 5"})");
    return respond(200, fmt::format(R"({{"id":{}}})", request.url.substr(request.url.rfind('/') + 1)));
  });
  auto listing = bench.list();
  REQUIRE(listing.has_value());
  std::vector<int64_t> ids;
  for (int64_t id = 1; id <= 90; ++id)
    ids.push_back(id);
  const auto done = bench.reader.add_details(*listing, ids, {});
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().message == "instance 5 was removed while the account was being read");
  CHECK(bench.dispatcher.in_flight() == 0);
}

TEST_CASE("an answer for another instance than asked for is refused") {
  Bench bench({page(1, 2, "", 2), respond(200, R"({"id":2})")});
  auto listing = bench.list();
  REQUIRE(listing.has_value());
  const auto done = bench.reader.add_details(*listing, {1}, {});
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().message == "instance 1 was asked for, another one was answered");
}

TEST_CASE("a signal ends the reading, and nothing is left under way") {
  Bench bench([](const http::Request&, size_t) { return page(1, k_all, "more", 1000); });
  SUBCASE("before it") {
    bench.signals.received = 1;
  }
  SUBCASE("during it") {
    bench.transport.signal_at_completion = &bench.signals;
  }
  const auto listing = bench.list();
  REQUIRE_FALSE(listing.has_value());
  CHECK(listing.error().kind == base::FailureKind::interrupted);
  CHECK(bench.dispatcher.in_flight() == 0);
  CHECK(bench.transport.sent.size() ==
        static_cast<size_t>(bench.transport.signal_at_completion != nullptr ? 1 : 0));
}
