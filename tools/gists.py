"""Note which texts the summaries in a file sum up: python tools/gists.py data/gist/en/2025.yaml [--renew NUMBER ...]

Each entry holds a digest (`seen`) of the text of its task, by which a later change of the text is noticed. This program
writes the digest where an entry has none. It replaces a digest only for the tasks named with --renew: name a task after
you have read its changed text and its summary again.
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
    """The texts of the tasks of a shipped plan, by their numbers."""

    def walk(sections: list[dict[str, Any]]) -> dict[str, str]:
        by_number: dict[str, str] = {}
        for section in sections:
            by_number |= {task["number"]: task["text"] for task in section.get("tasks", [])}
            by_number |= walk(section.get("contents", []))
        return by_number

    content = yaml.load((ROOT / "data" / "plans" / f"{plan}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return walk(content["contents"])


def renewed(text: str, task_texts: dict[str, str], renew: set[str]) -> str:
    """The content of a file of summaries with the missing digests added, and those of the tasks in `renew` replaced.

    `task_texts` are the present texts of the tasks by their numbers.
    """

    def entry(match: re.Match[str]) -> str:
        number = match["of"]
        if number not in task_texts or ("seen:" in match[0] and number not in renew):
            return match[0]
        return f"  - of: {number}\n    seen: {digest(task_texts[number])}\n"

    return _ENTRY.sub(entry, text)


def main() -> int:
    """Write the digests into the file that is named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--renew", nargs="*", default=[], metavar="NUMBER", help="tasks whose text was read anew")
    arguments = parser.parse_args()
    task_texts = texts(arguments.path.stem)
    if unknown := set(arguments.renew) - task_texts.keys():
        parser.error(f"{arguments.path.stem} has no task {', '.join(sorted(unknown))}")
    before = arguments.path.read_text(encoding="utf-8")
    after = renewed(before, task_texts, set(arguments.renew))
    arguments.path.write_text(after, encoding="utf-8")
    sys.stdout.write("nothing to write\n" if after == before else f"written: {arguments.path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
