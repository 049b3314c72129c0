# file: src/operations/execution/review.cpp
# seeds: 1500
# The plan above the prompt is carried out as it was, whatever moved while the prompt waited.
/^  return look_again\(/,/;$/c\  return Reviewed{std::move(planned.plan), std::move(planned.listing), planned.looked_at, {}};
