#include "cerec/model/change.hpp"

#include <algorithm>

namespace cerec::model {
namespace {

template <class Enum>
struct Word {
  Enum value;
  std::string_view text;
};

template <class Enum, size_t N>
std::string_view word_of(const Word<Enum> (&table)[N], Enum value) {
  for (const Word<Enum>& row : table)
    if (row.value == value)
      return row.text;
  return "?";
}

template <class Enum, size_t N>
std::optional<Enum> value_of(const Word<Enum> (&table)[N], std::string_view text) {
  for (const Word<Enum>& row : table)
    if (row.text == text)
      return row.value;
  return std::nullopt;
}

constexpr Word<Reason> k_reasons[] = {
    {Reason::none, "none"},
    {Reason::absent, "absent"},
    {Reason::unowned_match, "unowned_match"},
    {Reason::fields_differ, "fields_differ"},
    {Reason::renamed, "renamed"},
    {Reason::element_changed, "element_changed"},
    {Reason::manifest_removed, "manifest_removed"},
    {Reason::released, "released"},
    {Reason::duplicate, "duplicate"},
    {Reason::unsettled, "unsettled"},
    {Reason::unverifiable, "unverifiable"},
    {Reason::rotate_requested, "rotate_requested"},
    {Reason::taken_over, "taken_over"},
    {Reason::destroy_requested, "destroy_requested"},
    {Reason::identity_changed, "identity_changed"},
};

constexpr Word<FieldState> k_field_states[] = {
    {FieldState::pending, "pending"},   {FieldState::drift, "drift"},
    {FieldState::conflict, "conflict"}, {FieldState::unverifiable, "unverifiable"},
    {FieldState::unknown, "unknown"},
};

constexpr Word<Refusal> k_refusals[] = {
    {Refusal::none, "none"},
    {Refusal::foreign_owner, "foreign_owner"},
    {Refusal::ambiguous, "ambiguous"},
    {Refusal::replace_forbidden, "replace_forbidden"},
    {Refusal::protected_instance, "protected_instance"},
    {Refusal::delete_limit, "delete_limit"},
    {Refusal::empty_desired, "empty_desired"},
    {Refusal::partial_plan, "partial_plan"},
    {Refusal::unnamed_stack, "unnamed_stack"},
};

} // namespace

std::string_view text_of(Reason reason) {
  return word_of(k_reasons, reason);
}
std::optional<Reason> reason_of(std::string_view text) {
  return value_of(k_reasons, text);
}
std::string_view text_of(FieldState state) {
  return word_of(k_field_states, state);
}
std::optional<FieldState> field_state_of(std::string_view text) {
  return value_of(k_field_states, text);
}
std::string_view text_of(Refusal refusal) {
  return word_of(k_refusals, refusal);
}
std::optional<Refusal> refusal_of(std::string_view text) {
  return value_of(k_refusals, text);
}

} // namespace cerec::model
