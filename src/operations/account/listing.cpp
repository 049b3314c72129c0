#include "operations/account/listing.hpp"

namespace cerec::operations {
namespace {

void know_tokens(const model::Listing& listing, base::KnownSecrets& known) {
  for (const model::LiveInstance& live : listing.instances)
    known.add(live.token);
}

base::Result<model::Listing> read_once(Connection& connection, const Ports& ports, base::KnownSecrets& known,
                                       const WantedDetails& wanted) {
  const auto progress = [&](std::string_view what) {
    return [&, what](size_t done, size_t total) {
      ports.listener.progress(what, done, total, connection.dispatcher().in_flight());
    };
  };
  api::Reader reader(connection.requests(), connection.dispatcher(), ports.signals);
  auto listing = reader.list("", progress("reading instances"));
  if (!listing)
    return listing;
  know_tokens(*listing, known);
  if (auto added = reader.add_details(*listing, wanted(*listing), progress("reading details")); !added)
    return tl::unexpected(added.error());
  know_tokens(*listing, known); // a listing may keep tokens to itself
  return listing;
}

} // namespace

Step<model::Listing> read_account(Connection& connection, const Ports& ports, base::KnownSecrets& known,
                                  const WantedDetails& wanted) {
  auto listing = read_once(connection, ports, known, wanted);
  // An instance that vanished between the listing and its details: the account moved; look again, once.
  if (!listing && listing.error().kind == base::FailureKind::error)
    listing = read_once(connection, ports, known, wanted);
  if (!listing)
    return stop(listing.error());
  if (!listing->as_of)
    listing->as_of = ports.clock.wall();
  return std::move(*listing);
}

} // namespace cerec::operations
