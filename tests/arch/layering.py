#!/usr/bin/env python3
"""Includes go downwards only: each `#include` against the cerec_module() lines of CMakeLists.txt, each foreign
library against its only user. Our own headers are written as "path/from/src.hpp" or "cerec/module/name.hpp". Prints file:line of every fault; exit 1 if there is one."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Header -> the modules that may include it (design: "the only user of").
FOREIGN = {
    "curl/": {"http"}, "yaml-cpp/": {"manifest"}, "sodium": {"crypto"}, "httplib": {"sim"}, "CLI/": {"cli"},
}
# POSIX and friends are the real world: only the shell (cli/system), the curl driver and the simulator's HTTP front.
SYSTEM = re.compile(r"<(unistd|fcntl|csignal|signal|poll|sys/[a-z]+|netinet/[a-z]+|arpa/inet|fstream|iostream|cstdio)(\.h)?>")


def modules():
    uses = {}
    text = (ROOT / "CMakeLists.txt").read_text()
    for call in re.findall(r"^cerec_module\(([^)]*)\)", text, re.M):
        words = call.split()
        name, rest = words[0], words[1:]
        below = []
        if "USES" in rest:
            for word in rest[rest.index("USES") + 1:]:
                if word.isupper():
                    break
                below.append(word)
        for module in below:
            if module not in uses:
                yield_fault(ROOT / "CMakeLists.txt", 0, f"module {name} uses {module}, which is not below it")
        uses[name] = set(below)
    return uses


FAULTS = []


def yield_fault(path, line, text):
    FAULTS.append(f"{path.relative_to(ROOT)}:{line}: {text}")


def check(path, module, uses):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if not found:
            continue
        target = found.group(2)
        parts = target.split("/")
        if parts[0] == "cerec":
            if found.group(1) == "<":
                yield_fault(path, number, f"<{target}> is ours: write it in quotes")
            if parts[1] != module and parts[1] not in uses[module]:
                yield_fault(path, number, f"module {module} may not include {target}")
            if not (ROOT / "include" / target).is_file():
                yield_fault(path, number, f"no such public header: {target}")
        elif found.group(1) == '"':
            if not (ROOT / "src" / target).is_file():
                yield_fault(path, number, f'"{target}" is no path from src/ or include/; <...> is for foreign headers')
            elif parts[0] != module:
                yield_fault(path, number, f"{target} is private to another module")
        elif (ROOT / "src" / target).is_file():
            yield_fault(path, number, f"<{target}> is ours: write it in quotes")
        for prefix, users in FOREIGN.items():
            if target.startswith(prefix) and (module not in users or "include/cerec" in str(path)):
                yield_fault(path, number, f"{target} may be included by sources of {', '.join(sorted(users))} only")
        if "include/cerec" in str(path) and target.startswith("nlohmann"):
            yield_fault(path, number, "nlohmann/json stays out of public headers")
        if SYSTEM.search(line) and module not in {"sim", "http"} and "cli/system" not in str(path):
            if not (module == "model" and "csignal" in target) and target not in {"cstdio"}:
                yield_fault(path, number, f"{target} belongs to the shell (src/cli/system)")


def main():
    uses = modules()
    count = 0
    for top in ("include/cerec", "src"):
        for path in sorted((ROOT / top).rglob("*.[ch]pp")):
            inside = path.relative_to(ROOT / top)
            if len(inside.parts) < 2:
                continue  # src/main.cpp and src/sim_main.cpp wire everything
            module = inside.parts[0]
            if module not in uses:
                yield_fault(path, 0, f"folder {module} is no module of CMakeLists.txt")
                continue
            check(path, module, uses)
            count += 1
    if FAULTS:
        print("\n".join(FAULTS))
        return 1
    print(f"layering: {count} files of {len(uses)} modules, every include goes downwards")
    return 0


if __name__ == "__main__":
    sys.exit(main())
