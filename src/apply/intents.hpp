#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/model/plan.hpp"

#include <map>
#include <string>

namespace cerec::apply {

/// The journal of intents: which creates left, and which of them got a clear answer. Written before a POST
/// leaves, so that a run that is started again in this folder looks for what its predecessor posted instead
/// of posting it once more. A hint, never state: if it is missing, damaged, of another account or cannot be
/// written, the protocol is what it is without it. Lines of JSON, one for each POST and one for each answer.
class Intents {
public:
  /// `path` empty: nothing is read or written.
  Intents(std::string path, const model::PlanBinding& binding, io::Files& files);

  /// What earlier runs left open, of this account, URL, user and stack: logical id -> when its POST left.
  /// Those that are older than `limit` are forgotten.
  [[nodiscard]] std::map<std::string, base::WallTime> read(base::WallTime now, base::Duration limit);
  /// A POST of this identity is about to leave. flush() makes it durable, together with all others.
  void open(const std::string& logical_id, base::WallTime now);
  /// It is known what became of it. Needs no flush: a line that is lost costs a look.
  void close(const std::string& logical_id);
  void flush();
  /// The run is over: the file keeps what is still open, or goes.
  void finish();

private:
  using Key = std::pair<std::string, std::string>; ///< scope, logical id
  void take(std::string_view line);
  [[nodiscard]] static std::string line(const Key& key, base::WallTime at);

  std::string path_;
  std::string scope_; ///< digest of account, URL, user and stack
  io::Files& files_;
  std::map<Key, base::WallTime> open_;
  std::string unwritten_;
  bool exists_ = false;
  bool urgent_ = false; ///< unwritten_ holds a POST
};

} // namespace cerec::apply
