# file: src/api/listing.cpp
# seeds: 10000
# A look-up (it has a tag) takes for whole what its pages contradict.
/^Lister::Step Lister::answered/,/^}/ s/^  unproven_\.reset\(\);$/  if (!options_.tag.empty()) return listed(Listed::Proof::pages); unproven_.reset();/
s/if \(reading_\.proof\(\) == Reading::Proof::proven\)/if (!options_.tag.empty() || reading_.proof() == Reading::Proof::proven)/
