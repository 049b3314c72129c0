#pragma once
#include "cerec/io/ports.hpp"

#include <map>

namespace cerec::test {

/// Environment variables from a map.
class FakeEnvironment : public io::Environment {
public:
  std::map<std::string, std::string> variables;

  FakeEnvironment() = default;
  explicit FakeEnvironment(std::map<std::string, std::string> initial) : variables(std::move(initial)) {}
  std::optional<std::string> get(const std::string& name) override {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }
};

} // namespace cerec::test
