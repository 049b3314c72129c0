# file: src/apply/intents.cpp
# seeds: 2000
# A run that is started again in its folder does not read which creates the dead one had under way.
s/if \(path_\.empty\(\) \|\| !files_\.status\(path_\)\)/if (true)/
