#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

/// Drives a fuzz target without libFuzzer: seeded mutations of the files named on the command line. It finds
/// less than a coverage-guided run (preset `fuzz`), and it runs in every build, under the sanitizers too, so
/// that no target rots.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::string mutated(const std::vector<std::string>& seeds, std::mt19937_64& random) {
  const auto below = [&](size_t bound) { return bound == 0 ? 0 : static_cast<size_t>(random() % bound); };
  std::string text = seeds[below(seeds.size())];
  const size_t edits = 1 + below(6);
  for (size_t i = 0; i < edits; ++i) {
    const size_t at = below(text.size() + 1), length = below(24);
    switch (below(5)) {
    case 0:
      if (at < text.size())
        text[at] = static_cast<char>(random());
      break;
    case 1:
      text.insert(at, 1, "{}[]:,-&*!|>'\"#%@`\\\n\t ~?"[below(24)]);
      break;
    case 2:
      text.erase(at, length);
      break;
    case 3:
      text.insert(below(text.size() + 1), text.substr(at, length));
      break;
    default: {
      const std::string& other = seeds[below(seeds.size())];
      text.insert(at, other.substr(below(other.size()), length));
    }
    }
  }
  return text;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: fuzz_... ROUNDS SEED-FILE...\n", stderr);
    return 3;
  }
  std::vector<std::string> seeds;
  for (int i = 2; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    if (seeds.back().empty()) {
      std::fprintf(stderr, "%s: empty or unreadable\n", argv[i]);
      return 1;
    }
  }
  std::mt19937_64 random(1);
  const long rounds = std::strtol(argv[1], nullptr, 10);
  for (long i = 0; i < rounds; ++i) {
    const std::string text = mutated(seeds, random);
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  }
  std::printf("%ld mutated inputs of %zu seeds\n", rounds, seeds.size());
  return 0;
}
