#include "sim/store.hpp"

namespace cerec::sim {
namespace {

const std::set<int64_t> k_none;

} // namespace

std::string_view text_of(MutationKind kind) {
  switch (kind) {
  case MutationKind::create:
    return "create";
  case MutationKind::patch:
    return "patch";
  case MutationKind::put:
    return "put";
  case MutationKind::enable:
    return "enable";
  case MutationKind::disable:
    return "disable";
  case MutationKind::remove:
    return "remove";
  }
  return "";
}

InstancePtr Store::find(int64_t id) const {
  const auto found = instances_.find(id);
  return found == instances_.end() ? nullptr : found->second;
}

InstancePtr Store::find_token(const std::string& token) const {
  const auto found = by_token_.find(token);
  return found == by_token_.end() ? nullptr : find(found->second);
}

const std::set<int64_t>& Store::with_tag(std::string_view tag) const {
  const auto found = by_tag_.find(tag);
  return found == by_tag_.end() ? k_none : found->second;
}

const std::set<int64_t>& Store::of_model(const ElementModel* model) const {
  const auto found = by_model_.find(model);
  return found == by_model_.end() ? k_none : found->second;
}

void Store::index(const Instance& instance) {
  for (const std::string& tag : instance.tags)
    by_tag_[tag].insert(instance.id);
  by_model_[instance.model].insert(instance.id);
  by_token_[instance.token] = instance.id;
  ++version_;
}

void Store::unindex(const Instance& instance) {
  for (const std::string& tag : instance.tags)
    if (const auto found = by_tag_.find(tag); found != by_tag_.end()) {
      found->second.erase(instance.id);
      if (found->second.empty())
        by_tag_.erase(found);
    }
  by_model_[instance.model].erase(instance.id);
  by_token_.erase(instance.token);
  ++version_;
}

std::map<int64_t, InstancePtr> Store::as_of(base::WallTime time) const {
  std::map<int64_t, InstancePtr> view = instances_;
  for (auto mutation = history_.rbegin(); mutation != history_.rend() && mutation->time > time; ++mutation) {
    if (mutation->before)
      view[mutation->id] = mutation->before;
    else
      view.erase(mutation->id);
  }
  return view;
}

void Store::put(MutationKind kind, InstancePtr instance, base::WallTime now, const std::string& actor) {
  Mutation mutation{now, kind, actor, instance->id, find(instance->id), instance};
  adopt(std::move(instance));
  record(std::move(mutation));
}

void Store::remove(int64_t id, base::WallTime now, const std::string& actor) {
  const auto found = instances_.find(id);
  if (found == instances_.end())
    return;
  Mutation mutation{now, MutationKind::remove, actor, id, found->second, nullptr};
  unindex(*found->second);
  instances_.erase(found);
  record(std::move(mutation));
}

void Store::adopt(InstancePtr instance) {
  next_id_ = std::max(next_id_, instance->id + 1);
  InstancePtr& place = instances_[instance->id];
  if (place)
    unindex(*place);
  index(*instance);
  place = std::move(instance);
}

void Store::record(Mutation mutation) {
  if (history_.size() >= history_limit_)
    history_.erase(history_.begin(), history_.begin() + static_cast<std::ptrdiff_t>(history_.size() / 2));
  history_.push_back(std::move(mutation));
  if (listener)
    listener(history_.back());
}

} // namespace cerec::sim
