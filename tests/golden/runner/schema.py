#!/usr/bin/env python3
"""Every JSON document and JSON line of the goldens, judged by `cerec schema --output`, and that schema judged by what it
must refuse. Arguments: the program, and the file that test_golden wrote (CEREC_DOCUMENTS)."""
import copy
import json
import subprocess
import sys

import jsonschema


def kind_of(document):
    return document.get("type") or document["command"] or "no command"


def mutants(document):
    """The document without each of its members, and with one that it does not have."""
    for member in document:
        less = copy.deepcopy(document)
        del less[member]
        yield f"without {member}", less
    yield "with a strange member", {**document, "strange": 1}


def main():
    program, path = sys.argv[1:]
    schema = json.loads(subprocess.run([program, "schema", "--output"], check=True, capture_output=True, text=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    kinds, faults = {}, 0
    for line in open(path, encoding="utf-8"):
        entry = json.loads(line)
        document = entry["document"]
        kinds.setdefault(kind_of(document), document)
        if validator.is_valid(document):
            continue
        faults += 1
        # The definition that the document is meant to fit says more than "none of them".
        name = "line_" + document["type"] if "type" in document else document["command"] + "_document"
        part = schema["$defs"].get(name, schema["$defs"]["plan_document"])
        errors = jsonschema.Draft202012Validator({**part, "$defs": schema["$defs"]}).iter_errors(document)
        for error in list(errors)[:3]:
            print(f"{entry['case']}: {error.json_path}: {error.message[:200]}")
    for kind, document in kinds.items():
        for what, mutant in mutants(document):
            if validator.is_valid(mutant):
                faults += 1
                print(f"the schema accepts a document of {kind} {what}")
    print(f"{len(kinds)} kinds of documents: {', '.join(sorted(kinds))}")
    return 1 if faults or len(kinds) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
