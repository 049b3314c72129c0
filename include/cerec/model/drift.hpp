#pragma once
#include "cerec/model/drift_kind.hpp"
#include "cerec/model/plan.hpp"

#include <map>
#include <string>
#include <vector>

namespace cerec::model {

struct DriftItem {
  DriftKind kind = DriftKind::in_sync;
  Address address; ///< empty for unmanaged
  std::string name;
  int64_t instance_id = 0;
  std::string created;
  std::vector<FieldChange> fields;
  Origin origin;
  std::string detail;
};

struct DriftReport {
  PlanBinding binding;          ///< whose account was read
  std::vector<DriftItem> items; ///< all but in_sync, sorted by kind, address, id
  std::map<DriftKind, size_t> counts;
  size_t managed = 0, listed = 0;
  size_t disabled_undeclared = 0; ///< declared instances that are disabled, and no manifest states `disabled`
  size_t owed_tokens = 0;         ///< tokens of instances in sync that a sink still has to get
  double coverage = 0;            ///< managed / (managed + unmanaged), 1 if both are 0
  int list_requests = 0, detail_requests = 0;
};

} // namespace cerec::model
