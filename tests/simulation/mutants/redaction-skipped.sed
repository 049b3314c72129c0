# file: src/http/quoted_words.cpp
# seeds: 100
# An error answer is quoted as it came, whatever it repeats.
s/known\.cut\(result->body\.reveal\(\)\)/std::string(result->body.reveal())/
