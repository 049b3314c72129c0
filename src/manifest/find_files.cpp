#include "manifest/find_files.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace cerec::manifest {
namespace {

using Kind = io::FileStatus::Kind;
constexpr int k_deepest = 64; ///< folders below a path that was given

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

/// What a folder or a glob takes: manifests by their ending; not the project file, not a JSON Schema, no dot
/// names.
bool is_manifest_name(std::string_view name) {
  const bool ending = ends_with(name, ".yaml") || ends_with(name, ".yml") || ends_with(name, ".json");
  return ending && name.front() != '.' && name != "cerec.yaml" && name != "cerec.yml" &&
         name != "schema.json" && !ends_with(name, ".schema.json");
}

bool is_glob(std::string_view path) {
  return path.find_first_of("*?") != std::string_view::npos;
}

std::string join(const std::string& folder, const std::string& name) {
  return folder == "." ? name : base::join_path(folder, name);
}

class Finder {
public:
  Finder(io::Files& files, base::Diagnostics& diagnostics) : files_(files), diagnostics_(diagnostics) {}

  void add(const std::string& path) {
    const auto status = files_.status(path);
    if (status && status->kind == Kind::directory) {
      const size_t before = seen_;
      folder(path, 0);
      if (seen_ == before)
        diagnostics_.error("no-files", {}, fmt::format("{} holds no manifest", path),
                           "manifests end in .yaml, .yml or .json");
    } else if (status) {
      file(path);
    } else if (is_glob(path)) {
      glob(path);
    } else {
      diagnostics_.error("no-such-file", {}, fmt::format("{} does not exist", path));
    }
  }

  /// By name; of several names of one file the first.
  std::vector<std::string> take() {
    std::vector<std::string> result;
    for (auto& [canonical, name] : found_)
      result.push_back(std::move(name));
    std::sort(result.begin(), result.end());
    return result;
  }

private:
  void file(const std::string& path) {
    ++seen_;
    const auto canonical = files_.canonical(path);
    const auto [entry, is_new] = found_.emplace(canonical ? *canonical : path, path);
    if (!is_new && path < entry->second)
      entry->second = path;
  }

  /// What a folder lists and cannot be looked at: a link that leads to nothing, or to itself. What it was to
  /// declare would be missing, and pruned.
  void leads_nowhere(const std::string& path) {
    ++seen_;
    const auto reason = files_.canonical(path);
    diagnostics_.error("no-such-file", {}, fmt::format("{} leads to nothing", base::visible(path)),
                       reason ? "" : base::visible(reason.error().message));
  }

  /// False: the folder is above itself, through a link, or too deep; a fault, since what is not read would be
  /// missing.
  bool enter_folder(const std::string& path, int depth) {
    const auto canonical = files_.canonical(path);
    if (depth > k_deepest) {
      diagnostics_.error("unreadable", {},
                         fmt::format("{}: folders nest more than {} deep", base::visible(path), k_deepest));
      return false;
    }
    if (above_.insert(canonical ? *canonical : path).second)
      return true;
    ++seen_;
    diagnostics_.error("unreadable", {},
                       fmt::format("{} is a link to a folder that holds it", base::visible(path)),
                       "remove the link; a folder cannot be read into itself");
    return false;
  }

  /// Symbolic links are followed.
  void folder(const std::string& path, int depth) {
    if (!enter_folder(path, depth))
      return;
    const auto canonical = files_.canonical(path);
    const auto names = files_.list(path);
    if (!names)
      diagnostics_.error("unreadable", {}, names.error().message, names.error().hint);
    for (const std::string& name : names ? *names : std::vector<std::string>{}) {
      if (name.front() == '.')
        continue;
      const std::string inner = join(path, name);
      const auto status = files_.status(inner);
      if (!status)
        leads_nowhere(inner);
      else if (status->kind == Kind::directory)
        folder(inner, depth + 1);
      else if (is_manifest_name(name)) // a FIFO or a device too: reading says what is wrong
        file(inner);
    }
    above_.erase(canonical ? *canonical : path);
  }

  void glob(const std::string& pattern) {
    const size_t before = seen_;
    std::vector<std::string> parts;
    for (const std::string_view part : base::split(pattern, '/')) {
      if (!part.empty() && part != ".")
        parts.emplace_back(part);
    }
    expand(pattern.front() == '/' ? "/" : "", parts, 0, 0);
    if (seen_ == before)
      diagnostics_.error("no-files", {}, fmt::format("{} matches no manifest", pattern),
                         "quote the pattern if the shell should leave it to cerec");
  }

  void expand(const std::string& folder_path, const std::vector<std::string>& parts, size_t at, int depth) {
    if (depth > k_deepest)
      return;
    const std::string& part = parts[at];
    const bool last = at + 1 == parts.size();
    if (part == "**" && !last)
      expand(folder_path, parts, at + 1, depth);
    if (!is_glob(part))
      return enter(join(folder_path, part), part, parts, at, depth);
    const std::string searched = folder_path.empty() ? "." : folder_path;
    const auto names = files_.list(searched);
    if (const auto status = files_.status(searched); !names && status && status->kind == Kind::directory) {
      ++seen_;
      diagnostics_.error("unreadable", {}, names.error().message, names.error().hint);
    }
    for (const std::string& name : names ? *names : std::vector<std::string>{}) {
      if (name.front() == '.' && part.front() != '.')
        continue;
      const std::string inner = join(folder_path, name);
      if (part == "**")
        descend(inner, name, parts, at, depth);
      else if (!base::glob_match(part, name))
        continue;
      else if (!files_.status(inner))
        leads_nowhere(inner);
      else
        enter(inner, name, parts, at, depth);
    }
  }

  /// `**`: any number of folders.
  void descend(const std::string& path, const std::string& name, const std::vector<std::string>& parts,
               size_t at, int depth) {
    const auto status = files_.status(path);
    const auto canonical = files_.canonical(path);
    if (!status) {
      leads_nowhere(path);
    } else if (status->kind == Kind::directory) {
      if (enter_folder(path, depth + 1)) {
        expand(path, parts, at, depth + 1);
        above_.erase(canonical ? *canonical : path);
      }
    } else if (at + 1 == parts.size()) {
      enter(path, name, parts, at, depth);
    }
  }

  /// One match of a part of the pattern.
  void enter(const std::string& path, const std::string& name, const std::vector<std::string>& parts,
             size_t at, int depth) {
    const auto status = files_.status(path);
    if (!status)
      return;
    const bool last = at + 1 == parts.size();
    if (status->kind == Kind::directory)
      last ? folder(path, depth) : expand(path, parts, at + 1, depth + 1);
    else if (last && is_manifest_name(name))
      file(path);
  }

  io::Files& files_;
  base::Diagnostics& diagnostics_;
  std::map<std::string, std::string> found_; ///< canonical path -> name as given
  std::set<std::string> above_;              ///< canonical paths of the folders being read
  size_t seen_ = 0;
};

} // namespace

std::vector<std::string> find_files(const std::vector<std::string>& paths, io::Files& files,
                                    base::Diagnostics& diagnostics) {
  Finder finder(files, diagnostics);
  std::set<std::string> given;
  for (const std::string& path : paths) {
    if (path.empty())
      diagnostics.error("no-such-file", {}, "a path of manifests is empty");
    else if (path != "-" && given.insert(path).second)
      finder.add(path);
  }
  return finder.take();
}

} // namespace cerec::manifest
