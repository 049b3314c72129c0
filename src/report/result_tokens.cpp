#include "report/results.hpp"

#include "cerec/base/text.hpp"

namespace cerec::report {

Outline outline_of(const operations::TokensResult& result) {
  Table table;
  for (const tokens::TokenRecord& record : result.records)
    table.rows.push_back({{record.address.text()}, {std::to_string(record.instance_id)}, {record.name}});
  return {{{"", std::move(table)}}};
}

Json members_of(const operations::TokensResult& result) {
  Json tokens = Json::array();
  for (const tokens::TokenRecord& record : result.records)
    tokens.push_back({{"address", record.address.text()},
                      {"stack", record.stack},
                      {"url", record.account.url},
                      {"account", record.account.organization},
                      {"name", record.name},
                      {"instance_id", record.instance_id},
                      {"has_token", !record.token.empty()}});
  return {{"service_asked", result.asked},
          {"of_other_accounts", result.of_other_accounts},
          {"tokens", std::move(tokens)}};
}

/// Without the token: an outline may become a comment that many people read.
Outline outline_of(const operations::TokenResult& result) {
  if (!result.record)
    return {};
  return {{{"", Facts{{{"address", {result.record->address.text()}},
                       {"instance", {std::to_string(result.record->instance_id)}},
                       {"token", {"(secret; only -o text and -o json print it)", Mark::faint}}}}}}};
}

Json members_of(const operations::TokenResult& result) {
  const auto& record = result.record;
  return {{"address", record ? Json(record->address.text()) : Json(nullptr)},
          {"instance_id", record ? Json(record->instance_id) : Json(nullptr)},
          {"service_asked", result.asked},
          {"token", record ? Json(std::string(record->token.reveal())) : Json(nullptr)}};
}

Outline outline_of(const operations::SyncResult& result) {
  if (!result.published)
    return {};
  return {{{"", Lines{{{"Published " + base::counted(*result.published, "token") + ".", Mark::good}}}}}};
}

Json members_of(const operations::SyncResult& result) {
  return {{"published", result.published ? Json(*result.published) : Json(nullptr)}};
}

} // namespace cerec::report
