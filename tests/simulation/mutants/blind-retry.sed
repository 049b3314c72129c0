# file: src/apply/create.cpp
# seeds: 200
# A POST without a clear answer is sent again at once.
s/send\.repeat = desired\.single_use_code \? http::Repeat::never : http::Repeat::only_if_unsent;/send.repeat = http::Repeat::freely;/
