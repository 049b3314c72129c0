#pragma once
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/tokens/records.hpp"

#include <memory>

namespace cerec::tokens {

class RecordStore;

/// What the sinks have taken and what they are owed, remembered between the runs of a folder
/// (`.cerec/deliveries.json`): which sinks there ever were, for each instance the keyed mark of the token
/// that a sink without memory took, and each delivery that is outstanding. A hint, never state: without it,
/// `cerec token sync` gives every sink every token. It holds no token.
class Ledger {
public:
  /// `path` empty: nothing is remembered.
  Ledger(std::string path, const crypto::FingerprintKey* key, io::Files& files);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// True if this sink still has to get the token of this identity: a delivery failed or never ended, or what
  /// it took is another token.
  [[nodiscard]] bool owes(const TokenRecord& record, const model::SinkSpec& sink) const;
  /// True if it took this very token.
  [[nodiscard]] bool has(const TokenRecord& record, const model::SinkSpec& sink) const;
  /// True if a delivery of this identity to this sink is outstanding, whatever its token is.
  [[nodiscard]] bool is_outstanding(const TokenRecord& record, const model::SinkSpec& sink) const;
  /// Sinks that were written to from this folder.
  [[nodiscard]] std::vector<model::SinkSpec> sinks() const;

  void owe(const TokenRecord& record, const model::SinkSpec& sink);
  /// `mark`: its sink cannot be read, so that what it took is remembered.
  void taken(const TokenRecord& record, const model::SinkSpec& sink, bool mark);
  /// These instances are gone, and every delivery of theirs is void.
  void forget(const Records& gone);
  /// Makes it durable.
  [[nodiscard]] base::Result<void> commit();
  [[nodiscard]] base::Result<void> fold();

private:
  void put(const std::string& key, std::string text);
  void drop(const std::string& key);

  const crypto::FingerprintKey* key_;
  std::unique_ptr<RecordStore> store_; ///< null: nothing is remembered
};

} // namespace cerec::tokens
