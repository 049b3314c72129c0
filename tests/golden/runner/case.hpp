#pragma once
#include <map>
#include <string>
#include <vector>

namespace cerec::golden {

/// One folder of tests/golden: what stands before the command, the command, and where its goldens are.
///
///   cmd      the command line under test, words separated by blanks ('...' keeps blanks together)
///   setup    acts that come before it, one a line (see acts.hpp)
///   env      NAME=value, one a line; every value is a canary unless the name begins with CEREC_
///   files/   the files of the project, with the folders they stand in
///   faults   rules of the simulator (docs/simulator.md), in force for the command under test only
///   choices  of the simulator (docs/simulator.md), NAME=VALUE, one a line
///   canaries further texts that must appear nowhere, one a line
///   marks    `prints-token`: stdout is a token sink; `no-json`: the command has no -o json
///   stdout, stderr, requests: goldens (a missing one stands for an empty text); exit: the exit code
struct Case {
  std::string name;   ///< "apply/fail_401"
  std::string folder; ///< relative to the source folder
  std::vector<std::string> command;
  std::vector<std::string> setup;
  std::map<std::string, std::string> environment;
  std::map<std::string, std::string> files;
  std::vector<std::string> faults, choices;
  std::vector<std::string> canaries;
  bool prints_token = false;
  bool no_json = false;
};

/// All of them, sorted by name; throws if one has no command or an unknown mark.
[[nodiscard]] std::vector<Case> read_cases();

/// Takes a line apart at blanks; '...' keeps blanks, and stands for nothing else.
[[nodiscard]] std::vector<std::string> words_of(const std::string& line);

} // namespace cerec::golden
