#!/usr/bin/env python3
"""Every relative link of the documentation leads somewhere: to a file or folder, and to a heading where it names
one. Paths of CONTRIBUTING.md that stand in backticks exist too."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:src|tests|include|cmake|docs|examples|manifests)/[^`\s<>*]*)`")


def anchors(path):
    """Headings as GitHub spells their anchors."""
    found = set()
    for line in text_without_code(path).splitlines():
        if line.startswith("#"):
            title = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
            found.add(title.replace(" ", "-"))
    return found


def text_without_code(path):
    return re.sub(r"^```.*?^```", "", path.read_text(), flags=re.M | re.S)


def faults_of(page):
    name = page.relative_to(ROOT)
    for target in LINK.findall(text_without_code(page)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        if not path.exists():
            yield f"{name}: {target} leads nowhere"
        elif anchor and path.suffix == ".md" and anchor not in anchors(path):
            yield f"{name}: {target}: no such heading"


def main():
    pages = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*.md")])
    faults = [fault for page in pages for fault in faults_of(page)]
    for path in PATH.findall((ROOT / "CONTRIBUTING.md").read_text()):
        if not (ROOT / path).exists():
            faults.append(f"CONTRIBUTING.md: {path} does not exist")
    print("\n".join(faults) if faults else f"links: all those of {len(pages)} pages lead somewhere")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
