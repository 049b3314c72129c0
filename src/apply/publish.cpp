#include "apply/publish.hpp"

#include <fmt/format.h>

namespace cerec::apply {

Command PublishStep::start() {
  if (!facts_.instance.token.empty())
    return Deliver{};
  return read(facts_.instance.id); // the answer lacked it; the details have it
}

Command PublishStep::answered(const http::Finished& finished) {
  if (never_left(finished))
    return start(); // dropped when the first signal came; custody of the token goes on
  auto answer = api::decode_instance(finished.result);
  if (answer && !answer->token.empty()) {
    facts_.instance.token = std::move(answer->token);
    return Deliver{};
  }
  const std::string why = answer ? std::string("the service returned none") : answer.error().text();
  return delivered(base::fail(why));
}

Command PublishStep::delivered(const base::Result<void>& result) {
  if (result) {
    facts_.published = true;
    return Next{};
  }
  End end;
  end.ending = model::Ending::failed;
  end.message = fmt::format("instance {} is in place, but its token was not stored: {}", facts_.instance.id,
                            result.error().message);
  end.next_step = "cerec token sync";
  end.failure = result.error().kind;
  return end;
}

Command ForgetStep::start() {
  Deliver deliver;
  deliver.withdraw = true;
  return deliver;
}

Command ForgetStep::delivered(const base::Result<void>& result) {
  if (!result)
    facts_.remarks.push_back(fmt::format("its token is still in a sink: {}", result.error().message));
  return Next{};
}

} // namespace cerec::apply
