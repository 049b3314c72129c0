#pragma once
#include "cerec/sim/instance.hpp"
#include "cerec/sim/platform.hpp"

#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

namespace cerec::sim {

/// The instances and what happened to them. Knows nothing of the API.
class Store {
public:
  Store(int64_t first_id, size_t history_limit) : next_id_(first_id), history_limit_(history_limit) {}

  [[nodiscard]] int64_t take_id() { return next_id_++; }
  [[nodiscard]] int64_t next_id() const { return next_id_; }
  void skip_ids(int64_t next_id) { next_id_ = std::max(next_id_, next_id); }
  [[nodiscard]] const std::map<int64_t, InstancePtr>& instances() const { return instances_; }
  [[nodiscard]] InstancePtr find(int64_t id) const;
  [[nodiscard]] InstancePtr find_token(const std::string& token) const;
  /// Ids of the instances that carry this very tag, and of those of an element, ascending.
  [[nodiscard]] const std::set<int64_t>& with_tag(std::string_view tag) const;
  [[nodiscard]] const std::set<int64_t>& of_model(const ElementModel* model) const;
  /// Counts what changed any instance: two equal values, and nothing moved between them.
  [[nodiscard]] uint64_t version() const { return version_; }
  /// The instances as they were at `time`, as far as the history goes back.
  [[nodiscard]] std::map<int64_t, InstancePtr> as_of(base::WallTime time) const;

  /// Replaces or adds; the history gets a record.
  void put(MutationKind kind, InstancePtr instance, base::WallTime now, const std::string& actor);
  void remove(int64_t id, base::WallTime now, const std::string& actor);
  /// Puts an instance in place without a record.
  void adopt(InstancePtr instance);

  [[nodiscard]] const std::vector<Mutation>& history() const { return history_; }
  std::function<void(const Mutation&)> listener;
  std::set<std::string> used_codes;

private:
  void record(Mutation mutation);
  void index(const Instance& instance);
  void unindex(const Instance& instance);

  std::map<int64_t, InstancePtr> instances_;
  std::map<std::string, std::set<int64_t>, std::less<>> by_tag_;
  std::unordered_map<const ElementModel*, std::set<int64_t>> by_model_;
  std::unordered_map<std::string, int64_t> by_token_;
  std::vector<Mutation> history_;
  int64_t next_id_;
  size_t history_limit_;
  uint64_t version_ = 0;
};

} // namespace cerec::sim
