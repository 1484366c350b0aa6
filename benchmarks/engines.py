"""The three questions of docs/export.md, put to DuckDB, to Spark and to ipcheck, on the shipped plans and many more.

    python -m benchmarks.engines [PLANS [TASKS]]

Exports the shipped plans and PLANS generated ones (benchmarks.plans) in every format, then asks each engine the
questions of the document, and compares the rows with those of ipcheck. Needs the extra `bench` and Java 17. Times are
given in seconds and as ratios to `python -c pass`. Those of ipcheck are of calls, with their start-up; those of an
engine are of queries in a running session: the first time of each question, and the best of the times that follow.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from wcwidth import wcswidth

from benchmarks import one_call
from benchmarks.one_call import Call, python_seconds
from benchmarks.plans import write_plans
from ipcheck.catalogue.export.layout import FORMATS
from tools.engines import ENGINES, QUESTIONS, Answer

PLANS, TASKS = 3000, 100
ROUNDS = 3
MOST_MEGABYTES = {"csv": 150, "sqlite": 150, "parquet": 700}  # DuckDB is allowed 512 of the 700


class Times(NamedTuple):
    """Seconds that a question takes in a session: the first time, and the best of the times that follow."""

    first: float
    again: float


def called(folder: Path, *arguments: str) -> Call:
    """Run one call on the shipped plans and those in `folder`/plans. Raises CalledProcessError where it fails."""
    return one_call.called(folder, (*arguments, "--plans", "plans"))


def timed(ask: Callable[[], Answer]) -> tuple[Answer, Times]:
    """The answer of a question that is asked 1 + ROUNDS times, and its times."""
    seconds = []
    for _round in range(1 + ROUNDS):
        begin = time.perf_counter()
        answer = ask()
        seconds.append(time.perf_counter() - begin)
    return answer, Times(seconds[0], min(seconds[1:]))


def of_engine(
    engine: Callable[[Path], AbstractContextManager[Callable[[str], Answer]]], folder: Path
) -> tuple[float, dict[str, tuple[Answer, Times]]]:
    """The seconds until an engine is ready, and for each question its answer and its times."""
    begin = time.perf_counter()
    with engine(folder) as ask:
        ready = time.perf_counter() - begin
        return ready, {question: timed(partial(ask, question)) for question in QUESTIONS}


class Table:
    """A table with a title, printed line by line while it is measured."""

    def __init__(self, title: str) -> None:
        self._nothing = python_seconds()
        print(f"{title:<44}{'s':>8}{'/ python':>10}  ", flush=True)

    def line(self, what: str, seconds: float, remark: str = "") -> None:
        """Print a line: what was measured, its seconds and their ratio to `python -c pass`, and a remark."""
        padded = what + " " * (44 - wcswidth(what))
        print(f"{padded}{seconds:8.2f}{seconds / self._nothing:10.1f}  {remark}".rstrip(), flush=True)


def main(numbers: Sequence[int]) -> int:
    """Measure and print one table. Returns 1 if an answer differs or an export takes too much memory, else 0."""
    plans, tasks = [*numbers, *(PLANS, TASKS)[len(numbers) :]]
    wrong = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_plans(folder / "plans", plans, tasks)
        table = Table(f"the shipped plans and {plans:,} × {tasks} tasks")
        table.line("catalogue, from nothing", called(folder, "plans", "-f", "csv").seconds)
        for form in FORMATS:
            output = "export" if form == "parquet" else form
            call = called(folder, "export", "-f", form, "-o", output)
            size = sum(path.stat().st_size for path in (folder / output).rglob("*") if path.is_file())
            over = call.megabytes > MOST_MEGABYTES[form]
            wrong = wrong or over
            remark = f"{call.megabytes:.0f} MB of memory{' (too much)' if over else ''}, {size / 1e6:.0f} MB of files"
            table.line(f"export -f {form}", call.seconds, remark)
        expected = {}
        for question, (arguments, rows) in QUESTIONS.items():
            call = called(folder, *arguments, "-f", "json")
            expected[question] = rows(json.loads(call.out))
            table.line(f"ipcheck {' '.join(arguments)}", call.seconds, f"{len(expected[question]):,} rows")
        for engine, asking in ENGINES.items():
            ready, answers = of_engine(asking, folder)
            table.line(f"{engine}: ready", ready)
            for question, (answer, times) in answers.items():
                same = answer == expected[question]
                wrong = wrong or not same
                remark = f"first; again {times.again:.2f}; {'the same rows' if same else 'ANOTHER ANSWER'}"
                table.line(f"{engine}: {question}", times.first, remark)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:]))))
