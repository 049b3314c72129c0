#!/usr/bin/env python3
"""layering.py finds what it is for: each fault is put into a copy of the sources and has to be told."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What is wrong, the file it is put into, the line, and what has to be said of it.
FAULTS = [
    ("a module above", "src/plan/order.cpp", '#include "cerec/report/report.hpp"', "module plan may not include"),
    ("a private header of another module", "src/apply/look.cpp", '#include "plan/match.hpp"', "private to another module"),
    ("a folder above", "src/cli/output/output.hpp", '#include "cli/commands/table.hpp"', "is above cli/output"),
    ("the top of the module", "src/cli/commands/show.cpp", '#include "cli/top.hpp"', "is above cli/commands"),
    ("a circle inside a folder", "src/plan/match.hpp", '#include "plan/changes.hpp"', "includes in a circle"),
    ("the name alone", "src/plan/order.cpp", '#include "match.hpp"', "no path from src/"),
    ("ours in angle brackets", "src/plan/order.cpp", "#include <plan/match.hpp>", "write it in quotes"),
    ("a private header in a public one", "include/cerec/plan/equality.hpp", '#include "plan/match.hpp"', "which is private"),
    ("the name alone, in a test", "tests/unit/plan/drift_test.cpp", '#include "world.hpp"', "no path from src/"),
    ("a private header, in another's test", "tests/unit/http/retry_test.cpp", '#include "plan/match.hpp"', "private to another"),
    ("a folder without a place", "src/cli/helpers/any.cpp", "", "not among the FOLDERS"),
    ("another user of libcurl", "src/api/error.cpp", "#include <curl/curl.h>", "sources of http only"),
    ("the world outside of the shell", "src/apply/look.cpp", "#include <unistd.h>", "belongs to the shell"),
]


def told(tree):
    command = [sys.executable, ROOT / "tests/arch/layering.py", tree]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main():
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        for top in ("src", "include", "tests/unit", "tests/support"):
            shutil.copytree(ROOT / top, tree / top)
        shutil.copy(ROOT / "CMakeLists.txt", tree)
        (tree / "src/cli/top.hpp").write_text("#pragma once\n")
        if told(tree).returncode != 0:
            missed.append("a fault is told of sources that have none")
        for what, name, line, message in FAULTS:
            path = tree / name
            before = path.read_text() if path.exists() else None
            path.parent.mkdir(exist_ok=True)
            path.write_text((before or "") + line + "\n")
            result = told(tree)
            if result.returncode != 1 or name not in result.stdout or message not in result.stdout:
                missed.append(f"{what}: not told\n{result.stdout}")
            path.write_text(before) if before is not None else shutil.rmtree(path.parent)
    print("\n".join(missed) or f"layering: {len(FAULTS)} faults put in, all told")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
