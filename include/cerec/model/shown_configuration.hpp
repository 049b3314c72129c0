#pragma once
#include "cerec/model/value.hpp"

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cerec::model {

/// The configuration that the service shows of an instance, by key. Instances of one element show the same
/// defaults, dozens of them: an entry is held once and shared by all that show it, as long as nobody writes
/// to it.
class ShownConfiguration {
public:
  using Entry = std::pair<const std::string, Value>;
  using EntryPtr = std::shared_ptr<Entry>;

  class Iterator {
  public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = const Entry&;
    Iterator() = default;
    explicit Iterator(const EntryPtr* at) : at_(at) {}
    reference operator*() const { return **at_; }
    pointer operator->() const { return at_->get(); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(at_++); }
    bool operator==(const Iterator&) const = default;

  private:
    const EntryPtr* at_ = nullptr;
  };

  ShownConfiguration() = default;
  ShownConfiguration(std::initializer_list<Entry> entries);

  [[nodiscard]] Iterator begin() const { return Iterator(entries_.data()); }
  [[nodiscard]] Iterator end() const { return Iterator(entries_.data() + entries_.size()); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] size_t size() const { return entries_.size(); }
  [[nodiscard]] Iterator find(std::string_view key) const;
  [[nodiscard]] size_t count(std::string_view key) const { return find(key) == end() ? 0 : 1; }
  /// The value of a key that is there.
  [[nodiscard]] const Value& at(std::string_view key) const { return find(key)->second; }

  /// Takes the place of an entry with the same key.
  void put(EntryPtr entry);
  /// The value to write to, of this configuration alone; null if there was none.
  Value& operator[](std::string_view key);
  void erase(std::string_view key);
  /// Gives back what growing has set aside.
  void settle() { entries_.shrink_to_fit(); }

private:
  using Entries = std::vector<EntryPtr>; ///< by key
  [[nodiscard]] size_t place_of(std::string_view key) const;
  [[nodiscard]] bool holds(size_t place, std::string_view key) const;

  Entries entries_;
};

/// Finds an entry that is the same as one that was shown before.
class EntryPool {
public:
  [[nodiscard]] ShownConfiguration::EntryPtr entry(std::string key, Value value);

private:
  std::vector<ShownConfiguration::EntryPtr> known_; ///< by hash; of two with one hash the newer
};

} // namespace cerec::model
