#include "apply/verified_write.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using apply::VerifiedWrite;
using Kind = VerifiedWrite::Verdict::Kind;

namespace {

http::Finished answer(int status, const std::string& body) {
  http::Response response;
  response.status = status;
  response.headers = {{"content-type", "application/json"}};
  response.body = base::Secret(body);
  http::Finished finished;
  finished.result = std::move(response);
  finished.attempts = 1;
  finished.maybe_sent = true;
  return finished;
}

http::Finished failure(http::TransportError::Kind kind, bool sent) {
  http::Finished finished;
  finished.result = tl::unexpected(http::TransportError{kind, sent, "it broke"});
  finished.attempts = 1;
  finished.maybe_sent = sent;
  return finished;
}

const api::Requests& requests() {
  static const api::Requests one({"https://sim.test/elements/api-v2", base::Secret("u"), base::Secret("o")},
                                 base::Duration(1'000));
  return one;
}

const char* const k_instance =
    R"({"id":7,"name":"one","element":{"key":"gooddata"},"token":"t","disabled":true})";
const char* const k_no_such =
    R"({"requestId":"r","message":"No element instance found with the given id: 7"})";

VerifiedWrite begun(VerifiedWrite::Answers answers = VerifiedWrite::Answers::nothing) {
  VerifiedWrite write(requests(), answers);
  apply::Send send;
  send.request = requests().remove(7);
  send.kind = apply::CallKind::remove;
  CHECK(write.begin(7, send).kind == apply::CallKind::remove);
  return write;
}

Kind verdict_of(const VerifiedWrite::Reply& progress) {
  REQUIRE(std::holds_alternative<VerifiedWrite::Verdict>(progress));
  return std::get<VerifiedWrite::Verdict>(progress).kind;
}

/// After an answer that leaves it open, the instance is asked for.
VerifiedWrite unclear() {
  VerifiedWrite write = begun();
  const auto progress = write.answered(failure(http::TransportError::Kind::timeout, true));
  REQUIRE(std::holds_alternative<apply::Send>(progress));
  const auto& send = std::get<apply::Send>(progress);
  CHECK(send.kind == apply::CallKind::detail);
  CHECK(send.request.method == http::Method::get);
  CHECK_FALSE(send.writes());
  return write;
}

} // namespace

TEST_CASE("a clear answer is the verdict") {
  CHECK(verdict_of(begun().answered(answer(200, ""))) == Kind::accepted);
  CHECK(verdict_of(begun().answered(answer(404, k_no_such))) == Kind::gone);
  CHECK(verdict_of(begun().answered(answer(400, R"({"message":"no"})"))) == Kind::refused);
  CHECK(verdict_of(begun().answered(failure(http::TransportError::Kind::cancelled, false))) ==
        Kind::not_sent);
  VerifiedWrite patch = begun(VerifiedWrite::Answers::instance);
  const auto progress = patch.answered(answer(200, k_instance));
  REQUIRE(verdict_of(progress) == Kind::accepted);
  CHECK(std::get<VerifiedWrite::Verdict>(progress).instance->id == 7);
}

TEST_CASE("without a clear answer the instance is read, and what it shows is the verdict") {
  const auto shown = unclear().answered(answer(200, k_instance));
  REQUIRE(verdict_of(shown) == Kind::seen);
  const auto& seen = std::get<VerifiedWrite::Verdict>(shown);
  CHECK(seen.instance->disabled == true);
  CHECK_FALSE(seen.seen_gone());
  CHECK(seen.ambiguity.find("it broke") != std::string::npos);
  const auto gone = unclear().answered(answer(404, k_no_such));
  REQUIRE(verdict_of(gone) == Kind::seen);
  CHECK(std::get<VerifiedWrite::Verdict>(gone).seen_gone());
  const auto unread = unclear().answered(answer(500, ""));
  REQUIRE(verdict_of(unread) == Kind::seen);
  CHECK_FALSE(std::get<VerifiedWrite::Verdict>(unread).seen_gone());
}

TEST_CASE("a reading that a signal dropped is asked again; the write never is") {
  VerifiedWrite write = unclear();
  const auto progress = write.answered(failure(http::TransportError::Kind::cancelled, false));
  REQUIRE(std::holds_alternative<apply::Send>(progress));
  CHECK(std::get<apply::Send>(progress).kind == apply::CallKind::detail);
}
