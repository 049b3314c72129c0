#pragma once
#include "apply/machine.hpp"
#include "cerec/api/listing.hpp"

namespace cerec::apply {

/// One complete listing of an identity's tag (api::Lister), and what it says of the identity. An instance
/// that carries the identity and another one belongs to neither: nothing can be told of either.
class LookUp {
public:
  LookUp(const Context& context, std::string_view logical_id)
      : context_(context), code_(model::identity_code(context.stack(), logical_id)) {}

  /// A listing of the whole account instead.
  [[nodiscard]] static LookUp of_everything(const Context& context) { return LookUp(context); }

  /// The first request. `timeout`: of each page, if it is shorter than the usual one.
  [[nodiscard]] Send begin(std::optional<base::Duration> timeout = std::nullopt);

  struct Found {
    std::vector<model::LiveInstance> instances; ///< of the identity, without quarantined ones, by id
    base::TimePoint as_of{};                    ///< when its first page was asked for
    std::optional<ServiceClock> clock{};        ///< as the answer to it told
  };
  /// The next page to ask for, what was found, or why the look-up proves nothing.
  using Progress = std::variant<Send, Found, api::ApiError>;
  [[nodiscard]] Progress answered(const http::Finished& finished);

private:
  explicit LookUp(const Context& context) : context_(context) {}
  [[nodiscard]] Progress result(api::Listed listed);

  const Context& context_;
  std::string code_; ///< of the identity; empty: everything
  std::optional<api::Lister> lister_;
  std::optional<ServiceClock> clock_;
};

} // namespace cerec::apply
