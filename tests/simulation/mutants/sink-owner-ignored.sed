# file: src/tokens/records.cpp
# seeds: 300
# A record counts as ours whatever stack it is of: the other stack's variable is overwritten.
/^bool same_identity/,/^}/ s/a\.stack == b\.stack && //
