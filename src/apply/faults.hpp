#pragma once
#include "cerec/api/client.hpp"
#include "cerec/base/diagnostic.hpp"
#include "cerec/model/instance.hpp"

namespace cerec::apply {

using KnownEntries = std::function<std::vector<std::string>(const model::ElementRef& element)>;

/// The configuration entries that a refusal names, each as a diagnostic at the manifest's line: at the entry
/// if it is declared, else at `configuration`, else at the instance.
[[nodiscard]] base::Diagnostics faults_of(const api::ApiError& error, const model::DesiredInstance& desired,
                                          const KnownEntries& known_entries);

} // namespace cerec::apply
