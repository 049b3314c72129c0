#pragma once
#include "cerec/model/change.hpp"

#include <vector>

namespace cerec::plan {

/// By phase, address, id: the order of apply and of every output. No two changes of a plan are equal in it.
void order(std::vector<model::Change>& changes);

} // namespace cerec::plan
