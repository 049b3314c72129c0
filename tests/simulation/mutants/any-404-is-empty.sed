# file: src/api/empty_listing.cpp
# seeds: 1000
# "No route found" in the shape of the service is an empty account.
s/return tells_of_no_instances\(error\.message\) \|\|/return true ||/
