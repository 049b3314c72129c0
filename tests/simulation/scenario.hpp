#pragma once
#include "cerec/sim/fault.hpp"
#include "cerec/sim/platform.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cerec::simulation {

/// An instance as the generator thinks of it; written out for the program to read.
struct Wanted {
  std::string element = "gooddata";
  std::string name;
  std::string logical_id;
  std::vector<std::string> previous_names;
  std::optional<std::vector<std::string>> tags;
  std::string site = "secure.gooddata.com"; ///< a clear value
  std::string number;                       ///< a clear value, as the manifest spells it; empty: none
  std::string password_variable;            ///< the secret, by reference
  std::string code_variable;                ///< an OAuth code, by reference; empty: none
  std::optional<bool> disabled;
};
[[nodiscard]] std::string yaml_of(const std::vector<Wanted>& wanted);
[[nodiscard]] std::string json_of(const std::vector<Wanted>& wanted);

/// What befalls one run of the program, besides the faults of the network.
struct Mishap {
  enum class Kind { none, crash, pause, signal, disk_full } kind = Kind::none;
  int step = 0;             ///< of the run's outward steps (network, files, output), from 1
  base::Duration length{0}; ///< pause
  int number = 0;           ///< signal
  [[nodiscard]] std::string text() const;
};

/// A plan that is read before it is carried out, and what moves meanwhile.
struct Review {
  enum class Way {
    none,
    file,
    prompt
  } way = Way::none;         ///< `plan --out` and `apply FILE`; the prompt of `apply`
  base::Duration reading{0}; ///< how long the approval takes
  /// Between `plan` and `apply FILE`, of the checkout and of the environment; undone afterwards.
  enum class Edit { default_tag, default_entry, sink, secret, manifest, user };
  std::vector<Edit> edits;
  base::Duration skew{0}; ///< of the clock of the machine that applies the file
  [[nodiscard]] std::string text() const;
};

/// One run of cerec.
struct Run {
  std::string actor; ///< unique
  std::string command = "apply";
  base::Duration start{0};
  std::string after;    ///< `start` counts from the end of this run, be it killed; empty: from the beginning
  size_t workspace = 0; ///< files: a pipeline runner's own
  int parallelism = 10;
  int shard = 0; ///< of Scenario::shards, from 1; 0: the whole stack
  Review review{};
  bool refresh_changed = false; ///< --refresh changed
  int timeout = 120;            ///< seconds, of one request
  std::vector<Mishap> mishaps;
  [[nodiscard]] std::string text() const;
};

/// Somebody at the console, behind the program's back.
struct ConsoleAct {
  enum class Kind {
    rename,
    add_tag,
    drop_tags,
    edit,
    edit_secret,
    disable,
    enable,
    remove,
    create,
    hand_over ///< an orphan gets another stack's tags and its protection
  } kind = Kind::edit;
  base::Duration at{0};
  uint64_t pick = 0; ///< which instance: the pick-th of those there at that moment
  [[nodiscard]] std::string text() const;
};

/// Keys of the fingerprints; empty: the key comes from the account's secrets.
struct Keys {
  std::string before; ///< of the apply of Scenario::before
  std::string now;
  std::string previous; ///< named as the previous one
  /// What was recorded before cannot be verified: its key is named nowhere.
  [[nodiscard]] bool lost() const { return !before.empty() && before != now && before != previous; }
};

/// Sinks beside tokens.json, in files that somebody else may use too.
struct SharedSinks {
  bool used = false; ///< each runner's cerec.yaml names a dotenv file and a command beside tokens.json
  int refuses = 0;   ///< while faults strike, the command refuses each so-many-th token; 0: none
  /// A run of another stack in workspace 0, over the same files; nullopt: none.
  std::optional<base::Duration> neighbour;
  bool same_id = false; ///< the neighbour declares an id of ours: the variable is taken, and it is refused
};

/// One schedule: all that the seed decides. A plain value, so that the shrinker can take parts away.
struct Scenario {
  uint64_t seed = 0;
  sim::Choices choices;
  std::vector<Wanted> before; ///< applied without faults first; empty: a fresh account
  std::vector<Wanted> wanted; ///< what the runs want
  bool prune = false;
  bool delete_by_disable = false; ///< --delete-mode disable
  std::string empty_listing;      ///< --empty-listing: the service says it in words that nobody knows
  bool shared_key = false;        ///< a configured fingerprint key, as two users of an organization may share
  base::Duration create_time{0};  ///< 0: as usual
  int shards = 0; ///< the plan is split over this many runners, each with --shard I/N; 0: it is not
  size_t largest_page = 200;
  std::vector<sim::Instance> strangers; ///< unowned and foreign instances
  std::vector<sim::FaultRule> faults;
  std::vector<Run> runs;
  std::vector<ConsoleAct> console;
  Keys keys;
  SharedSinks sinks;
  std::vector<std::pair<std::string, std::string>> secrets; ///< environment: variable and canary value
  [[nodiscard]] std::string text() const;                   ///< readable, one line a part
  /// Names of instances whose element changed: the runs allow their replace.
  [[nodiscard]] std::vector<std::string> replaced() const;
  [[nodiscard]] bool is_replaced(const std::string& logical_id) const;
  /// The service does not keep the tag that carries the identity: nothing can be created for good.
  [[nodiscard]] bool damages_tags() const;
  /// The service does not show tags in listings: nobody can say what belongs to whom.
  [[nodiscard]] bool hides_tags() const;
  /// The service keeps identities, and not the fingerprints beside them: secrets cannot be verified.
  [[nodiscard]] bool loses_fingerprints() const;
};

/// The seed's schedule. Bounds that the guarantees rest on (docs/guarantees.md) are kept: late commits, stale
/// reads and pauses are shorter than the program's settle limit.
[[nodiscard]] Scenario generate(uint64_t seed);

} // namespace cerec::simulation
