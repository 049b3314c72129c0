#pragma once
#include "cerec/secret/resolve.hpp"
#include "support/fake_processes.hpp"

#include <map>
#include <string>
#include <vector>

/// The ports in memory; each counts what was asked of it.
struct FakeWorld : cerec::io::Environment, cerec::io::Files, cerec::io::Processes {
  struct File {
    std::string content;
    uint32_t mode = 0600;
    cerec::io::FileStatus::Kind kind = cerec::io::FileStatus::Kind::file;
  };
  std::map<std::string, std::string> variables;
  std::map<std::string, File> files;
  std::map<std::vector<std::string>, cerec::base::Result<cerec::io::ProcessResult>> programs;
  std::map<cerec::io::ProcessId, cerec::base::Result<cerec::io::ProcessResult>> ended;
  cerec::io::ProcessId last = 0;
  std::vector<std::string> asked;
  cerec::base::Duration limit{};

  FakeWorld() : Processes(cerec::test::still_loop()) {}
  [[nodiscard]] cerec::secret::Ports ports() { return {*this, *this, *this}; }

  std::optional<std::string> get(const std::string& name) override {
    asked.push_back("env " + name);
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<cerec::io::FileStatus> status(const std::string& path) override {
    const auto found = files.find(path);
    if (found == files.end())
      return std::nullopt;
    return cerec::io::FileStatus{found->second.kind, found->second.content.size(), found->second.mode};
  }
  cerec::base::Result<std::string> read(const std::string& path, uint64_t limit_bytes) override {
    asked.push_back("file " + path);
    if (files.at(path).content.size() > limit_bytes)
      return cerec::base::fail(path + ": too large");
    return files.at(path).content;
  }
  cerec::io::ProcessId start(const std::vector<std::string>& argv, const cerec::base::Secret& input,
                             cerec::base::Duration time) override {
    asked.push_back("cmd " + argv.front() + (input.empty() ? "" : " with input"));
    limit = time;
    const auto found = programs.find(argv);
    ended.emplace(++last, found == programs.end() ? cerec::base::fail("no such program") : found->second);
    return last;
  }
  std::optional<cerec::base::Result<cerec::io::ProcessResult>> take(cerec::io::ProcessId id) override {
    const auto found = ended.extract(id);
    return found.empty() ? std::nullopt : std::optional(std::move(found.mapped()));
  }
  void stop(cerec::io::ProcessId id) override { ended.erase(id); }
  void pump() override {}
  void prints(std::vector<std::string> argv, std::string out, int exit_code = 0, std::string err = {}) {
    programs.insert_or_assign(
        std::move(argv),
        cerec::io::ProcessResult{exit_code, cerec::base::Secret(std::move(out)), std::move(err)});
  }

  // Not used by this module.
  cerec::base::Result<void> write_atomic(const std::string&, std::string_view, uint32_t) override {
    return cerec::base::fail("unused");
  }
  cerec::base::Result<void> append(const std::string&, std::string_view, uint32_t) override {
    return cerec::base::fail("unused");
  }
  cerec::base::Result<void> remove(const std::string&) override { return cerec::base::fail("unused"); }
  cerec::base::Result<std::vector<std::string>> list(const std::string&) override {
    return cerec::base::fail("unused");
  }
  cerec::base::Result<std::string> canonical(const std::string&) override {
    return cerec::base::fail("unused");
  }
  cerec::base::Result<std::string> real_path(const std::string& path) override { return path; }
  void hide(const std::vector<std::string>&, const std::vector<cerec::base::Secret>&) override {}
  cerec::base::Result<std::unique_ptr<cerec::io::FileLock>> lock(const std::string&,
                                                                 const std::string&) override {
    return cerec::base::fail("unused");
  }
};
