#include "golden/runner/case.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace cerec::golden {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Without empty lines and comments.
std::vector<std::string> lines_of(const fs::path& path) {
  const std::string text = read(path);
  std::vector<std::string> lines;
  for (const std::string_view line : base::split(text, '\n'))
    if (!base::trim(line).empty() && line.front() != '#')
      lines.emplace_back(line);
  return lines;
}

Case read_case(const fs::path& folder) {
  Case out;
  out.name = folder.parent_path().filename().string() + "/" + folder.filename().string();
  out.folder = "tests/golden/" + out.name;
  const auto commands = lines_of(folder / "cmd");
  if (commands.size() != 1)
    throw std::runtime_error(out.name + ": cmd has to hold one command line");
  out.command = words_of(commands.front());
  out.setup = lines_of(folder / "setup");
  out.faults = lines_of(folder / "faults");
  out.choices = lines_of(folder / "choices");
  out.canaries = lines_of(folder / "canaries");
  for (const std::string& line : lines_of(folder / "env")) {
    const size_t equals = line.find('=');
    out.environment[line.substr(0, equals)] = line.substr(equals + 1);
  }
  for (const std::string& mark : lines_of(folder / "marks")) {
    out.prints_token = out.prints_token || mark == "prints-token";
    out.no_json = out.no_json || mark == "no-json";
    if (mark != "prints-token" && mark != "no-json")
      throw std::runtime_error(out.name + ": unknown mark " + mark);
  }
  const fs::path files = folder / "files";
  if (fs::exists(files))
    for (const auto& entry : fs::recursive_directory_iterator(files))
      if (entry.is_regular_file())
        out.files[fs::relative(entry.path(), files).string()] = read(entry.path());
  return out;
}

} // namespace

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, begun = false;
  for (const char c : line) {
    if (c == '\'') {
      quoted = !quoted;
      begun = true;
    } else if (c == ' ' && !quoted) {
      if (begun)
        words.push_back(word);
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun)
    words.push_back(word);
  return words;
}

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  const fs::path root = fs::path(CEREC_SOURCE_DIR) / "tests/golden";
  for (const auto& command : fs::directory_iterator(root)) {
    if (!command.is_directory() || command.path().filename() == "runner")
      continue;
    for (const auto& folder : fs::directory_iterator(command))
      cases.push_back(read_case(folder));
  }
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

} // namespace cerec::golden
