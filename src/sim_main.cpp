#include "cerec/sim/program.hpp"

int main(int argc, char** argv) {
  return cerec::sim::run_simulator(std::vector<std::string>(argv + 1, argv + argc));
}
