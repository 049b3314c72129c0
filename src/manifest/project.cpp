#include "cerec/manifest/project.hpp"

#include "cerec/base/text.hpp"
#include "manifest/hygiene.hpp"
#include "manifest/instance_reader.hpp"
#include "manifest/readers.hpp"
#include "manifest/value.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

using Settings = std::map<std::string, Setting>;

/// The members that are no settings.
constexpr std::string_view k_sections[] = {"manifests", "tokens", "defaults", "environments", "version"};

class ProjectReader {
public:
  ProjectReader(const Scope& scope, const std::vector<std::string_view>& known)
      : scope_(scope), known_(known) {}

  void read(const Node& root, ProjectFile& project) {
    for (const Member& member : root.members) {
      if (member.key.text == "environments")
        environments(member.value, project);
      else if (member.key.text == "version")
        version(member.value);
      else
        layer(member, project);
    }
  }

private:
  /// A member that the top level and an environment have alike.
  template <class Layer>
  void layer(const Member& member, Layer& target) {
    const std::string_view key = member.key.text;
    if (key == "manifests")
      target.manifests = manifests(member.value);
    else if (key == "tokens")
      target.sinks = read_sinks(scope_, member.value);
    else if (key == "defaults")
      defaults(member.value, target.defaults);
    else
      setting(std::string(key), member, target.settings);
  }

  void version(const Node& value) {
    if (value.text != "1")
      scope_.error("wrong-value", value, "'version' of this file is 1", "a newer cerec may read it");
  }

  std::vector<std::string> manifests(const Node& value) {
    if (value.is_text())
      return {value.text};
    return read_texts(scope_, value, "'manifests'");
  }

  [[nodiscard]] bool is_setting(std::string_view name) const {
    return std::find(known_.begin(), known_.end(), name) != known_.end();
  }
  [[nodiscard]] bool is_section(const std::string& name) const {
    return std::any_of(known_.begin(), known_.end(), [&](std::string_view known) {
      return known.substr(0, name.size() + 1) == name + ".";
    });
  }

  /// `api: {url: ...}` and `api.url: ...` are the same.
  void setting(const std::string& name, const Member& member, Settings& target) {
    if (is_section(name) && !is_setting(name)) {
      if (member.value.kind == Node::Kind::mapping) {
        for (const Member& inner : member.value.members)
          setting(name + "." + inner.key.text, inner, target);
      } else if (member.value.kind != Node::Kind::null) {
        scope_.error("wrong-type", member.value,
                     fmt::format("'{}' is a mapping, not {}", name, kind_name(member.value)));
      }
      return;
    }
    if (!is_setting(name))
      return unknown(name, member.key);
    if (member.value.kind == Node::Kind::null)
      return;
    if (!member.value.is_scalar()) {
      scope_.error(
          "wrong-type", member.value,
          fmt::format("'{}' is a text, a number or true/false, not {}", name, kind_name(member.value)));
      return;
    }
    check_text(scope_, member.value, fmt::format("'{}'", name));
    Setting read{parse_template(member.value.text, scope_.span(member.value), scope_.diagnostics()),
                 scope_.span(member.value)};
    const auto [stated, is_new] = target.emplace(name, read);
    if (!is_new)
      scope_.error("duplicate-key", member.key, fmt::format("'{}' is stated twice", name))
          .notes.push_back({stated->second.span, "first stated here"});
  }

  void unknown(const std::string& name, const Node& key) {
    std::vector<std::string_view> candidates = known_;
    if (name.find('.') == std::string::npos)
      candidates.insert(candidates.end(), std::begin(k_sections), std::end(k_sections));
    std::optional<std::string> near = base::did_you_mean(name, candidates);
    if (!near) { // the last part alone: `url` for `api.url`
      for (const std::string_view known : known_) {
        if (known.size() > name.size() && known.substr(known.size() - name.size() - 1) == "." + name)
          near = std::string(known);
      }
    }
    scope_.error("unknown-setting", key, fmt::format("unknown setting '{}'", name),
                 near ? fmt::format("did you mean '{}'?", *near)
                      : "the project file page lists all settings");
  }

  void defaults(const Node& node, ProjectFile::Defaults& target) {
    static const std::vector<std::string_view> known = {"tags", "configuration", "elements"};
    if (!is_mapping(node, "'defaults'"))
      return;
    for (const Member& member : node.members) {
      if (member.key.text == "tags") {
        target.tags = read_texts(scope_, member.value, "'defaults.tags'");
        for (const Node& tag : member.value.items)
          (void)check_tag(scope_, tag);
      } else if (member.key.text == "configuration") {
        target.configuration = read_configuration(scope_, member.value);
      } else if (member.key.text == "elements") {
        by_element(member.value, target);
      } else {
        report_unknown(scope_, member.key, known, "'defaults'");
      }
    }
  }

  /// `elements: {gooddata: {configuration: {...}}}`
  void by_element(const Node& node, ProjectFile::Defaults& target) {
    static const std::vector<std::string_view> known = {"configuration"};
    if (!is_mapping(node, "'defaults.elements'"))
      return;
    for (const auto& [element, value] : node.members) {
      if (!is_mapping(value, fmt::format("'defaults.elements.{}'", element.text)))
        continue;
      for (const Member& member : value.members) {
        if (member.key.text == "configuration")
          target.by_element[element.text] = read_configuration(scope_, member.value);
        else
          report_unknown(scope_, member.key, known, fmt::format("'defaults.elements.{}'", element.text));
      }
    }
  }

  void environments(const Node& node, ProjectFile& project) {
    if (!is_mapping(node, "'environments'"))
      return;
    for (const auto& [name, value] : node.members) {
      ProjectFile::Overlay& overlay = project.environments[name.text];
      if (!is_mapping(value, fmt::format("environment '{}'", name.text)))
        continue;
      for (const Member& member : value.members) {
        if (member.key.text == "environments" || member.key.text == "version")
          scope_.error("misplaced", member.key, fmt::format("'{}' inside an environment", member.key.text));
        else
          layer(member, overlay);
      }
    }
  }

  /// null counts as a mapping without members.
  [[nodiscard]] bool is_mapping(const Node& node, const std::string& what) const {
    if (node.kind != Node::Kind::mapping && node.kind != Node::Kind::null)
      scope_.error("wrong-type", node, fmt::format("{} is a mapping, not {}", what, kind_name(node)));
    return node.kind == Node::Kind::mapping;
  }

  const Scope& scope_;
  const std::vector<std::string_view>& known_;
};

} // namespace

ProjectFile parse_project(const base::SourcePtr& source, const std::vector<std::string_view>& known_settings,
                          base::Diagnostics& diagnostics) {
  ProjectFile project;
  project.source = source;
  base::Diagnostics found;
  const Scope scope(source, found);
  const Document document = read_document(scope, {});
  if (document.roots.size() > 1)
    scope.error("wrong-type", document.roots[1], "a project file is one document");
  if (document.whole && !document.roots.empty()) {
    const Node& root = document.roots.front();
    check_repeated_keys(scope, root);
    if (root.kind == Node::Kind::mapping)
      ProjectReader(scope, known_settings).read(root, project);
    else
      scope.error("wrong-type", root, fmt::format("a project file is a mapping, not {}", kind_name(root)));
  }
  found.sort();
  diagnostics.append(std::move(found));
  return project;
}

} // namespace cerec::manifest
