# file: src/apply/create.cpp
# seeds: 300
# An ambiguous POST that was not found is called failed, although it may have been made.
s/^Command CreateStep::search\(const std::string& why\) \{/&\n  if (true) return end_failed(api::ApiError{}, "not created");/
