# file: src/api/error.cpp
# seeds: 6000
# "No route found" says that an instance is gone.
s/ && base::lower\(message\)\.find\("instance"\) != std::string::npos;/;/
