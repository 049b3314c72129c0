#include "cerec/model/fingerprint.hpp"

#include <algorithm>
#include <set>

namespace cerec::model {
namespace {

constexpr unsigned k_salts = 64;

/// True if no two of the paths have one mark.
bool told_apart(const crypto::InstanceKey& key, const std::map<FieldPath, base::Secret>& fields,
                const std::vector<FieldPath>& others, unsigned salt) {
  std::set<uint32_t> recorded;
  for (const auto& [path, value] : fields)
    if (!recorded.insert(key.mark_path(path.text(), salt)).second)
      return false;
  return std::none_of(others.begin(), others.end(), [&](const FieldPath& path) {
    return fields.count(path) == 0 && recorded.count(key.mark_path(path.text(), salt)) > 0;
  });
}

} // namespace

std::optional<crypto::FieldMark> Fingerprint::find(uint32_t path) const {
  const auto at = std::lower_bound(marks.begin(), marks.end(), crypto::FieldMark{path, 0});
  if (at == marks.end() || at->path != path)
    return std::nullopt;
  return *at;
}

bool Fingerprint::holds(const crypto::FieldMark& mark) const {
  return std::binary_search(marks.begin(), marks.end(), mark);
}

Fingerprint make_fingerprint(const crypto::FingerprintKey& key, std::string_view identity,
                             const std::map<FieldPath, base::Secret>& fields,
                             const std::vector<FieldPath>& others) {
  const crypto::InstanceKey own = key.of_instance(identity);
  Fingerprint fingerprint{key.id(), 0, {}};
  while (fingerprint.salt + 1 < k_salts && !told_apart(own, fields, others, fingerprint.salt))
    ++fingerprint.salt;
  for (const auto& [path, value] : fields)
    fingerprint.marks.push_back(own.mark(path.text(), value.reveal(), fingerprint.salt));
  std::sort(fingerprint.marks.begin(), fingerprint.marks.end());
  return fingerprint;
}

} // namespace cerec::model
