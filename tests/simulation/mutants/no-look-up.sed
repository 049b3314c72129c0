# file: src/apply/create.cpp
# seeds: 100
# A create is posted without looking for its identity tag first.
/^Command CreateStep::start\(\)/,/^}/ s/state_ = State::looking;/return post();/
