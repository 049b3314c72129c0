#pragma once
#include "cerec/config/settings_table.hpp"
#include "cli/options/option_set.hpp"

#include <map>

namespace cerec::cli {

/// Declares the flags of these groups of the settings table; what is given lands in `flags` by key.
void declare_settings(OptionSet& options, const std::vector<config::SettingGroup>& groups,
                      std::map<std::string, std::string>& flags);

} // namespace cerec::cli
