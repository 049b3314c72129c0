#include "report/parts.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>

/// The words for what the model names by enum values.
namespace cerec::report {

std::string plural(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string in_quotes(std::string_view text) {
  return fmt::format("\"{}\"", base::visible(text));
}

std::string seconds(base::Duration elapsed) {
  const auto ms = elapsed.count();
  if (ms >= 120'000)
    return fmt::format("{} min {} s", ms / 60'000, ms % 60'000 / 1'000);
  return fmt::format("{}.{} s", ms / 1'000, ms % 1'000 / 100);
}

std::string_view words_of(model::Reason reason) {
  using enum model::Reason;
  switch (reason) {
  case none:
    return "";
  case absent:
    return "no instance has this identity or name";
  case unowned_match:
    return "an instance that nobody owns has this element and name";
  case fields_differ:
    return "declared fields differ";
  case renamed:
    return "the name changed under the same identity";
  case element_changed:
    return "the element changed; consumers need the new token";
  case manifest_removed:
    return "no manifest declares it any more";
  case released:
    return "no manifest declares it any more; it was declared with onRemove: release";
  case duplicate:
    return "an unfinished second instance of one identity";
  case unsettled:
    return "posted by a run that did not finish";
  case unverifiable:
    return "a secret cannot be verified; all that can be compared matches";
  case rotate_requested:
    return "--rotate names it";
  case taken_over:
    return "--take-over names it";
  case destroy_requested:
    return "destroy was asked for";
  case identity_changed:
    return "this stack owns it under another id";
  }
  return "?";
}

std::string_view words_of(model::Refusal refusal) {
  using enum model::Refusal;
  switch (refusal) {
  case none:
    return "";
  case foreign_owner:
    return "another stack owns the instance";
  case ambiguous:
    return "several instances fit";
  case replace_forbidden:
    return "a replace gives consumers a dead token and was not allowed by name";
  case protected_instance:
    return "the instance is protected";
  case delete_limit:
    return "more deletes than the limit allows";
  case empty_desired:
    return "no manifest declares anything, and this would delete all";
  case partial_plan:
    return "a partial plan deletes nothing outside of what it looked at";
  case unnamed_stack:
    return "deleting needs a stack that was named";
  }
  return "?";
}

std::string_view words_of(model::FieldState state) {
  using enum model::FieldState;
  switch (state) {
  case pending:
    return "manifest changed";
  case drift:
    return "edited outside cerec";
  case conflict:
    return "manifest changed and edited outside cerec";
  case unverifiable:
    return "cannot be verified";
  case unknown:
    return "differs, no record of who changed it";
  }
  return "?";
}

std::string_view words_of(model::DriftKind kind) {
  using enum model::DriftKind;
  switch (kind) {
  case in_sync:
    return "in sync";
  case pending:
    return "manifest is ahead";
  case drift:
    return "edited outside cerec";
  case conflict:
    return "manifest and instance both changed";
  case missing:
    return "declared, and not in the account";
  case unmanaged:
    return "in the account, owned by nobody";
  case foreign:
    return "owned by another stack";
  case orphaned:
    return "owned by this stack, declared by no manifest";
  case duplicate:
    return "second instance of one identity";
  case unhealthy:
    return "the service reports it invalid, or it is disabled";
  case unverifiable:
    return "a secret cannot be verified";
  }
  return "?";
}

std::string_view symbol_of(model::DriftKind kind) {
  using enum model::DriftKind;
  switch (kind) {
  case in_sync:
    return "=";
  case pending:
    return ">";
  case drift:
    return "~";
  case conflict:
  case duplicate:
  case unhealthy:
    return "!";
  case missing:
    return "-";
  case orphaned:
    return "<";
  case unmanaged:
  case foreign:
    return ".";
  case unverifiable:
    return "?";
  }
  return "?";
}

std::string_view word_of(base::FailureKind kind) {
  using enum base::FailureKind;
  switch (kind) {
  case error:
    return "error";
  case usage:
    return "usage";
  case credentials:
    return "credentials";
  case network:
    return "network";
  case stale:
    return "stale";
  case locked:
    return "locked";
  case refused:
    return "refused";
  case interrupted:
    return "interrupted";
  }
  return "?";
}

} // namespace cerec::report
