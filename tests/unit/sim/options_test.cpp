#include "sim/options.hpp"

#include <doctest/doctest.h>

namespace cerec::sim {

TEST_CASE("the command line of the simulator") {
  const auto options =
      parse_options({"--listen", "127.0.0.1:0", "--state=s.json", "--latency", "20ms", "--create-latency",
                     "1s..3s", "--fault", "GET /instances hang", "--chaos", "seed=7,intensity=0.2",
                     "--choice", "past-end=empty-list", "--seed-instances", "5", "--request-log", "log"});
  REQUIRE(options);
  CHECK(options->server.host == "127.0.0.1");
  CHECK(options->state_file == "s.json");
  CHECK(options->server.latency.service.most == base::Duration(20));
  CHECK(options->server.latency.create.least == base::Duration(1'000));
  CHECK(options->server.latency.create.most == base::Duration(3'000));
  CHECK(options->faults.size() == 1);
  CHECK(options->chaos->seed == 7);
  CHECK(options->platform.choices.past_end == Choices::Empty::empty_list);
  CHECK(options->seed_instances == 5);
}

TEST_CASE("a wrong command line says what is wrong") {
  struct Row {
    std::vector<std::string> arguments;
    const char* message;
  };
  for (const Row& row : std::vector<Row>{
           {{"--prot", "1"}, "unknown flag --prot"},
           {{"--port"}, "--port needs a value: --port PORT"},
           {{"--port", "70000"}, "--port: \"70000\" is not a number from 0 to 65535"},
           {{"--listen", "8080"}, "--listen: \"8080\" is no HOST:PORT"},
           {{"--latency", "20"}, "--latency: \"20\" is not a duration such as 20ms, 5s, 2m"},
           {{"--create-latency", "3s..1s"}, "--create-latency: \"3s..1s\" is not a range"},
           {{"--help=yes"}, "--help takes no value"},
           {{"--fault", "GET /x"},
            "--fault: a fault is METHOD PATH [WHEN...] WHAT..., such as 'POST /instances "
            "nth=2 commit-then-close'"},
       }) {
    CAPTURE(row.arguments[0]);
    const auto options = parse_options(row.arguments);
    REQUIRE_FALSE(options);
    CHECK(options.error().message == row.message);
  }
  CHECK(parse_options({"--prot"}).error().hint == "did you mean --port?");
}

TEST_CASE("the help names every fault word and every choice") {
  const std::string help = help_text();
  for (const ChoiceRow& row : choice_rows())
    CHECK(help.find(std::string(row.name) + "=") != std::string::npos);
  for (const char* word : {"commit-then-close", "stale-list=TIME", "shift-pages[=skip|repeat]", "nth=N"})
    CHECK(help.find(word) != std::string::npos);
}

} // namespace cerec::sim
