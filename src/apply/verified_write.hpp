#pragma once
#include "apply/machine.hpp"

namespace cerec::apply {

/// One write to an instance whose answer may be lost. Where the answer does not tell whether the service
/// acted, the instance is read, and what it shows is the verdict: a write that is unclear is never sent
/// again, and never called failed.
class VerifiedWrite {
public:
  /// What a clear answer holds.
  enum class Answers { instance, nothing };
  VerifiedWrite(const api::Requests& requests, Answers answers) : requests_(requests), answers_(answers) {}

  /// Sends it; `id` is read if need be.
  [[nodiscard]] Send begin(int64_t id, Send write);

  struct Verdict {
    enum class Kind {
      not_sent, ///< dropped before a byte left: nothing happened
      accepted, ///< a clear yes
      gone,     ///< the service's own word that there is no such instance
      refused,  ///< a clear no
      seen,     ///< no clear answer; this is what the instance showed afterwards
    } kind = Kind::not_sent;
    std::optional<model::LiveInstance> instance{}; ///< accepted (if the answer holds it), seen
    std::optional<api::ApiError> error{};          ///< gone, refused; seen: why it could not be read
    std::string ambiguity{};                       ///< seen: what the write was answered with
    [[nodiscard]] bool seen_gone() const { return kind == Kind::seen && error && is_gone(*error); }
  };
  /// The next request, or the verdict.
  using Reply = std::variant<Send, Verdict>;
  [[nodiscard]] Reply answered(const http::Finished& finished);

private:
  [[nodiscard]] Send read() const;
  [[nodiscard]] Reply written(const http::Finished& finished);

  const api::Requests& requests_;
  Answers answers_;
  int64_t id_ = 0;
  bool verifying_ = false;
  std::string ambiguity_;
};

} // namespace cerec::apply
