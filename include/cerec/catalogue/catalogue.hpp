#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/manifest/manifest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cerec::catalogue {

/// One configuration entry of an element (docs/api.md 7.1).
struct Entry {
  enum class Tri { no, yes, unknown };
  std::string key;
  std::string type; ///< TEXTFIELD_128, PASSWORD, BOOLEAN, COMBO, ...; empty if not stated
  Tri required = Tri::unknown;
  Tri hidden = Tri::unknown;
  bool has_default = false;   ///< the service fills it in: stated and not empty, or withheld
  bool empty_default = false; ///< stated as the empty text, which counts as none (docs/api.md 7.2)
  std::string withheld;       ///< `long` or `sensitive`: there is a default, its text is left out here
  std::string default_value;  ///< empty if none, or withheld
  std::string group;          ///< only when `authentication.type` chooses it
  bool active = true;         ///< an inactive entry is neither asked for nor used
  bool internal = false;
  bool from_pages = false;          ///< known from documentation alone: accept it, never demand it
  std::vector<std::string> options; ///< of a COMBO
};

struct Element {
  std::string key, name, hub;
  std::string authentication; ///< basic, oauth2, custom, ...; empty if not stated
  int64_t id = 0;             ///< differs between environments (docs/api.md 7.3); 0 if unknown
  bool from_pages = false;    ///< no definition was seen, only documentation
  std::vector<Entry> entries; ///< sorted by key
  [[nodiscard]] const Entry* find(std::string_view entry_key) const;
};

/// The embedded facts of 228 elements (built from src/catalogue/elements.tsv at build time).
[[nodiscard]] const std::vector<Element>& elements(); ///< sorted by key
[[nodiscard]] const Element* find_element(std::string_view key);
[[nodiscard]] const Element* find_element(int64_t id);

/// True if the value of this key is a secret: declared PASSWORD, `oauth.api.key` and `oauth.api.secret`
/// (the service masks them), and by its name, such as `closeio.password` or `apikey.user.key`: some secrets
/// are declared as text and come back in clear (docs/api.md 3.1). Works for unknown elements too.
[[nodiscard]] bool is_secret(std::string_view element_key, std::string_view configuration_key);

/// True if the element has this entry, or it is one of those that all elements have (docs/api.md 5.5).
/// Unknown elements: only the latter.
[[nodiscard]] bool declares(const model::ElementRef& element, std::string_view configuration_key);

/// The type of authentication this instance chooses: its `authentication.type`, else the default of that
/// entry, else the element's own.
[[nodiscard]] std::string chosen_authentication(const Element& element,
                                                const manifest::ManifestInstance& instance);

/// Entries that a caller has to send and this configuration lacks (rule of docs/api.md 7.2).
[[nodiscard]] std::vector<std::string> missing_entries(const Element& element,
                                                       const manifest::ManifestInstance& instance);

/// All that the catalogue can say of a set before any request; docs/elements.md lists the codes. A literal
/// where a secret is expected is an error, all else are warnings: the service's definitions change, and
/// private elements exist. Places that `diagnostics` already holds an error for are left alone, and one place
/// is told once although project defaults spread it over many instances.
void validate(const std::vector<manifest::ManifestFile>& files, base::Diagnostics& diagnostics);

} // namespace cerec::catalogue
