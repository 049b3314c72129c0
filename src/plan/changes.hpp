#pragma once
#include "cerec/plan/make_plan.hpp"
#include "plan/match.hpp"

namespace cerec::plan {

/// Makes the changes: one for each match, and those that have no manifest.
class ChangeMaker {
public:
  /// `as_of`: of the listing.
  ChangeMaker(const Options& options, std::optional<base::WallTime> as_of)
      : options_(options), as_of_(as_of), rotate_used_(options.mode.rotate.size()) {}

  [[nodiscard]] model::Change of_match(const Match& match);
  [[nodiscard]] model::Change dedupe(const model::LiveInstance& duplicate,
                                     const model::LiveInstance& winner) const;
  [[nodiscard]] model::Change release(const model::LiveInstance& live, model::Reason reason) const;
  /// Delete or release, whichever the instance asks for; refused if it is protected. `desired`: its manifest,
  /// if there is one (destroy).
  [[nodiscard]] model::Change removal(const model::LiveInstance& live,
                                      const model::DesiredInstance* desired) const;
  /// Unsettled, and posted so lately that its run may still be at work; also if nobody knows how late it is.
  [[nodiscard]] bool may_be_in_progress(const model::LiveInstance& live) const;
  /// Of numbers that the service has rounded; empty: none.
  [[nodiscard]] std::string rounded_warning() const;
  [[nodiscard]] std::vector<std::string> warnings() const; ///< --rotate patterns that matched nothing

private:
  [[nodiscard]] model::Change base_of(const model::DesiredInstance& desired) const;
  [[nodiscard]] model::Change base_of(const model::LiveInstance& live) const;
  /// The texts of the sinks that count for the instance: its own, or the project's.
  [[nodiscard]] std::vector<std::string> sinks_of(const model::DesiredInstance* desired) const;
  void refused(model::Change& change, const Match& match) const;
  void replaced(model::Change& change, const Match& match) const;
  void compared(model::Change& change, const Match& match);
  void reserved_fields(model::Change& change, const Match& match) const;
  void notes(model::Change& change, const model::DesiredInstance& desired, std::string_view why,
             size_t undeclared) const;
  [[nodiscard]] bool is_rotated(const model::DesiredInstance& desired);

  const Options& options_;
  std::optional<base::WallTime> as_of_;
  std::vector<bool> rotate_used_;
  std::vector<std::string> rounded_; ///< "address path (kept for declared)"
};

} // namespace cerec::plan
