#include "cerec/manifest/load.hpp"

#include "manifest/find_files.hpp"

#include <algorithm>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <thread>

namespace cerec::manifest {
namespace {

struct Job {
  base::SourcePtr source; ///< nullptr: could not be read
  ManifestFile file;
  base::Diagnostics diagnostics;
};

base::SourcePtr make_source(std::string name, std::string text) {
  auto source = std::make_shared<base::SourceFile>();
  source->name = std::move(name);
  source->text = std::move(text);
  return source;
}

/// Parses jobs on worker threads in whatever order; each result stays in its own job.
class Workers {
public:
  Workers(std::vector<Job>& jobs, const Limits& limits) : jobs_(jobs), limits_(limits) {
    constexpr size_t files_per_thread = 16; // a thread costs about as much as a few small files
    const size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const size_t count = std::min(cores, jobs.size() / files_per_thread);
    for (size_t i = 0; i < count; ++i)
      threads_.emplace_back([this] { work(); });
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// The next job, in order, has its source.
  void ready() {
    const std::lock_guard lock(mutex_);
    ++ready_;
    if (!threads_.empty())
      changed_.notify_one();
  }

  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    changed_.notify_all();
    work(); // this thread helps with the rest
  }

private:
  void work() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return taken_ < ready_ || finished_; });
      if (taken_ == ready_)
        return;
      Job& job = jobs_[taken_++];
      lock.unlock();
      if (job.source)
        job.file = parse(job.source, limits_, job.diagnostics);
    }
  }

  std::vector<Job>& jobs_;
  const Limits& limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t ready_ = 0, taken_ = 0;
  bool finished_ = false;
  std::vector<std::jthread> threads_; ///< last: joined before the rest goes
};

/// Reads one source; ports are used by this thread alone.
void read(Job& job, const std::string& name, io::Files& files, io::Input& in, const Limits& limits) {
  const bool from_stdin = name == "-";
  auto text = from_stdin ? in.read_all(limits.max_bytes) : files.read(name, limits.max_bytes);
  if (text)
    job.source = make_source(from_stdin ? "<stdin>" : name, std::move(*text));
  else
    job.diagnostics.error("unreadable", {}, text.error().message, text.error().hint);
}

} // namespace

std::vector<ManifestFile> load(const std::vector<std::string>& paths, io::Files& files, io::Input& in,
                               const Limits& limits, base::Diagnostics& diagnostics) {
  std::vector<std::string> names = find_files(paths, files, diagnostics);
  if (std::find(paths.begin(), paths.end(), "-") != paths.end())
    names.insert(names.begin(), "-");
  std::vector<Job> jobs(names.size());
  {
    Workers workers(jobs, limits);
    for (size_t i = 0; i < names.size(); ++i) {
      read(jobs[i], names[i], files, in, limits);
      workers.ready();
    }
  }
  std::vector<ManifestFile> result;
  for (Job& job : jobs) {
    diagnostics.append(std::move(job.diagnostics));
    if (job.source)
      result.push_back(std::move(job.file));
  }
  check_set(result, diagnostics);
  return result;
}

} // namespace cerec::manifest
