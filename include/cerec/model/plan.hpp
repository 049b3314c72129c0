#pragma once
#include "cerec/model/change.hpp"
#include "cerec/model/field_path.hpp"
#include "cerec/model/shard.hpp"
#include "cerec/model/take_over.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::model {

struct ManifestDigest {
  std::string path;
  std::string sha256;
  bool operator==(const ManifestDigest&) const = default;
};

/// A secret that the plan was made with: its reference and a keyed mark, so that apply notices a change by
/// name.
struct SecretMark {
  std::string address;
  FieldPath path;
  std::string reference; ///< "env:NAME"
  std::string mark;
  bool operator==(const SecretMark&) const = default;
};

/// The account and the inputs that a plan belongs to.
struct PlanBinding {
  std::string base_url;
  std::string account; ///< FingerprintKey-independent digest of the organization secret, 16 hex digits
  std::string user{}; ///< the same of the user secret: a listing shows one user's instances (docs/api.md 4.4)
  std::string stack;
  std::string environment{};             ///< of the project file; empty: none was chosen
  std::vector<ManifestDigest> manifests; ///< sorted by path
  std::vector<SecretMark> secrets;       ///< sorted by address, path
  std::vector<std::string> sinks{};      ///< all that tokens may go to, as in Change::sinks; sorted
  bool operator==(const PlanBinding&) const = default;
};

/// How much of the account a plan reads: the details of all that it compares, or only of what the
/// fingerprints say has moved.
enum class Refresh { full, changed };
[[nodiscard]] std::string_view text_of(Refresh refresh);
[[nodiscard]] std::optional<Refresh> refresh_of(std::string_view text);

/// How a plan was asked for. A saved plan is compared with one that is made afresh with its own mode.
struct PlanMode {
  bool prune = false;
  bool partial = false; ///< --target, --exclude or --shard
  bool destroy = false;
  bool delete_by_disable = false; ///< --delete-mode disable
  Refresh refresh = Refresh::full;
  std::vector<std::string> targets, excludes;
  std::optional<Shard> shard;            ///< --shard: this part alone
  bool allow_empty = false;              ///< --dangerous-allow-empty
  std::set<std::string> allow_replace{}; ///< names, addresses or logical ids
  std::set<TakeOver> take_over{};
  std::vector<std::string> rotate{}; ///< globs of names or addresses: write all secrets again
  bool operator==(const PlanMode&) const = default;
};

struct DeleteLimits {
  int64_t max_deletes = 5;  ///< absolute
  int64_t max_percent = 30; ///< of the owned instances, from 10 owned on
  bool operator==(const DeleteLimits&) const = default;
};

struct PlanCounts {
  std::map<ChangeKind, size_t> by_kind; ///< refused ones are not counted here
  size_t refused = 0;
  size_t ignored_unowned = 0;
  size_t foreign = 0;      ///< owned by other stacks
  size_t would_prune = 0;  ///< owned, without manifest, kept because --prune was not given
  size_t unverifiable = 0; ///< instances kept although a secret of theirs cannot be verified
  size_t quarantined = 0;  ///< deleted by --delete-mode disable, still there
  bool operator==(const PlanCounts&) const = default;
};

/// The plan: a plain value. Shown, saved, counted, tested, reviewed, applied.
struct Plan {
  PlanBinding binding;
  PlanMode mode;
  DeleteLimits limits;
  std::vector<Change> changes; ///< sorted by phase, then address, then id; keeps included
  std::vector<Change> would_prune;
  size_t owned = 0; ///< settled instances of this stack in the listing
  size_t ignored_unowned = 0;
  size_t foreign = 0;
  size_t quarantined = 0; ///< of this stack, deleted by --delete-mode disable, declared by no manifest
  size_t listed = 0;
  int list_requests = 0;
  int detail_requests = 0;
  std::vector<std::string> warnings;
  std::string rounded_warning; ///< one of them: what the service keeps with fewer digits; not saved by itself
  /// Unchanged instances whose token a sink still has to get, as this folder remembers it. Of the run that
  /// shows the plan, and no part of a saved one.
  size_t owed_tokens = 0;

  [[nodiscard]] PlanCounts counts() const;
  [[nodiscard]] bool has_changes() const; ///< any change that is not a keep
  [[nodiscard]] bool has_refusals() const;
  /// True if an instance is kept though a declared value of it cannot be verified: no change, and no silent
  /// success either.
  [[nodiscard]] bool has_unverified() const;
};

} // namespace cerec::model
