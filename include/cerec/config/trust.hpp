#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/secret/resolve.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cerec::config {

/// What the operator grants the project, from flags and variables alone.
struct Grants {
  bool all = false;               ///< --trust-project
  std::string by{};               ///< who said so: "flag --trust-project"
  std::vector<std::string> paths; ///< --allow-path
  std::vector<std::string> hosts; ///< --allow-host
};

/// One thing that a project asks for, and where it does.
struct Ask {
  enum class What {
    program,          ///< run it
    file,             ///< read or write it
    variable,         ///< read it for an instance
    host,             ///< send the account's secrets there
    setting,          ///< set it at all
    shown_value,      ///< a reference in a setting that is shown
    account_file,     ///< take a secret of the account from it
    account_variable, ///< the same
  } what = What::setting;
  std::string name;     ///< program, path, variable, host, key, or reference
  std::string detail{}; ///< shown_value: the key
  base::Span span{};
};

/// The one place that decides what a project may do without being trusted. Paths are judged where they lead:
/// `..` and symbolic links count.
class Trust {
public:
  Trust() = default; ///< grants nothing
  /// `folder`: of the project; all below it is its own, unless it is the root of the file system.
  Trust(Grants grants, const std::string& folder, io::Files& files);

  /// Adds an error at the place that asks for too much. False: it may not be done.
  bool require(const Ask& ask, base::Diagnostics& diagnostics) const;
  /// The same of a reference that an instance holds.
  bool require(const secret::PlacedReference& reference, const std::string& folder,
               base::Diagnostics& diagnostics) const;
  /// The same of a file that cerec itself uses in the project's folder: it may be no link that leads out.
  bool require_own(const std::string& path, base::Diagnostics& diagnostics) const;
  /// Whether a file that the operator names may be written. It may lie anywhere; but a path that comes
  /// through the project's folder may not leave it by a link, which is the project's.
  [[nodiscard]] base::Result<void> may_write(const std::string& path) const;
  /// From now on no instance may refer to this: it holds a secret of the account.
  void reserve_variable(const std::string& name) { variables_.insert(name); }
  [[nodiscard]] const std::set<std::string>& reserved_variables() const { return variables_; }
  void reserve_file(const std::string& path);
  /// Folders and files that the operator named on this run (`-f /instances`) may be read too.
  void open(const std::string& path);

  /// True if the text of an absolute path, links aside, lies in such a place.
  [[nodiscard]] bool names_own(const std::string& path) const;
  [[nodiscard]] const Grants& grants() const { return grants_; }
  /// True if `path` leads to a place that the project may use: its folder, what the operator named, mounted
  /// secrets.
  [[nodiscard]] bool owns(const std::string& path) const;

private:
  struct Denial {
    std::string message, hint;
  };
  [[nodiscard]] base::Result<std::string> real(const std::string& path) const;
  [[nodiscard]] std::optional<Denial> judge(const Ask& ask) const;
  [[nodiscard]] std::optional<Denial> judge_file(const std::string& path) const;
  [[nodiscard]] std::optional<Denial> judge_variable(const std::string& name) const;
  [[nodiscard]] std::optional<Denial> judge_host(const std::string& host) const;
  [[nodiscard]] std::optional<Denial> judge_account_secret(const std::string& path) const;

  Grants grants_;
  io::Files* files_ = nullptr;
  std::string own_;                ///< the project's folder, where it leads
  std::vector<std::string> roots_; ///< what the project may use, where it leads
  std::set<std::string> variables_, reserved_files_;
};

/// The hosts of the vendor and of SAP that are known.
[[nodiscard]] const std::vector<std::string_view>& known_hosts();

} // namespace cerec::config
