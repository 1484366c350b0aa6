"""Say of summaries which text they sum up: python tools/gists.py data/gist/en/2026.yaml [--renew NUMBER ...]

Writes the digest of its task's text (`seen`) into each entry that has none, and anew into those that are named: a
conscious act, after reading the text once more, since the digests are there to notice that it has changed.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import yaml

from ipcheck.base.text import digest

ROOT = Path(__file__).resolve().parent.parent
_ENTRY = re.compile(r"(?m)^  - of: (?P<of>[a-z]?[0-9.]+)\n(?:    seen: \S+\n)?")


def texts(plan: str) -> dict[str, str]:
    """The texts of a shipped plan's tasks, by number."""

    def walk(sections: list[dict[str, Any]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for section in sections:
            found |= {task["number"]: task["text"] for task in section.get("tasks", [])}
            found |= walk(section.get("contents", []))
        return found

    content = yaml.load((ROOT / "data" / "plans" / f"{plan}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return walk(content["contents"])


def renewed(text: str, known: dict[str, str], renew: set[str]) -> str:
    """A file of summaries with the digests that it lacks, and those of `renew` as the texts stand now."""

    def entry(match: re.Match[str]) -> str:
        number = match["of"]
        if number not in known or ("seen:" in match[0] and number not in renew):
            return match[0]
        return f"  - of: {number}\n    seen: {digest(known[number])}\n"

    return _ENTRY.sub(entry, text)


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--renew", nargs="*", default=[], metavar="NUMBER", help="tasks whose text was read anew")
    given = parser.parse_args()
    known = texts(given.path.stem)
    if unknown := set(given.renew) - known.keys():
        parser.error(f"{given.path.stem} has no task {', '.join(sorted(unknown))}")
    before = given.path.read_text(encoding="utf-8")
    after = renewed(before, known, set(given.renew))
    given.path.write_text(after, encoding="utf-8")
    sys.stdout.write("nothing to write\n" if after == before else f"written: {given.path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
