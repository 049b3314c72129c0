# file: src/tokens/ledger.cpp
# seeds: 300
# A delivery that failed is not remembered, so it is never tried again.
/^void Ledger::owe/,/^}/ s/if \(store_ != nullptr\)/if (false)/
