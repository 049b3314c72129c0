#include "simulation/world.hpp"

#include "simulation/audit.hpp"

#include <fmt/format.h>
#include <set>

/// What the record of a world's requests says of the create protocol.
namespace cerec::simulation {
namespace {

/// An answer that does not tell whether there is an instance of the identity.
bool says_nothing(const sim::RequestRecord& record) {
  return record.effect.body == sim::Effect::Body::no_route ||
         (record.status == 200 && record.effect.reading.without_tags);
}

/// What the request is for, as the create protocol names it. `posted`: actors with the identities that they
/// have posted.
std::string phase_of(const sim::RequestRecord& record, const std::set<std::string>& posted) {
  const bool collection = record.path == "/instances";
  const auto contains = [&](std::string_view word) { return record.body.find(word) != std::string::npos; };
  switch (record.method) {
  case http::Method::get: {
    if (!collection)
      return record.path == "/instances/count" ? "GET count" : "GET details";
    const std::string identity = identity_of(record);
    if (identity.empty())
      return "GET listing";
    return posted.count(record.actor + "/" + identity) > 0 ? "GET settle" : "GET look-up";
  }
  case http::Method::post:
    return "POST create";
  case http::Method::patch:
    return contains("\"configuration\"") || contains("\"name\"") || !contains("cerec:settled")
               ? "PATCH update"
               : "PATCH tags";
  case http::Method::del:
    return record.path.ends_with("/enabled") ? "DELETE enabled" : "DELETE instance";
  default:
    return "PUT enabled";
  }
}

} // namespace

void World::read_log(Evidence& evidence) const {
  std::set<std::string> posted;    ///< actor and identity: what comes after its POST settles it
  std::set<std::string> looked_up; ///< since their last POST that may have been carried out
  for (const sim::RequestRecord& record : service_.requests) {
    if (record.actor == "console" || record.actor == k_neighbour)
      continue;
    const std::string phase = phase_of(record, posted);
    const std::string subject = record.actor + "/" + identity_of(record);
    if (record.method == http::Method::post) {
      posted.insert(subject);
      if (looked_up.count(subject) == 0)
        evidence.blind_posts.push_back(subject);
      const bool nothing_made = record.effect.ending == sim::Effect::Ending::refuse ||
                                (record.status >= 400 && record.status < 500);
      if (!nothing_made)
        looked_up.erase(subject);
    } else if (!identity_of(record).empty() && (record.status == 200 || record.status == 404) &&
               !says_nothing(record)) {
      looked_up.insert(subject);
    }
    if (!record.effect.any())
      continue;
    const std::string effect = record.effect.text();
    ++evidence.faults_struck[fmt::format("{} | {}", phase, effect.substr(0, effect.find('=')))];
  }
}

} // namespace cerec::simulation
