#pragma once
#include "cerec/io/ports.hpp"

#include <map>
#include <string>

namespace cerec::tokens {

/// A JSON file of records, key -> JSON, and an append-only journal beside it (`<path>.journal`). A commit
/// costs what it adds, not what the file holds; fold() brings the file up to date and removes the journal. A
/// kill at any moment loses nothing that was committed: the file is replaced at once or not at all, lines of
/// the journal may be read again, and a torn line was never committed.
class RecordStore {
public:
  struct Form {
    std::string_view version; ///< that is written; all of its first number are read
    std::string_view member;  ///< the member that holds the records
    std::string_view what;    ///< "a file of tokens"
    std::string_view hint;    ///< for a file that cannot be read
  };
  RecordStore(std::string path, const Form& form, io::Files& files)
      : path_(std::move(path)), form_(form), files_(files) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string journal_path() const { return path_ + ".journal"; }
  /// Reads file and journal; once is enough, until something failed.
  [[nodiscard]] base::Result<void> load();
  [[nodiscard]] const std::map<std::string, std::string>& records() const { return records_; }
  void put(const std::string& key, std::string json);
  void drop(const std::string& key);
  /// Makes what was put and dropped durable, all together. After a failure the records are those of the disk.
  [[nodiscard]] base::Result<void> commit();
  /// Brings the file up to date, if there is a journal.
  [[nodiscard]] base::Result<void> fold();

private:
  [[nodiscard]] base::Result<void> load_file();
  [[nodiscard]] base::Result<void> load_journal();
  [[nodiscard]] base::Result<void> parse(const std::string& text);
  [[nodiscard]] std::string text() const;

  std::string path_;
  Form form_;
  io::Files& files_;
  std::map<std::string, std::string> records_;
  std::string staged_;
  bool loaded_ = false;
};

} // namespace cerec::tokens
