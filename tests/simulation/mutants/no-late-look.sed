# file: src/apply/look.cpp
# seeds: 1500
# Late in a long apply nothing is read again before it is written to.
s/if \(!known \|\|/if (true || !known ||/
