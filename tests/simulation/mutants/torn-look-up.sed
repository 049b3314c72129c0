# file: src/api/listing.cpp
# seeds: 10000
# A look-up takes for whole what its pages contradict.
/case Reading::Next::inconsistent:/,/^}/ s/break;/if (!options_.tag.empty()) return listed(Listed::Proof::pages); break;/
s/if \(reading_\.proof\(\) == Reading::Proof::proven\)/if (!options_.tag.empty() || reading_.proof() == Reading::Proof::proven)/
