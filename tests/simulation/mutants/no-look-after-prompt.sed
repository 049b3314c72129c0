# file: src/cli/pipeline/review.cpp
# seeds: 1500
# The plan above the prompt is carried out as it was, whatever moved while the prompt waited.
s/return look_again\(context, session, inputs, options, std::move\(planned\.plan\), strict\);/return Reviewed{std::move(planned.plan), std::move(planned.listing), planned.looked_at};/
