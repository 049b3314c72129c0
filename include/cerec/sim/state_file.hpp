#pragma once
#include "cerec/sim/platform.hpp"

#include <string>

namespace cerec::sim {

/// Keeps a platform in a file of JSON lines: what is there first, then one line for each write, in the
/// kernel's hands before the write is answered. After `kill -9` the file holds every write that was answered;
/// a last line that is cut off is dropped. Secrets are in it in clear, mode 0600: it is a simulator.
class StateFile {
public:
  StateFile() = default;
  ~StateFile();
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  /// Loads what the file holds, if it exists, rewrites it without history, and from then on records each
  /// write of the platform, which has to outlive this object.
  [[nodiscard]] base::Result<void> open(const std::string& path, Platform& platform);
  /// Rewrites the file with what is there now, atomically.
  [[nodiscard]] base::Result<void> compact();
  /// False once a line could not be written (disk full).
  [[nodiscard]] bool ok() const { return ok_; }

private:
  [[nodiscard]] base::Result<void> load();
  void append(const Mutation& mutation);
  std::string path_;
  Platform* platform_ = nullptr;
  int file_ = -1;
  size_t codes_written_ = 0;
  bool ok_ = true;
};

} // namespace cerec::sim
