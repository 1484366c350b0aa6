"""Commands timed side by side. In each round every command runs once, and its time is divided by that of its reference
in the same round, so that a machine that slows down slows both. The medians over all rounds are given.

Python is called itself (no shim), byte code is cached, output is thrown away.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tabulate import tabulate

SHORT, LONG = 15, 3  # rounds of commands that take milliseconds, and of those that take seconds
PYTHON = "python -c pass"
IPCHECK = (sys.executable, str(Path(sys.executable).with_name("ipcheck")))

_PAUSE = 0.05  # seconds between two looks at the memory


class Row(NamedTuple):
    """A command and its limits: it may take `most` times as long as `reference` (the name of another row), and so many
    milliseconds `more`; its processes together may hold so many `megabytes` (measured on Linux alone). `before` runs
    before each run of the command and is not timed. A `self_timed` command prints the seconds that count."""

    name: str
    call: Sequence[str]
    reference: str = PYTHON
    most: float | None = None
    more: float | None = None
    megabytes: int | None = None
    environ: Mapping[str, str] = {}
    before: Callable[[], object] | None = None
    self_timed: bool = False


class Measured(NamedTuple):
    """The seconds of a row in each round, and the most memory (MB) of its processes, if it has a limit for that."""

    seconds: list[float]
    megabytes: float = 0.0


def measured(rows: Sequence[Row], rounds: int) -> dict[str, Measured]:
    """Run each row in each round. Short commands first run in two rounds that do not count, to fill caches."""
    times: dict[str, Measured] = {row.name: Measured([]) for row in rows}
    warming = 2 if rounds >= SHORT else 0
    for index in range(rounds + warming):
        for row in rows:
            seconds, megabytes = _run(row)
            if index >= warming:
                previous = times[row.name]
                times[row.name] = Measured([*previous.seconds, seconds], max(previous.megabytes, megabytes))
    return times


def _environ(row: Row) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "IPCHECK"))}
    return inherited | {"COLUMNS": "120", "PYTHONUTF8": "1", "TZ": "UTC"} | dict(row.environ)


def _run(row: Row) -> tuple[float, float]:
    """The seconds of one run, and its most memory (MB). Raises SystemExit where the command fails."""
    if row.before:
        row.before()
    out = subprocess.PIPE if row.self_timed else subprocess.DEVNULL
    start, most_kilobytes = time.perf_counter(), 0
    with subprocess.Popen(row.call, env=_environ(row), stdout=out, stderr=subprocess.DEVNULL) as process:
        while row.megabytes and process.poll() is None:
            most_kilobytes = max(most_kilobytes, sum(map(kilobytes_held, process_tree(process.pid))))
            time.sleep(_PAUSE)
        output = process.communicate()[0]
        seconds = time.perf_counter() - start
    if process.returncode > 1:  # exit code 1 means that something was found
        raise SystemExit(f"{row.name}: exit code {process.returncode}")
    return float(output) if row.self_timed else seconds, most_kilobytes / 1024


def process_tree(process: int) -> list[int]:
    """The ids of a process and of all processes below it (Linux)."""
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:  # it has ended
        return []
    return [process, *(member for child in children for member in process_tree(int(child)))]


def kilobytes_held(process: int) -> int:
    """The memory that a process holds, in KB; 0 if it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


class Figure(NamedTuple):
    """A line of the table, and whether one of its figures is over a limit."""

    cells: list[str]
    over: bool


def figures(rows: Sequence[Row], times: Mapping[str, Measured]) -> Iterator[Figure]:
    """The lines of the table, one for each row."""
    for row in rows:
        seconds, megabytes = times[row.name]
        reference_seconds, python_seconds = times[row.reference].seconds, times[PYTHON].seconds
        ratio = statistics.median(map(float.__truediv__, seconds, reference_seconds))
        extra = statistics.median(map(float.__sub__, seconds, reference_seconds)) * 1000
        cells = [
            row.name,
            f"{statistics.median(seconds) * 1000:.1f}",
            f"{statistics.median(seconds) / statistics.median(python_seconds):.2f}",
            row.reference if row.reference != PYTHON else "",
            f"{ratio:.2f}" if row.reference != PYTHON else "",
            f"{row.most:g}" if row.most else "",
            f"{extra:.0f}" if row.more else "",
            f"{row.more:g}" if row.more else "",
            f"{megabytes:.0f}" if megabytes else "",
            f"{row.megabytes}" if row.megabytes else "",
        ]
        over = bool(
            (row.most and ratio > row.most)
            or (row.more and extra > row.more)
            or (row.megabytes and megabytes and megabytes > row.megabytes)
        )
        yield Figure([*cells, "over" if over else ""], over)


def printed(figures: Sequence[Figure]) -> int:
    """Print the table. Returns 1 if a figure is over its limit, else 0."""
    head = ["command", "ms", "/ python", "compared with", "ratio", "≤", "ms more", "≤", "MB", "≤", ""]
    print(tabulate([figure.cells for figure in figures], head, disable_numparse=True, colalign=_ALIGNED))
    return int(any(figure.over for figure in figures))


_ALIGNED = ("left", "right", "right", "left", *("right",) * 6, "left")


def python_row() -> Row:
    """The row to which all others are compared: an interpreter that does nothing."""
    return Row(PYTHON, (sys.executable, "-c", "pass"))
