#include "cerec/cli/program.hpp"
#include "cerec/cli/real_system.hpp"

#include <string>
#include <vector>

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  cerec::cli::RealSystem real;
  return cerec::cli::run(arguments, real.system());
}
