# file: src/apply/lookup.cpp
# seeds: 10000
# A look-up takes for whole what its pages contradict.
/case api::Reading::Next::inconsistent:/,/^}/ s/break;/return result();/
s/if \(reading_\.proof\(\) == api::Reading::Proof::proven/if (true || reading_.proof() == api::Reading::Proof::proven/
