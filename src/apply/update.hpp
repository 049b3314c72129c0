#pragma once
#include "apply/verified_write.hpp"

namespace cerec::apply {

/// PATCH of exactly what the plan says, tags and fingerprint included. Nothing is read before it; the answer
/// is compared with what was asked. Without a clear answer the instance is read, and the fingerprint in its
/// tags tells whether the PATCH (all or nothing) was carried out.
class WriteStep : public Step {
public:
  WriteStep(const Context& context, Facts& facts)
      : Step(context, facts), write_(context.requests, VerifiedWrite::Answers::instance) {}
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;

protected:
  /// What to send; the default is for update and adopt.
  [[nodiscard]] virtual api::Patch patch();

private:
  [[nodiscard]] Command accepted(model::LiveInstance answer);
  [[nodiscard]] End refused(const api::ApiError& error) const;
  [[nodiscard]] Command seen(VerifiedWrite::Verdict verdict);
  void take(model::LiveInstance instance);
  VerifiedWrite write_;
  api::Patch patch_;
};

/// PATCH of the tags without the reserved ones.
class ReleaseStep : public WriteStep {
public:
  using WriteStep::WriteStep;

protected:
  [[nodiscard]] api::Patch patch() override;
};

/// PATCH of the tags with the mark of quarantine.
class QuarantineStep : public WriteStep {
public:
  using WriteStep::WriteStep;

protected:
  [[nodiscard]] api::Patch patch() override;
};

/// Enables or disables, a request of its own, if the manifest asks for it and the instance is known to be
/// otherwise. Quarantine disables whatever the manifest said.
class EnableStep : public Step {
public:
  EnableStep(const Context& context, Facts& facts)
      : Step(context, facts), write_(context.requests, VerifiedWrite::Answers::nothing) {}
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;

private:
  [[nodiscard]] std::optional<bool> asked() const;
  bool wanted_disabled_ = false;
  VerifiedWrite write_;
};

} // namespace cerec::apply
