#pragma once
#include "cerec/io/processes.hpp"
#include "cli/system/real.hpp"

#include <sys/types.h>

namespace cerec::cli {

struct Pipe {
  Descriptor read, write;
};

/// The parent's side of a running child: feeds it, drains it, ends it. Waits for nothing.
class Child {
public:
  /// `in`, `out`, `err`: both ends, of which the child has its own already.
  Child(pid_t pid, Pipe in, Pipe out, Pipe err, base::Secret input);
  ~Child(); ///< one that still runs is killed, with all that it started
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Does what can be done now. True: it has ended, and all that it wrote has been read.
  [[nodiscard]] bool pump();
  void watch(std::vector<io::Watch>& watches) const;
  /// Its pipes are closed and nothing tells of its end: look again soon.
  [[nodiscard]] bool has_to_be_asked() const;
  [[nodiscard]] io::ProcessResult result();

private:
  void feed();
  static void drain(Descriptor& from, std::string& into, size_t most);

  pid_t pid_;
  Descriptor in_, out_, err_;
  Descriptor end_; ///< readable when the process has ended; not open if the kernel has no such thing
  base::Secret input_;
  size_t fed_ = 0;
  std::string output_, errors_;
  int status_ = 0;
  bool ended_ = false;
};

} // namespace cerec::cli
