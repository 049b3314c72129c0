#pragma once
#include "cerec/model/field_path.hpp"
#include "cerec/model/instance.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::model {

enum class ChangeKind { create, adopt, update, replace, remove, release, dedupe, keep };

/// A row of the change-kind table: all that other modules need to know of a kind. A new kind is a row here,
/// its rule in plan, its steps in apply.
struct KindRow {
  ChangeKind kind;
  std::string_view word;                   ///< "create", in JSON and text
  std::string_view symbol;                 ///< carries the meaning without colour
  std::string_view colour;                 ///< SGR parameters
  std::string_view done;                   ///< "created"
  std::string_view summary;                ///< "to create", in the summary line
  std::array<std::string_view, 2> actions; ///< for machines: {"delete","create"} for a replace
  int phase;                               ///< order of apply: 0 first; deletes have the highest
  bool counts_as_change;                   ///< for --detailed-exitcode
  bool destroys;                           ///< consumers' tokens die
};
[[nodiscard]] const std::array<KindRow, 8>& change_kinds();
[[nodiscard]] const KindRow& row_of(ChangeKind kind);
[[nodiscard]] std::optional<ChangeKind> kind_of(std::string_view word);

/// Why a change is planned: a closed set, documented in docs/plan-format.md.
enum class Reason {
  none,
  absent,            ///< no instance of that identity or name
  unowned_match,     ///< an unowned instance has the element and the name
  fields_differ,     ///< declared fields differ
  renamed,           ///< a name changed under a stable identity
  element_changed,   ///< the element key changed
  manifest_removed,  ///< owned, and no manifest declares it any more
  released,          ///< the same, with onRemove: release
  duplicate,         ///< an unsettled second instance of one identity
  unsettled,         ///< ours, posted by a run that did not finish
  unverifiable,      ///< nothing known differs, but a secret cannot be verified
  rotate_requested,  ///< --rotate names it
  taken_over,        ///< --take-over names an instance of another stack, or one of several candidates
  destroy_requested, ///< `cerec destroy`
  identity_changed,  ///< owned by this stack under another logical id; found by its (previous) name
};
[[nodiscard]] std::string_view text_of(Reason reason);
[[nodiscard]] std::optional<Reason> reason_of(std::string_view text);

/// Which side moved, told by the fingerprint of what was last applied.
enum class FieldState {
  pending,      ///< the manifest moved
  drift,        ///< the instance was edited
  conflict,     ///< both, to different values
  unverifiable, ///< the service hides it and there is no usable fingerprint
  unknown,      ///< differs; no fingerprint says who moved
};
[[nodiscard]] std::string_view text_of(FieldState state);
[[nodiscard]] std::optional<FieldState> field_state_of(std::string_view text);

/// A value as a plan may show it. A secret shows as a keyed mark (or nothing), never as text.
struct Shown {
  enum class Kind { absent, null, text, secret } kind = Kind::absent;
  std::string text; ///< text: the value; secret: a keyed mark, or empty if unknowable
  std::string
      reference{}; ///< secret: what the manifest refers to, "env:NAME"; empty: a literal, or the live side
  bool operator==(const Shown&) const = default;
};

struct FieldChange {
  FieldPath path;
  Shown before;
  Shown after;
  FieldState state = FieldState::unknown;
  bool operator==(const FieldChange&) const = default;
};

/// Why a change will not be applied (exit 9, or an error that stops the plan).
enum class Refusal {
  none,
  foreign_owner,     ///< another stack owns the instance
  ambiguous,         ///< several candidates, or two owners of one identity
  replace_forbidden, ///< element changed, and --allow-replace does not name it
  protected_instance,
  delete_limit, ///< more deletes than --max-deletes allows
  empty_desired,
  partial_plan,  ///< --target or --exclude: nothing is pruned outside what was looked at
  unnamed_stack, ///< deleting needs a stack that was named
};
[[nodiscard]] std::string_view text_of(Refusal refusal);
[[nodiscard]] std::optional<Refusal> refusal_of(std::string_view text);

/// An instance named as evidence.
struct Candidate {
  int64_t id = 0;
  std::string name;
  std::string created;
  std::string owner; ///< stack/logical id, or empty
  bool operator==(const Candidate&) const = default;
};

struct Origin {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  bool operator==(const Origin&) const = default;
};

struct Change {
  ChangeKind kind = ChangeKind::keep;
  Reason reason = Reason::none;
  Address address;
  std::string name;          ///< as it will be (or was, for deletes)
  std::string previous_name; ///< a rename's old name
  int64_t instance_id = 0;   ///< 0: none yet
  std::string created;       ///< of the live instance
  std::vector<FieldChange> fields;
  std::vector<std::string> sinks; ///< where its token will go, "file path=.cerec/tokens.json"; sorted
  Origin origin;
  std::string precondition; ///< digest of what was read of the live instance; empty for a create
  Refusal refusal = Refusal::none;
  std::vector<Candidate> candidates; ///< evidence for a refusal
  std::string advice;                ///< the command that settles a refusal
  std::vector<std::string> notes;    ///< e.g. "2 secrets cannot be verified; use --rotate NAME"
  /// Declared fields that the plan neither verified nor writes (hidden by the service, no usable mark). Who
  /// applies the change must leave them out of the new fingerprint: it would say that they were applied.
  std::vector<FieldPath> unverified;
  bool unhealthy = false;        ///< live instance says valid: false
  bool fingerprint_only = false; ///< update/adopt writes reserved tags alone

  [[nodiscard]] bool refused() const { return refusal != Refusal::none; }
};

} // namespace cerec::model
