#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/tokens/custody.hpp"

namespace cerec::tokens {

/// Group commit of tokens. A record is durable before its change is reported; but a file of ten thousand
/// records is not written ten thousand times: what waits is written together, as soon as writing has cost at
/// most a tenth of the time since, or nothing else is going on.
class TokenQueue {
public:
  TokenQueue(Custody& custody, io::Clock& clock) : custody_(custody), clock_(clock) {}

  void add(size_t change, Delivery delivery, bool withdraw);
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  /// When the waiting records should be written at the latest.
  [[nodiscard]] base::TimePoint due() const { return next_flush_; }
  struct Result {
    size_t change = 0;
    base::Result<void> result;
  };
  /// Writes all that waits; one result for each.
  [[nodiscard]] std::vector<Result> flush();

private:
  struct Item {
    size_t change = 0;
    bool withdraw = false;
  };
  void run(bool withdraw, std::vector<Result>& results);

  Custody& custody_;
  io::Clock& clock_;
  std::vector<Item> waiting_;
  std::vector<Delivery> deliveries_; ///< of the same index
  base::TimePoint next_flush_{};
};

} // namespace cerec::tokens
