#pragma once
#include "cerec/base/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cerec::sim {

struct ElementModel;

/// JSON texts of an instance, made when first asked for. A copy starts empty, so a changed copy is rendered
/// afresh.
struct RenderCache {
  std::string light, full, listed; ///< `listed`: full, as an item of a listing
  RenderCache() = default;
  RenderCache(const RenderCache& /*other*/) {}
  RenderCache& operator=(const RenderCache& /*other*/) {
    light.clear();
    full.clear();
    listed.clear();
    return *this;
  }
};

/// Values as the service keeps them: text, or null.
using Settings = std::map<std::string, std::optional<std::string>>;

/// One element instance inside the simulated platform, secrets in clear. Immutable once stored.
struct Instance {
  int64_t id = 0;
  size_t account = 0;  ///< index in PlatformConfig::accounts
  std::string element; ///< key
  const ElementModel* model = nullptr;
  std::string name;
  std::string token;
  std::string created; ///< YYYY-MM-DDThh:mm:ssZ
  std::vector<std::string> tags;
  Settings configuration; ///< what callers set; the element's defaults are merged into answers
  bool disabled = false;
  bool valid = true;
  std::string external_authentication = "none";
  mutable RenderCache cache;
};
using InstancePtr = std::shared_ptr<const Instance>;

enum class MutationKind { create, patch, put, enable, disable, remove };
[[nodiscard]] std::string_view text_of(MutationKind kind);

/// One committed write, for the invariants of tests and for listings as of an earlier time.
struct Mutation {
  base::WallTime time{};
  MutationKind kind = MutationKind::create;
  std::string actor; ///< who asked: a run, a console user
  int64_t id = 0;
  InstancePtr before; ///< null for a create
  InstancePtr after;  ///< null for a remove
};

} // namespace cerec::sim
