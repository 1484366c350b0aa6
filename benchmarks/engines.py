"""The three questions of docs/export.md, put to DuckDB, to Spark and to ipcheck, on the plans that ship and more.

    python -m benchmarks.engines [PLANS [TASKS]]

Exports the shipped plans and as many generated ones (benchmarks.plans) in every format, then asks each engine what the
document asks it, and compares the rows with ipcheck's own. Needs the extra `bench` and Java 17. Times are given in
seconds and as ratios to `python -c pass`; those of ipcheck are of calls, start-up included, those of the engines of
queries in a session that runs: the first of each question, and the best of those that follow.
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
MOST_MEGABYTES = {"csv": 150, "sqlite": 150, "parquet": 700}  # 512 of the last are what duckdb may take


class Times(NamedTuple):
    """Seconds of a question in a session: the first time, and the best of those that follow."""

    first: float
    again: float


def called(folder: Path, *arguments: str) -> Call:
    """One call on the generated plans as well. Raises CalledProcessError where it does not answer."""
    return one_call.called(folder, (*arguments, "--plans", "plans"))


def timed(ask: Callable[[], Answer]) -> tuple[Answer, Times]:
    """An answer, and how long it took."""
    seconds = []
    for _round in range(1 + ROUNDS):
        begin = time.perf_counter()
        answer = ask()
        seconds.append(time.perf_counter() - begin)
    return answer, Times(seconds[0], min(seconds[1:]))


def of_engine(
    engine: Callable[[Path], AbstractContextManager[Callable[[str], Answer]]], folder: Path
) -> tuple[float, dict[str, tuple[Answer, Times]]]:
    """Seconds until an engine can be asked, and each question with its answer and times."""
    begin = time.perf_counter()
    with engine(folder) as ask:
        ready = time.perf_counter() - begin
        return ready, {question: timed(partial(ask, question)) for question in QUESTIONS}


class Table:
    """One table, printed line by line as it is measured."""

    def __init__(self, title: str) -> None:
        self._nothing = python_seconds()
        print(f"{title:<44}{'s':>8}{'/ python':>10}  ", flush=True)

    def line(self, what: str, seconds: float, said: str = "") -> None:
        """A figure, and what goes with it."""
        padded = what + " " * (44 - wcswidth(what))
        print(f"{padded}{seconds:8.2f}{seconds / self._nothing:10.1f}  {said}".rstrip(), flush=True)


def main(numbers: Sequence[int]) -> int:
    """Measure, print one table, and return 1 where an answer differs or an export takes too much memory."""
    plans, tasks = [*numbers, *(PLANS, TASKS)[len(numbers) :]]
    wrong = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_plans(folder / "plans", plans, tasks)
        table = Table(f"the shipped plans and {plans:,} × {tasks} tasks")
        table.line("catalogue, from nothing", called(folder, "plans", "-f", "csv").seconds)
        for form in FORMATS:
            own = "export" if form == "parquet" else form
            call = called(folder, "export", "-f", form, "-o", own)
            size = sum(path.stat().st_size for path in (folder / own).rglob("*") if path.is_file())
            over = call.megabytes > MOST_MEGABYTES[form]
            wrong = wrong or over
            said = f"{call.megabytes:.0f} MB of memory{' (too much)' if over else ''}, {size / 1e6:.0f} MB of files"
            table.line(f"export -f {form}", call.seconds, said)
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
                said = f"first; again {times.again:.2f}; {'the same rows' if same else 'ANOTHER ANSWER'}"
                table.line(f"{engine}: {question}", times.first, said)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:]))))
