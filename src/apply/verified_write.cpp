#include "apply/verified_write.hpp"

namespace cerec::apply {

using Kind = VerifiedWrite::Verdict::Kind;

Send VerifiedWrite::begin(int64_t id, Send write) {
  id_ = id;
  verifying_ = false;
  ambiguity_.clear();
  return write;
}

Send VerifiedWrite::read() const {
  Send send;
  send.request = requests_.get(id_);
  send.kind = CallKind::detail;
  return send;
}

VerifiedWrite::Reply VerifiedWrite::answered(const http::Finished& finished) {
  if (!verifying_)
    return written(finished);
  if (never_left(finished))
    return read(); // dropped when the first signal came: it is verified all the same
  auto shown = api::decode_instance(finished.result);
  if (shown)
    return Verdict{Kind::seen, std::move(*shown), std::nullopt, ambiguity_};
  return Verdict{Kind::seen, std::nullopt, std::move(shown.error()), ambiguity_};
}

VerifiedWrite::Reply VerifiedWrite::written(const http::Finished& finished) {
  if (never_left(finished))
    return Verdict{Kind::not_sent};
  std::optional<api::ApiError> error;
  if (answers_ == Answers::instance) {
    auto answer = api::decode_instance(finished.result);
    if (answer)
      return Verdict{Kind::accepted, std::move(*answer)};
    error = std::move(answer.error());
  } else {
    const auto answer = api::decode_empty(finished.result);
    if (answer)
      return Verdict{Kind::accepted};
    error = answer.error();
  }
  if (is_gone(*error))
    return Verdict{Kind::gone, std::nullopt, std::move(error)};
  if (!may_have_acted(*error, finished))
    return Verdict{Kind::refused, std::nullopt, std::move(error)};
  ambiguity_ = error->text();
  verifying_ = true;
  return read();
}

} // namespace cerec::apply
