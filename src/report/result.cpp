#include "cerec/report/result.hpp"

#include "report/results.hpp"

namespace cerec::report {
namespace {

template <class R>
constexpr bool k_has_own_renderers =
    std::is_base_of_v<operations::PlanResult, R> || std::is_same_v<R, operations::DriftResult>;

} // namespace

const operations::Ended& ended_of(const Result& result) {
  return std::visit([](const auto& each) -> const operations::Ended& { return each; }, result);
}

operations::Ended& ended_of(Result& result) {
  return std::visit([](auto& each) -> operations::Ended& { return each; }, result);
}

/// The one place, beside the JSON members of the same results, where a token or a key is printed: it was
/// asked for.
std::optional<std::string> data_of(const Result& result) {
  if (const auto* exported = std::get_if<operations::ExportResult>(&result))
    return exported->files.empty() ? std::optional(exported->stream) : std::nullopt;
  if (const auto* formatted = std::get_if<operations::FormatResult>(&result))
    return formatted->text;
  if (const auto* token = std::get_if<operations::TokenResult>(&result); token != nullptr && token->record)
    return std::string(token->record->token.reveal()) + "\n";
  if (const auto* made = std::get_if<operations::NewKeyResult>(&result);
      made != nullptr && !made->key.empty())
    return std::string(made->key.reveal()) + "\n";
  if (const auto* text = std::get_if<TextResult>(&result))
    return text->text;
  return std::nullopt;
}

bool is_secret(const Result& result) {
  return std::holds_alternative<operations::TokenResult>(result) ||
         std::holds_alternative<operations::NewKeyResult>(result);
}

Document document_of(const Result& result) {
  Document out;
  out.result = &result;
  const operations::Ended& ended = ended_of(result);
  out.diagnostics = &ended.diagnostics;
  out.failure = ended.failure;
  if (const auto* drift = std::get_if<operations::DriftResult>(&result))
    out.drift = drift->drift ? &*drift->drift : nullptr;
  const auto* applied = std::get_if<operations::ApplyResult>(&result);
  const operations::PlanResult* planned =
      applied != nullptr ? applied : std::get_if<operations::PlanResult>(&result);
  if (planned != nullptr) {
    out.plan = planned->plan ? &*planned->plan : nullptr;
    out.plan_digest = planned->digest;
    out.plan_file = planned->file;
  }
  if (applied != nullptr)
    out.outcome = applied->outcome ? &*applied->outcome : nullptr;
  return out;
}

std::optional<Outline> outline_of(const Document& document) {
  if (document.result == nullptr)
    return std::nullopt;
  return std::visit(
      [](const auto& result) -> std::optional<Outline> {
        if constexpr (k_has_own_renderers<std::decay_t<decltype(result)>>)
          return std::nullopt;
        else
          return outline_of(result);
      },
      *document.result);
}

Json members_of(const Document& document) {
  const auto* result = document.result;
  const auto members = [&]() -> std::optional<Json> {
    if (result == nullptr)
      return std::nullopt;
    return std::visit(
        [](const auto& each) -> std::optional<Json> {
          if constexpr (k_has_own_renderers<std::decay_t<decltype(each)>>)
            return std::nullopt;
          else
            return members_of(each);
        },
        *result);
  }();
  if (members)
    return *members;
  const bool ran = document.outcome != nullptr && document.plan != nullptr;
  return {{"plan", document.plan == nullptr ? Json(nullptr) : head_of(*document.plan, document)},
          {"outcome", ran ? head_of(*document.outcome, *document.plan) : Json(nullptr)},
          {"drift", document.drift == nullptr ? Json(nullptr) : json_of(*document.drift)}};
}

} // namespace cerec::report
