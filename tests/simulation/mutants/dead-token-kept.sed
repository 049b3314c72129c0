# file: src/tokens/custody.cpp
# seeds: 300
# Tokens of instances that the listing proves gone stay in the sinks.
/^base::Result<void> Custody::sweep/,/^}/ s/gone\.empty\(\) \?/true ?/
