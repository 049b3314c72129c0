// Plan files come from outside: whatever the bytes are, decode answers with a plan or a reason, and what it
// accepts it writes again as it was.
#include "cerec/plan/plan_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cerec;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const base::Result<plan::PlanFile> file = plan::decode(text);
  if (!file)
    return 0;
  if (plan::digest_of(file->plan) != file->digest)
    return 0; // members that this version does not know are covered by the digest and dropped by decode
  static const auto key = crypto::FingerprintKey::from_configured(base::Secret("key"));
  (void)plan::unfit(*file, key, base::WallTime{}, base::Duration(1));
  const base::Result<plan::PlanFile> again = plan::decode(plan::encode(file->plan, base::WallTime{}, key));
  if (!again || again->digest != file->digest)
    std::abort();
  return 0;
}
