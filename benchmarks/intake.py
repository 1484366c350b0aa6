"""How much of a plan `ipcheck import` gets right, measured by the curated copies in data/plans/.

    python -m benchmarks.intake SOURCES [-v]

SOURCES is a folder with the texts of the shipped plans as they were found (2020.txt, …). In the plans that number their
tasks, a task is right if its number, headings, text, deadline and responsibility are those of the copy; every task must
be right. In the plans in prose, a task is right if its text and headings are; 95 % must be. Width and spacing are
folded. -v lists the tasks that differ.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.importing.draft.characters import converter
from ipcheck.importing.draft.draft import draft_as_yaml
from ipcheck.importing.draft.plan import read_plan
from ipcheck.importing.readers.document import read_document

CURATED = Path(__file__).parent.parent / "data" / "plans"
NUMBERED = {"2022": 114, "2025": 118}
PROSE = ("2020", "demo-zones", "protection-system")
WORDS = Translator("en")


def tasks(node: Any, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """The tasks of a plan with their headings, each field folded. `node` is the plan or one of its sections as YAML
    gives it, `path` the headings above that."""
    for section in node.get("contents") or ():
        headings = (*path, fold(section["heading"]))
        for task in section.get("tasks") or ():
            fields = {key: fold(str(task.get(key) or "")) for key in ("number", "text", "deadline", "responsible")}
            yield fields | {"headings": " > ".join(headings)}
        yield from tasks(section, headings)


def silent(_done: int, _total: int) -> None:
    """A progress display that shows nothing."""


def imported(path: Path) -> Any:
    """The draft that the program makes of a file, with the names of agencies in the shipped registry."""
    agencies = yaml.load((CURATED.parent / "agencies.yaml").read_text("utf-8"), yaml.BaseLoader)["agencies"]
    names = {name for agency in agencies for name in (agency["name"], *agency.get("aliases", ()))}
    source = read_document(str(path), sys.stdin.buffer, WORDS, silent)
    reading = read_plan(source, path.stem, lambda: converter(WORDS), lambda name, _region: name in names, silent, WORDS)
    return yaml.load(draft_as_yaml(reading.plan, [], WORDS)[0], yaml.BaseLoader)


def main(sources: Path) -> int:
    """Print a line for each plan. Returns 1 if too few tasks of a plan are right, else 0."""
    missed = 0
    for plan in (*NUMBERED, *PROSE):
        curated = list(tasks(yaml.load((CURATED / f"{plan}.yaml").read_text("utf-8"), yaml.BaseLoader)))
        draft = list(tasks(imported(sources / f"{plan}.txt")))
        if plan in NUMBERED:
            right = sum((Counter(map(str, draft)) & Counter(map(str, curated))).values())
            wanted = len(curated)
        else:
            keys = [[(task["headings"], task["text"]) for task in plan_tasks] for plan_tasks in (draft, curated)]
            right = sum((Counter(keys[0]) & Counter(keys[1])).values())
            wanted = -(-len(curated) * 95 // 100)
        print(f"{plan:20} {right:4} of {len(curated)} ({right / len(curated):.1%}), {len(draft)} tasks in the draft")
        missed += right < wanted
        if "-v" in sys.argv:
            expected = {(task["headings"], task["text"]) for task in curated}
            for task in draft:
                if (task["headings"], task["text"]) not in expected:
                    print("   ?", task["number"], task["headings"], "|", task["text"][:80])
            drafted = {(task["headings"], task["text"]) for task in draft}
            for task in curated:
                if (task["headings"], task["text"]) not in drafted:
                    print("   -", task["number"], task["headings"], "|", task["text"][:80])
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
