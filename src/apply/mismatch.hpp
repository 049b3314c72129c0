#pragma once
#include "cerec/api/client.hpp"

namespace cerec::apply {

/// What an answer shows otherwise than a PATCH asked: the paths, without values. What the answer does not
/// show or masks is no mismatch.
[[nodiscard]] std::vector<std::string> mismatches(const api::Patch& asked, const model::LiveInstance& answer);

/// True if the answer shows that the PATCH was carried out: numbers that the service has rounded count as
/// kept.
[[nodiscard]] bool shows(const api::Patch& asked, const model::LiveInstance& answer);

/// The same as mismatches() for what a create sent; tags only if the answer shows any of the reserved ones.
[[nodiscard]] std::vector<std::string> mismatches(const model::DesiredInstance& asked,
                                                  const model::LiveInstance& answer);

/// What an instance shows in the place of a reserved tag that was sent.
struct ChangedTag {
  std::string sent, shows; ///< `shows` empty: nothing that resembles it
};
/// The first reserved tag of `sent` that the instance does not show as it was sent; the identity's before
/// all.
[[nodiscard]] std::optional<ChangedTag> changed_tag(const std::vector<std::string>& sent,
                                                    const model::LiveInstance& instance);

} // namespace cerec::apply
