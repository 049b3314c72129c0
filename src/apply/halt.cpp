#include "apply/halt.hpp"

#include <fmt/format.h>

namespace cerec::apply {

using model::Ending;

void Halt::now(std::string text, base::FailureKind kind) {
  if (!reason_)
    reason_ = Reason{std::move(text), kind};
}

void Halt::judge(const End& end) {
  if (end.ending == Ending::done) {
    hopeless_ = 0;
    return;
  }
  hopeless_ = end.failure == base::FailureKind::network ? hopeless_ + 1 : 0;
  if (end.failure == base::FailureKind::credentials && end.status == 401) // a 403 may be that of one element
    now("the service refuses the credentials", base::FailureKind::credentials);
  else if (hopeless_ >= limits_.hopeless_after)
    now(fmt::format("{} changes in a row got no usable answer", hopeless_), base::FailureKind::network);
  else if (limits_.strict && end.failure == base::FailureKind::stale)
    now("--strict: another change is stale", base::FailureKind::stale);
  else if (limits_.fail_fast && (end.ending == Ending::failed || end.ending == Ending::unknown))
    now("--fail-fast: another change failed", base::FailureKind::error);
}

} // namespace cerec::apply
