# file: src/apply/claim.cpp
# An adoption is published without a second look.
/^Command ConfirmStep::start\(\)/,/^}/ s/if \(!differs\(facts_\.change, "ownership"\)\)/if (true)/
