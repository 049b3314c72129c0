# file: src/apply/update.cpp
# The mask that the service shows is written back as the secret.
s/patch\.configuration\.emplace\(key, value->second\);/patch.configuration.emplace(key, model::Value::string("********"));/
