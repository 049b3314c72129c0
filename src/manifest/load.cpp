#include "cerec/manifest/load.hpp"

#include "manifest/find_files.hpp"
#include "manifest/pieces.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace cerec::manifest {
namespace {

/// One source; its pieces, or the whole of it if it has but one, are read by whichever thread is free.
struct Job {
  base::SourcePtr source; ///< nullptr: could not be read
  std::vector<Piece> pieces;
  std::vector<PieceRead> read;
  ManifestFile file;
  base::Diagnostics diagnostics;
};

base::SourcePtr make_source(std::string name, std::string text) {
  auto source = std::make_shared<base::SourceFile>();
  source->name = std::move(name);
  source->text = std::move(text);
  return source;
}

/// Reads pieces on worker threads in whatever order; each result stays in its own place.
class Workers {
public:
  Workers(std::vector<Job>& jobs, const Limits& limits) : jobs_(jobs), limits_(limits) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// The next job, in order, has its source, or none.
  void ready() {
    Job& job = jobs_[ready_++];
    if (!job.source)
      return;
    job.pieces = pieces_of(*job.source);
    job.read.resize(job.pieces.size() > 1 ? job.pieces.size() : 0);
    {
      const std::lock_guard lock(mutex_);
      for (size_t i = 0; i < job.pieces.size(); ++i)
        tasks_.push_back({&job, i});
    }
    bytes_ += job.source->text.size();
    const size_t others = std::max(1U, std::thread::hardware_concurrency()) - 1;
    while (threads_.size() < others && bytes_ > (threads_.size() + 1) * k_bytes_per_thread)
      threads_.emplace_back([this] { work(); });
    changed_.notify_all();
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
  static constexpr size_t k_bytes_per_thread =
      32 * 1024; ///< a thread costs about as much as a few small files

  struct Task {
    Job* job = nullptr;
    size_t piece = 0;
  };

  void work() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return !tasks_.empty() || finished_; });
      if (tasks_.empty())
        return;
      const Task task = tasks_.front();
      tasks_.pop_front();
      lock.unlock();
      carry_out(task);
    }
  }

  void carry_out(const Task& task) const {
    Job& job = *task.job;
    if (job.read.empty())
      job.file = parse_whole(job.source, limits_, job.diagnostics);
    else
      job.read[task.piece] = read_piece(job.source, job.pieces[task.piece], limits_);
  }

  std::vector<Job>& jobs_;
  const Limits& limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  size_t ready_ = 0, bytes_ = 0;
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
    if (!job.read.empty())
      job.file = join(job.source, std::move(job.read), limits, job.diagnostics);
    diagnostics.append(std::move(job.diagnostics));
    if (job.source)
      result.push_back(std::move(job.file));
  }
  check_set(result, diagnostics);
  return result;
}

} // namespace cerec::manifest
