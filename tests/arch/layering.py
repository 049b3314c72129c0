#!/usr/bin/env python3
"""Includes go downwards only, between modules (USES of the cerec_module() lines of CMakeLists.txt) and between the
folders inside a module (FOLDERS, lowest first; files beside the folders are above them all), never in a circle.
Our own headers are written as "module/name.hpp" (from src/) or "cerec/module/name.hpp", foreign ones in <...>, and each
foreign library has its only user. Prints file:line of every fault; exit 1 if there is one. Without a fault it prints
the include graph by folder: what each folder includes of others, with the number of includes. The argument is the root
of another tree."""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
# Header -> the modules that may include it (design: "the only user of").
FOREIGN = {
    "curl/": {"http"}, "yaml-cpp/": {"manifest"}, "sodium": {"crypto"}, "httplib": {"sim"}, "CLI/": {"cli"},
}
# POSIX and friends are the real world: only the shell (cli/system), the loop, the curl driver and the simulator's HTTP front.
SYSTEM = re.compile(r"<(unistd|fcntl|csignal|signal|poll|sys/[a-z]+|netinet/[a-z]+|arpa/inet|fstream|iostream|cstdio)(\.h)?>")
FAULTS = []


class Module:
    def __init__(self, words):
        self.name = words[0]
        self.lists = collections.defaultdict(list)
        keyword = ""
        for word in words[1:]:
            if word.isupper() or word == "LINK_PRIVATE":
                keyword = word
            else:
                self.lists[keyword].append(word)
        self.uses = set(self.lists["USES"])
        self.folders = self.lists["FOLDERS"]

    def rank(self, folder):
        """The place of a folder in the order; the files beside the folders ("") come last."""
        return self.folders.index(folder) if folder else len(self.folders)


def fault(path, line, text):
    FAULTS.append(f"{path.relative_to(ROOT)}:{line}: {text}")


def modules():
    found = {}
    text = (ROOT / "CMakeLists.txt").read_text()
    for call in re.findall(r"^cerec_module\(([^)]*)\)", text, re.M):
        module = Module(call.split())
        for below in sorted(module.uses - set(found)):
            fault(ROOT / "CMakeLists.txt", 0, f"module {module.name} uses {below}, which is not below it")
        found[module.name] = module
    return found


def folder_in(path, module):
    """The folder of a file inside its module; "" for files that stand beside the folders, nested ones as a/b."""
    return "/".join(path.relative_to(ROOT / "src" / module.name).parts[:-1])


def check_private(path, number, target, module):
    """An include of a header in src/."""
    header = ROOT / "src" / target
    if not header.is_file():
        fault(path, number, f'"{target}" is no path from src/ or include/; <...> is for foreign headers')
        return
    if target.split("/")[0] != module.name:
        fault(path, number, f"{target} is private to another module")
        return
    if (ROOT / "include") in path.parents:
        fault(path, number, f"a public header includes {target}, which is private")
        return
    own, other = folder_in(path, module), folder_in(header, module)
    known = set(module.folders) | {""}
    if own in known and other in known and module.rank(other) > module.rank(own):
        fault(path, number, f"{target} is above {module.name}/{own}: {' < '.join(module.folders)} < files beside them")


def check_foreign(path, number, target, module):
    public = (ROOT / "include") in path.parents
    for prefix, users in FOREIGN.items():
        if target.startswith(prefix) and (module.name not in users or public):
            fault(path, number, f"{target} may be included by sources of {', '.join(sorted(users))} only")
    if public and target.startswith("nlohmann"):
        fault(path, number, "nlohmann/json stays out of public headers")
    if SYSTEM.search(f"<{target}>") and module.name not in {"sim", "http", "io"} and "cli/system" not in str(path):
        if not (module.name == "model" and "csignal" in target) and target not in {"cstdio"}:
            fault(path, number, f"{target} belongs to the shell (src/cli/system)")


