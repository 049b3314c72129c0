# file: src/apply/executor_start.cpp
# seeds: 600
# In an account that proves nothing of the service's dealing with tags all creates start at once.
s/if \(context_\.tags_proven\)$/if (true)/
