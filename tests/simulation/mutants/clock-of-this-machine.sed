# file: src/api/decode.cpp
# seeds: 6000
# Nobody looks at the Date header: ages are judged by the local clock.
s/return value \? http::parse_date\(\*value\) : std::nullopt;/return value ? std::nullopt : std::optional<base::WallTime>();/
