# file: src/apply/update.cpp
# seeds: 100
# The mask that the service shows is written back as the secret.
s/patch\.configuration\.emplace\(key, value->second\);/patch.configuration.emplace(key, model::Value::string("********"));/
