# file: src/model/label.cpp
# seeds: 600
# Names and tags are compared as the service shows them, entities and all.
s/if \(text\.find_first_of\("<&"\) == std::string_view::npos\)/if (true)/
