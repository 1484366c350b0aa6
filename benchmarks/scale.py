"""How the time of ipcheck grows from five plans to 3,000 with 300,000 tasks, beside other programs on the same tasks.

    python -m benchmarks.scale [PLANS [TASKS]]

Needs Taskwarrior (Debian: taskwarrior), SQLite's shell (sqlite3) and sqlite-utils (extra `bench`).
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.peers import exported, sqlite_shell, sqlite_utils, taskwarrior
from benchmarks.plans import write_plans
from benchmarks.side_by_side import IPCHECK, LONG, SHORT, Figure, Row, figures, measured, printed
from benchmarks.startup import TYPER, apps

PLANS, TASKS = 3000, 100
LAST_DAY, DAY_AFTER = "2025-09-10", "2025-09-11"
AGAINST = "2025"

# Reads the files with the YAML library alone, one after the other, and keeps nothing.
_YAML_ALONE = """
import pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""
# Writes the rows of a CSV file with the csv module alone, and prints the seconds of the writing.
_CSV_ALONE = """
import csv, os, sys, time
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file))
with open(os.devnull, "w", encoding="utf-8", newline="") as out:
    began = time.perf_counter()
    csv.writer(out).writerows(rows)
    print(time.perf_counter() - began)
"""


class Setting(NamedTuple):
    """The folder of the run, in which caches lie too, and the folders with all plans and with a third of them."""

    folder: Path
    plans: Path
    third: Path

    def environ(self, cache: str) -> dict[str, str]:
        """The environment of a call with the cache of this name."""
        return {"IPCHECK_CACHE_DIR": str(self.folder / cache)}


def prepare(folder: Path, plans: int, tasks: int) -> Setting:
    """Write the plans, and copy a third of them into a folder of its own."""
    setting = Setting(folder, folder / "plans", folder / "third")
    paths = write_plans(setting.plans, plans, tasks)
    setting.third.mkdir()
    for path in paths[: plans // 3]:
        shutil.copy2(path, setting.third)
    return setting


def questions(setting: Setting) -> Iterator[Row]:
    """Common questions with few answers, on the shipped plans and on all, and one after a file has changed."""
    calls = {
        "due": ("due", "--before", LAST_DAY), "agency": ("agency", "国管局"), "section": ("section", "跟踪问效"),
    }  # fmt: skip
    more = {"due": 60.0}  # milliseconds; this includes the check that no file has changed
    for name, call in calls.items():
        yield Row(f"{name}, shipped", (*IPCHECK, *call, "-f", "csv"), TYPER, environ=setting.environ("few"))
        on_all = (*IPCHECK, *call, "-f", "csv", "--plans", str(setting.plans))
        few = f"{name}, shipped"
        yield Row(f"{name}, all", on_all, few, 1.3, more.get(name), environ=setting.environ("all"))
    due = (*IPCHECK, *calls["due"], "-f", "csv", "--plans", str(setting.plans))
    edit = count()
    yield Row("due, a file changed", due, "due, all", 1.5, environ=setting.environ("all"), before=lambda: _change(
        setting.plans, next(edit)
    ))  # fmt: skip
    text = (*IPCHECK, "tasks", "--text", "商标", "-f", "csv", "--plans", str(setting.plans))
    yield Row("tasks --text 商标, all", text, TYPER, more=120, environ=setting.environ("all"))


def _change(plans: Path, number: int) -> None:
    """Add a line to one of the files."""
    with sorted(plans.iterdir())[number].open("a", encoding="utf-8") as file:
        file.write("# edited\n")


def peers(setting: Setting) -> Iterator[Row]:
    """What is due among a third of all plans, asked of ipcheck and of other programs."""
    environ = os.environ | setting.environ("third")
    task = taskwarrior(setting.folder / "taskwarrior", setting.third, environ)
    database = exported(setting.folder / "exported", setting.third, environ)
    due = (*IPCHECK, "due", "--before", LAST_DAY, "-f", "csv", "--plans", str(setting.third))
    ipcheck_row = "due, a third"
    yield Row("taskwarrior", (*task, f"due.before:{DAY_AFTER}", "list"))
    yield Row(ipcheck_row, due, "taskwarrior", 1 / 20, environ=setting.environ("third"))
    yield Row("sqlite3 shell", sqlite_shell(database, LAST_DAY), ipcheck_row)
    yield Row("sqlite-utils", sqlite_utils(database, LAST_DAY), ipcheck_row)


def long_calls(setting: Setting) -> Iterator[Row]:
    """Calls that take seconds, since they compile or write everything."""
    plans = ("--plans", str(setting.plans))
    yield Row("yaml.CSafeLoader, all", (sys.executable, "-c", _YAML_ALONE, str(setting.plans)))
    yield Row(
        "first call, all", (*IPCHECK, "due", "--before", LAST_DAY, "-f", "csv", *plans), "yaml.CSafeLoader, all", 1.0,
        megabytes=400, environ=setting.environ("new"),
        before=lambda: shutil.rmtree(setting.folder / "new", ignore_errors=True),
    )  # fmt: skip
    warm = setting.environ("all")
    csv = setting.folder / "all.csv"
    yield Row("written to a file", (*IPCHECK, "tasks", "-o", str(csv), *plans), environ=warm)
    yield Row("csv.writer, all", (sys.executable, "-c", _CSV_ALONE, str(csv)), self_timed=True)
    call = (*IPCHECK, "tasks", *plans, "-f")
    yield Row("tasks -f csv, all", (*call, "csv"), "csv.writer, all", 8, megabytes=150, environ=warm)
    yield Row("tasks -f json, all", (*call, "json"), "csv.writer, all", megabytes=150, environ=warm)


def against(setting: Setting) -> Row:
    """The comparison of one plan with all others."""
    call = (*IPCHECK, "diff", AGAINST, "--against", str(setting.plans), "-f", "csv")
    return Row(f"diff {AGAINST} --against", call, more=120_000, megabytes=1000, environ=setting.environ("all"))


def lines(folder: Path, plans: int, tasks: int) -> Iterator[Figure]:
    """The lines of the table. Short commands run in many rounds, long ones in few, the longest once."""
    setting = prepare(folder, plans, tasks)
    nothing = apps(folder)
    short = [*questions(setting), *peers(setting)]
    groups = ((short, SHORT), (list(long_calls(setting)), LONG), ([against(setting)], 1))
    for rows, rounds in groups:
        yield from figures(rows, measured([*nothing, *rows], rounds))


def main(arguments: Sequence[str]) -> int:
    """Measure and print one table. Returns 1 if a figure is over its limit, else 0."""
    plans, tasks = [*map(int, arguments), *(PLANS, TASKS)[len(arguments) :]]
    with tempfile.TemporaryDirectory() as folder:
        return printed(list(lines(Path(folder), plans, tasks)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
