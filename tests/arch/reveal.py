#!/usr/bin/env python3
"""Secret::reveal() is the only way to a secret's bytes: every file that calls it is listed, with a reason, in
reveal.allow; a file that is listed and does not call it any more is a fault too."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    allowed = {}
    for line in (ROOT / "tests/arch/reveal.allow").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            path, _, reason = line.partition(":")
            allowed[path.strip()] = reason.strip()
    faults = [f"{path}: listed without a reason" for path, reason in allowed.items() if not reason]
    using = set()
    for top in ("include", "src"):
        for path in sorted((ROOT / top).rglob("*.[ch]pp")):
            name = str(path.relative_to(ROOT))
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if re.search(r"\breveal\s*\(", line.split("//")[0]):
                    using.add(name)
                    if name not in allowed:
                        faults.append(f"{name}:{number}: reveal() in a file that reveal.allow does not list")
    faults += [f"{name}: listed in reveal.allow, but reveals nothing" for name in allowed if name not in using]
    print("\n".join(faults) if faults else f"reveal: {len(using)} files may see secrets, each with a reason")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