def check(path, module, graph):
    """Checks the includes of one file, and adds those of our own headers to the graph of files."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if not found:
            continue
        target = found.group(2)
        ours = next((top / target for top in (ROOT / "include", ROOT / "src") if (top / target).is_file()), None)
        if ours is not None:
            graph[path].append(ours)
        if found.group(1) == "<":
            if ours is not None:
                fault(path, number, f"<{target}> is ours: write it in quotes")
            check_foreign(path, number, target, module)
        elif target.startswith("cerec/"):
            if ours is None:
                fault(path, number, f"no such public header: {target}")
            elif target.split("/")[1] not in module.uses | {module.name}:
                fault(path, number, f"module {module.name} may not include {target}")
        else:
            check_private(path, number, target, module)


def check_tests():
    """Tests write our headers in the same way, those of tests from tests/, and look into one module at most."""
    for path in sorted((ROOT / "tests").rglob("*.[ch]pp")):
        parts = path.relative_to(ROOT / "tests").parts
        module = parts[1] if parts[0] == "unit" else None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
            if not found:
                continue
            target = found.group(2)
            roots = [top for top in ("include", "src", "tests") if (ROOT / top / target).is_file()]
            if found.group(1) == '"' and not roots:
                fault(path, number, f'"{target}" is no path from src/, include/ or tests/; <...> is for foreign headers')
            elif found.group(1) == "<" and roots:
                fault(path, number, f"<{target}> is ours: write it in quotes")
            elif roots == ["src"] and module is not None and target.split("/")[0] != module:
                fault(path, number, f"{target} is private to another module than the one tested here")


def circles(graph):
    """Every circle of includes between files is a fault, told once, with its way."""
    done, way = set(), []

    def visit(path):
        if path in way:
            names = [str(each.relative_to(ROOT)) for each in way[way.index(path):] + [path]]
            fault(path, 0, "includes in a circle: " + " -> ".join(names))
            return
        if path in done:
            return
        way.append(path)
        for other in graph.get(path, []):
            visit(other)
        way.pop()
        done.add(path)

    for path in sorted(graph):
        visit(path)


def folder_name(path, table):
    """cli/output for src/cli/output/output.hpp. A module without folders is one with its public headers, those of a
    module with folders are below them: cerec/cli."""
    parts = path.parent.relative_to(ROOT).parts
    if parts[0] == "src":
        return "/".join(parts[1:])
    return f"cerec/{parts[2]}" if table[parts[2]].folders else parts[2]


def print_graph(graph, table):
    edges, order = collections.Counter(), []
    for path, others in graph.items():
        for other in others:
            edges[folder_name(path, table), folder_name(other, table)] += 1
    for module in table.values():
        inner = [f"{module.name}/{folder}" for folder in module.folders]
        order += ([f"cerec/{module.name}"] if inner else []) + inner + [module.name]
    for folder in order:
        out = [f"{other} {edges[folder, other]}" for other in order if other != folder and (folder, other) in edges]
        print(f"  {folder:<14} -> {', '.join(out) or 'nothing'}")


def main():
    table = modules()
    graph = collections.defaultdict(list)
    for top in ("include/cerec", "src"):
        for path in sorted((ROOT / top).rglob("*.[ch]pp")):
            inside = path.relative_to(ROOT / top)
            if len(inside.parts) < 2:
                continue  # src/main.cpp and src/sim_main.cpp wire everything
            module = table.get(inside.parts[0])
            if module is None:
                fault(path, 0, f"folder {inside.parts[0]} is no module of CMakeLists.txt")
                continue
            folder = "/".join(inside.parts[1:-1])
            if folder and folder not in module.folders:
                fault(path, 0, f"folder {folder} is not among the FOLDERS of module {module.name}")
            graph[path] = []
            check(path, module, graph)
    circles(graph)
    check_tests()
    if FAULTS:
        print("\n".join(FAULTS))
        return 1
    print(f"layering: {len(graph)} files of {len(table)} modules, every include goes downwards")
    print_graph(graph, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
