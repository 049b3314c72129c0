# file: src/api/bodies.cpp
# seeds: 1000
# Numbers are sent as JSON numbers, of which the service makes doubles.
s/if \(value\.kind\(\) == Value::Kind::number \|\| value\.kind\(\) == Value::Kind::boolean\)/if (value.kind() == Value::Kind::boolean)/
