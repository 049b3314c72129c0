#pragma once
#include "cerec/plan/make_plan.hpp"

#include <optional>
#include <vector>

namespace cerec::plan {

/// True if `pattern` (a glob) names the instance: name, address or logical id.
[[nodiscard]] bool names(std::string_view pattern, std::string_view name, const model::Address& address);

/// What --target, --exclude and --shard leave in the plan. Remembers which patterns never matched.
class Selection {
public:
  Selection(const model::PlanMode& mode, std::string stack);
  [[nodiscard]] bool by_pattern() const { return !targets_.empty() || !excludes_.empty(); }
  [[nodiscard]] bool partial() const { return by_pattern() || shard_; }
  [[nodiscard]] bool covers(const model::DesiredInstance& desired);
  [[nodiscard]] bool covers(const model::LiveInstance& owned); ///< of this stack
  [[nodiscard]] bool in_shard(const model::LiveInstance& owned) const;
  /// Patterns that have matched nothing so far, with their flags; of a shard none.
  [[nodiscard]] std::vector<std::string> unused() const;

private:
  struct Pattern {
    std::string text;
    bool used = false;
  };
  [[nodiscard]] static bool matches(Pattern& pattern, std::string_view name, const model::Address& address,
                                    const std::vector<std::string>& tags);
  [[nodiscard]] bool covers(std::string_view name, const model::Address& address,
                            const std::vector<std::string>& tags);
  std::vector<Pattern> targets_, excludes_;
  std::string stack_;
  std::optional<model::Shard> shard_;
};

} // namespace cerec::plan
