#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/tokens/sinks.hpp"
#include "tokens/sink_types.hpp"

#include <map>
#include <optional>

namespace cerec::tokens {

/// A file in which each token has a name: dotenv, kubernetes-secret. The file says of each name whose it is,
/// so that stacks may share it and none takes or removes another's. A name without an owner was written by
/// an earlier version or by hand: it is taken over, and only withdrawn if it still holds the dead token.
class NamedSink : public Sink {
public:
  NamedSink(model::SinkSpec spec, std::string path, io::Files& files)
      : spec_(std::move(spec)), path_(std::move(path)), files_(files) {}

  std::vector<base::Result<void>> publish(const Records& records) final;
  base::Result<void> forget(const Records& gone) final;
  base::Result<std::vector<Held>> held() final;
  base::Result<void> attempt() final { return attempt_beside(path_, files_); }

protected:
  struct Entry {
    std::string value; ///< the token as the file spells it
    std::optional<TokenRecord> owner;
  };
  using Entries = std::map<std::string, Entry>; ///< by name

  /// What the file holds, and nothing of what is not the sink's.
  [[nodiscard]] virtual base::Result<Entries> parse(const std::string& text) const = 0;
  /// The file with these entries; what is not the sink's stays as it is in `before`.
  [[nodiscard]] virtual std::string render(const std::string& before, const Entries& entries) const = 0;
  [[nodiscard]] virtual std::string name_of(const TokenRecord& record) const = 0;
  /// nullopt: the file cannot hold it.
  [[nodiscard]] virtual std::optional<std::string> value_of(const base::Secret& token) const = 0;

  const model::SinkSpec spec_;
  const std::string path_;

private:
  [[nodiscard]] base::Result<void> put(Entries& entries, const TokenRecord& record) const;
  [[nodiscard]] bool is_gone(const std::string& name, const Entry& entry, const TokenRecord& gone) const;
  [[nodiscard]] base::Result<Entries> read(std::string& text) const;

  io::Files& files_;
};

} // namespace cerec::tokens
