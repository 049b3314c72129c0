#pragma once
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct CheckRequest : Common {
  bool offline = false; ///< send nothing
};

/// What the account answered to one page of its listing.
struct Probe {
  size_t instances = 0;
  std::optional<int64_t> total;
  base::Duration took{0};
};

struct CheckResult : Ended {
  config::Configuration configuration;
  std::optional<Probe> probe;
};

/// Every setting with its source; and tries the account, unless something is wrong already.
[[nodiscard]] CheckResult check(const CheckRequest& request, const Ports& ports);

/// The one result, beside a token that was asked for, that is a secret by its purpose.
struct NewKeyResult : Ended {
  base::Secret key;
};
/// A new key for api.fingerprintKey.
[[nodiscard]] NewKeyResult new_fingerprint_key(io::Random& random);

} // namespace cerec::operations
