#pragma once
#include "catalogue/reporter.hpp"
#include "cerec/catalogue/catalogue.hpp"

#include <string>

/// The checks of one configuration value; validate.cpp runs them.
namespace cerec::catalogue {

struct Member {
  const Element* element;  ///< nullptr: not in the catalogue
  std::string element_key; ///< as written
  const std::string& key;
  const manifest::TemplateValue& value;
};

/// `literal-secret`: text where a secret is expected and no reference.
void check_literal_secret(const Member& member, Reporter& reporter);
/// `unknown-key`, with the nearest known one.
void check_key(const Member& member, Reporter& reporter);
/// `unknown-option`, `not-boolean`, `not-a-url`, `not-a-number`: a value that its entry cannot mean.
void check_value(const Member& member, Reporter& reporter);

} // namespace cerec::catalogue
