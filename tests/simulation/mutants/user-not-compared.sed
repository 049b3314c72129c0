# file: src/plan/binding_equality.cpp
# seeds: 2500
# One user's plan applies into another user's account.
s/else if \(reviewed\.user != now\.user\)/else if (false)/
