# file: src/apply/publish.cpp
# seeds: 100
# Done is reported without the token having been stored.
/^Command PublishStep::start\(\)/,/^}/ s/if \(!facts_\.instance\.token\.empty\(\)\)/if (!facts_.instance.token.empty()) return Next{};\n  if (false)/
