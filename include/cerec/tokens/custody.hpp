#pragma once
#include "cerec/tokens/ledger.hpp"
#include "cerec/tokens/sinks.hpp"

#include <map>
#include <set>

namespace cerec::tokens {

/// Why a token goes to its sinks.
enum class Occasion {
  kept,  ///< of an unchanged instance: to sinks that compare, and to those that are owed it
  fresh, ///< new, or perhaps new: to every sink that is not known to have it
  asked, ///< `cerec token sync`: to every sink
};

/// A record and the sinks that it is for.
struct Delivery {
  TokenRecord record;
  std::vector<model::SinkSpec> sinks;
  Occasion occasion = Occasion::fresh;
};

/// The keeping of tokens for one run: the open sinks, and what is remembered of them between runs. Every
/// sink gets all records of a call at once.
class Custody {
public:
  struct Memory {
    std::string path{};                          ///< of the ledger; empty: nothing is remembered
    const crypto::FingerprintKey* key = nullptr; ///< of the marks
    /// Whether a remembered sink may still be written to.
    std::function<bool(const model::SinkSpec& sink)> allowed{};
  };
  explicit Custody(SinkPorts ports) : Custody(ports, Memory()) {}
  Custody(SinkPorts ports, Memory memory);

  /// These are the sinks of the run. What a killed run left in their journals is folded.
  void begin(const std::vector<model::SinkSpec>& sinks);
  /// Before the first create: these deliveries are outstanding until deliver() says otherwise, so that a kill
  /// in between is made up for. Only of sinks that cannot be compared.
  void owe(const std::vector<Delivery>& deliveries);
  /// True if one of its sinks still has to get it, as far as is remembered.
  [[nodiscard]] bool is_outstanding(const Delivery& delivery);
  /// One result for each delivery, in order: the first failure of its sinks, naming the sink.
  [[nodiscard]] std::vector<base::Result<void>> deliver(const std::vector<Delivery>& deliveries);
  /// Records of instances that are gone leave every sink that is known, by instance id.
  [[nodiscard]] std::vector<base::Result<void>> withdraw(const std::vector<Delivery>& deliveries);
  /// Withdraws the records of this account and stack whose instances a complete listing does not show.
  [[nodiscard]] base::Result<void> sweep(const Account& account, const std::string& stack,
                                         const std::set<int64_t>& alive);
  /// The files have everything; journals go.
  [[nodiscard]] base::Result<void> finish();

private:
  struct Open {
    model::SinkSpec spec; ///< its path as it is on the disk
    const SinkRow* row = nullptr;
    std::unique_ptr<Sink> sink;
  };
  using SpecKey = std::pair<std::string, std::map<std::string, std::vector<std::string>>>;

  [[nodiscard]] Open* open(const model::SinkSpec& spec);
  [[nodiscard]] std::map<Open*, std::vector<size_t>> by_sink(const std::vector<Delivery>& deliveries,
                                                             std::vector<base::Result<void>>& results);
  [[nodiscard]] bool wants(const Open& to, const Delivery& delivery) const;
  [[nodiscard]] base::Result<void> forget(const Records& gone);

  SinkPorts ports_;
  Memory memory_;
  Ledger ledger_;
  std::map<SpecKey, Open*> by_spec_;
  std::map<SpecKey, std::unique_ptr<Open>> open_; ///< one for each target, however it is spelled
};

} // namespace cerec::tokens
