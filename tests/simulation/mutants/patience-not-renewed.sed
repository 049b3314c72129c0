# file: src/apply/settle.cpp
# Rivals are watched from the first sight of any, not from the newest arrival.
s/if \(watched_\.size\(\) > 1 && newcomer\)/if (watched_.size() > 1 \&\& newcomer \&\& !rivals_since_)/
