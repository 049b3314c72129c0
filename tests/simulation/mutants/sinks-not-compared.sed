# file: src/plan/binding_equality.cpp
# seeds: 2500
# A token sink that was added since the review gets the tokens of what is kept.
s/^  check_sinks\(reviewed, now, reasons\);//
