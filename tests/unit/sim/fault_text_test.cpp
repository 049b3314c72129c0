#include "cerec/sim/fault.hpp"

#include <doctest/doctest.h>

namespace cerec::sim {

TEST_CASE("faults are read, and say what they do in the same words") {
  for (const char* effect : {"refuse-connection",
                             "reset-before",
                             "reset-after",
                             "commit-then-close",
                             "truncate",
                             "hang",
                             "delay=20ms",
                             "late-commit=5s",
                             "status=503",
                             "status=502 commit",
                             "status=429 retry-after=2",
                             "status=503 retry-after-date=90",
                             "status=502 html",
                             "broken-json",
                             "stale-list=5s",
                             "shift-pages=skip",
                             "shift-pages=repeat",
                             "status=401 echo",
                             "status=404 no-route",
                             "without-tags",
                             "reset-before late-commit=30s"}) {
    CAPTURE(effect);
    const auto rule = parse_fault("POST /instances nth=2 " + std::string(effect));
    REQUIRE(rule);
    CHECK(rule->effect.text() == effect);
    CHECK(rule->nth == 2);
  }
}

TEST_CASE("an echo and a missing route are refusals of their own") {
  CHECK(parse_fault("POST /instances echo")->effect.status == 400);
  CHECK(parse_fault("POST /instances status=409 echo")->effect.status == 409);
  CHECK(parse_fault("GET /instances no-route")->effect.status == 404);
  Faults faults;
  faults.add(*parse_fault("POST /instances echo"));
  Call call = make_call(http::Method::post, std::string(k_base_path) + "/instances");
  call.body = R"({"password":"pw"})";
  call.authorization = "User u, Organization o";
  CHECK(faults.decide(call).echoed == R"(Cannot process {"password":"pw"} sent by [User u, Organization o],)"
                                      " which is VXNlciB1LCBPcmdhbml6YXRpb24gbw==");
}

TEST_CASE("faults that cannot be read say why") {
  struct Row {
    const char* text;
    const char* message;
  };
  for (const Row& row : {
           Row{"POST",
               "a fault is METHOD PATH [WHEN...] WHAT..., such as 'POST /instances nth=2 commit-then-close'"},
           Row{"PSOT /instances hang", "\"PSOT\" is none of GET, POST, PUT, PATCH, DELETE, any"},
           Row{"GET instances hang", "the path \"instances\" has to start with a slash, or be any"},
           Row{"GET /instances hagn", "unknown word \"hagn\" in a fault"},
           Row{"GET /instances nth=0 hang", "nth: \"0\" is not a number from 1 to 1000000000"},
           Row{"GET /instances nth hang", "nth needs a value: nth=N"},
           Row{"GET /instances hang=1", "hang takes no value"},
           Row{"GET /instances hang truncate", "truncate: a request ends only once: more than one of "
                                               "refuse-connection, reset-before, reset-after, "
                                               "commit-then-close, truncate, hang"},
           Row{"GET /instances delay=5", "delay: \"5\" is not a duration such as 20ms, 5s, 2m"},
           Row{"GET /instances between=5 hang", "between: \"5\" is not a range such as 3..7"},
           Row{"GET /instances probability=2 hang", "probability: \"2\" is not a number from 0 to 1"},
           Row{"GET /instances status=200", "status: \"200\" is not a number from 400 to 599"},
           Row{"GET /instances nth=3 probability=0.5",
               "the fault says where and when, but not what goes wrong"},
           Row{"GET /instances retry-after=3 hang", "retry-after and commit go with status=N"},
       }) {
    CAPTURE(row.text);
    const auto rule = parse_fault(row.text);
    REQUIRE_FALSE(rule);
    CHECK(rule.error().message == row.message);
    CHECK(rule.error().kind == base::FailureKind::usage);
  }
  CHECK(parse_fault("GET /instances truncat").error().hint == "did you mean truncate?");
}

TEST_CASE("where: method, path, segments in braces") {
  struct Row {
    Where where;
    http::Method method;
    const char* path;
    bool matches;
  };
  using http::Method;
  for (const Row& row : std::vector<Row>{
           {{"POST", "/instances"}, Method::post, "/instances", true},
           {{"POST", "/instances"}, Method::get, "/instances", false},
           {{"POST", "/instances"}, Method::post, "/instances/1", false},
           {{"GET", "/instances/{id}"}, Method::get, "/instances/1", true},
           {{"GET", "/instances/{id}"}, Method::get, "/instances", false},
           {{"*", "/instances/{id}/enabled"}, Method::put, "/instances/1/enabled", true},
           {{"*", "*"}, Method::del, "/elements/x", true},
       }) {
    CAPTURE(row.path);
    CHECK(row.where.matches(row.method, row.path) == row.matches);
  }
}

TEST_CASE("when: nth, every, between, actor") {
  const auto fired = [](const std::string& when, const std::string& actor = "a") {
    Faults faults;
    faults.add(*parse_fault("any any " + when + " hang"));
    std::string marks;
    Call call;
    call.path = "/instances";
    call.actor = actor;
    for (int i = 0; i < 8; ++i)
      marks += faults.decide(call).any() ? 'x' : '.';
    return marks;
  };
  CHECK(fired("") == "xxxxxxxx");
  CHECK(fired("nth=2") == ".x......");
  CHECK(fired("every=3") == "..x..x..");
  CHECK(fired("between=3..5") == "..xxx...");
  CHECK(fired("probability=0") == "........");
  CHECK(fired("actor=b") == "........");
  CHECK(fired("actor=b", "b") == "xxxxxxxx");
}

TEST_CASE("chaos is the same for the same seed, near its intensity, and stops when cleared") {
  const auto run = [](const std::string& settings) {
    Faults faults;
    faults.set_chaos(*parse_chaos(settings));
    Call call;
    call.method = http::Method::post;
    call.path = "/instances";
    std::string all;
    int count = 0;
    for (int i = 0; i < 1'000; ++i) {
      const Effect effect = faults.decide(call);
      count += effect.any() ? 1 : 0;
      all += effect.text() + ";";
    }
    faults.clear();
    CHECK_FALSE(faults.decide(call).any());
    CHECK(count > 150);
    CHECK(count < 250);
    return all;
  };
  CHECK(run("seed=7,intensity=0.2") == run("seed=7,intensity=0.2"));
  CHECK(run("seed=7,intensity=0.2") != run("seed=8,intensity=0.2"));
  CHECK(parse_chaos("seeed=7").error().message ==
        "chaos has seed, intensity and longest-delay, not \"seeed\"");
  CHECK(parse_chaos("intensity=2").error().message == "intensity: \"2\" is not a number from 0 to 1");
}

} // namespace cerec::sim
