# file: src/tokens/record_store.cpp
# seeds: 100
# What a run appended to the journal never reaches tokens.json.
/^base::Result<void> RecordStore::fold/,/^}/ s/if \(!files_\.status\(journal_path\(\)\)\)/if (true)/
