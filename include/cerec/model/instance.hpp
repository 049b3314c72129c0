#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/base/secret.hpp"
#include "cerec/base/time.hpp"
#include "cerec/model/field_path.hpp"
#include "cerec/model/ownership.hpp"
#include "cerec/model/value.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cerec::model {

/// The element of an instance: by key, or by the numeric id that some documented bodies use
/// (docs/api.md 5.1).
struct ElementRef {
  std::string key;
  int64_t id = 0; ///< 0: not stated
  bool operator==(const ElementRef&) const = default;
  [[nodiscard]] std::string text() const { return key.empty() ? "#" + std::to_string(id) : key; }
};

/// The name of an instance within a stack, as shown and as typed by users: `gooddata/analytics-prod`.
struct Address {
  std::string element;    ///< element key
  std::string logical_id; ///< unique in the stack
  [[nodiscard]] std::string text() const { return element + "/" + logical_id; }
  auto operator<=>(const Address&) const = default;
};

/// Where a token goes. `type` is a row of the sink table (tokens/sinks); the settings are that sink's own.
struct SinkSpec {
  std::string type; ///< file, dotenv, kubernetes-secret, command
  std::map<std::string, std::vector<std::string>> settings;
  base::Span origin;
  /// The settings as they are told: its paths start from the project's folder, wherever that is seen from.
  /// Empty: as in `settings`.
  std::map<std::string, std::vector<std::string>> stated{};
};

/// One instance as the manifests want it; references are resolved. Only what is declared is compared.
struct DesiredInstance {
  Address address;
  ElementRef element;
  std::string name;                             ///< HTML already stripped as the service does
  std::optional<std::vector<std::string>> tags; ///< user tags, sorted, unique; nullopt: not declared
  Configuration configuration;
  std::optional<bool> disabled;
  std::optional<std::string> external_authentication;
  std::optional<Value> provider_data; ///< JSON text, sensitive; used by a create only
  std::map<std::string, Value> other; ///< further documented members of the POST body, create only
  bool single_use_code = false;       ///< providerData holds an OAuth code: never posted twice

  std::vector<std::string> previous_names;
  bool protect = false;
  bool release = false; ///< `cerec.onRemove: release`: forget instead of delete
  std::set<std::string> ignored_paths;
  std::vector<SinkSpec> sinks; ///< empty: the project's

  std::map<FieldPath, std::vector<std::string>> references; ///< "env:NAME", ...: what it was made of
  base::Span origin;
  std::map<FieldPath, base::Span> spans; ///< places of the values
};

/// One instance as the service has it.
struct LiveInstance {
  int64_t id = 0;
  std::string name;
  ElementRef element;
  std::string created; ///< `YYYY-MM-DDThh:mm:ssZ` or empty
  base::Secret token;
  std::vector<std::string> user_tags;
  std::vector<std::string> unknown_reserved;
  Ownership ownership;
  std::vector<std::string> other_identities; ///< codes of further identities that it carries: a contradiction
  std::optional<Configuration>
      configuration; ///< nullopt: the answer had none (a light listing), read it per id
  std::optional<bool> disabled;
  std::optional<bool> valid;
  std::optional<std::string> external_authentication;
  bool detailed = false; ///< read by GET /instances/{id} (or an answer to a write): what is absent is absent

  /// True if it carries two identities: it belongs to neither.
  [[nodiscard]] bool contradictory() const { return !other_identities.empty(); }
  /// True if it carries this identity, alone or among others.
  [[nodiscard]] bool carries(std::string_view code) const;
  /// Who owns it, as told to people; both identities if there are two.
  [[nodiscard]] std::string owner_text() const;
};

/// From when on an unsettled instance belongs to no run that is still at work: `age` after it was posted.
/// nullopt: the service does not say when that was.
[[nodiscard]] std::optional<base::WallTime> nobodys_from(std::string_view created, base::Duration age);

/// What a complete, consistent listing proved. Only this type says "absent"; api::list makes it.
struct Listing {
  std::vector<LiveInstance> instances; ///< sorted by id
  int list_requests = 0;
  int detail_requests = 0;
  /// The service's clock when its first page was answered: ages are judged by it. nullopt: nobody said.
  std::optional<base::WallTime> as_of{};
};

} // namespace cerec::model
