"""Commands timed side by side: in each round each runs once, one after the other, and is divided by its own reference
of the same round, so that a machine that slows down slows both. Medians are given.

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
    """A command, and what it is held against: it may take `most` times as long as `reference` (the name of another
    row), and so many milliseconds `more`; its processes together may hold so many `megabytes` (Linux). `before` is done
    before each run and not timed. One that is `self_timed` prints the seconds that count."""

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
    """Seconds of a row in each round, and the most memory (MB) of all its processes, where it is asked for."""

    seconds: list[float]
    megabytes: float = 0.0


def measured(rows: Sequence[Row], rounds: int) -> dict[str, Measured]:
    """Each row in each round; of short commands after two that fill caches."""
    times: dict[str, Measured] = {row.name: Measured([]) for row in rows}
    warming = 2 if rounds >= SHORT else 0
    for index in range(rounds + warming):
        for row in rows:
            seconds, megabytes = _run(row)
            if index >= warming:
                known = times[row.name]
                times[row.name] = Measured([*known.seconds, seconds], max(known.megabytes, megabytes))
    return times


def _environ(row: Row) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "IPCHECK"))}
    return own | {"COLUMNS": "120", "PYTHONUTF8": "1", "TZ": "UTC"} | dict(row.environ)


def _run(row: Row) -> tuple[float, float]:
    """Seconds of one run, and the most memory (MB). Raises SystemExit where it does not answer."""
    if row.before:
        row.before()
    out = subprocess.PIPE if row.self_timed else subprocess.DEVNULL
    began, most = time.perf_counter(), 0
    with subprocess.Popen(row.call, env=_environ(row), stdout=out, stderr=subprocess.DEVNULL) as process:
        while row.megabytes and process.poll() is None:
            most = max(most, sum(map(held, family(process.pid))))
            time.sleep(_PAUSE)
        said = process.communicate()[0]
        seconds = time.perf_counter() - began
    if process.returncode > 1:  # 1: looked and found
        raise SystemExit(f"{row.name}: exit code {process.returncode}")
    return float(said) if row.self_timed else seconds, most / 1024


def family(process: int) -> list[int]:
    """A process and all that it began, by their ids (Linux)."""
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:  # it has ended
        return []
    return [process, *(each for child in children for each in family(int(child)))]


def held(process: int) -> int:
    """The memory that a process holds, in KB; 0 where it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


class Figure(NamedTuple):
    """A line of the table, and whether it is over a limit."""

    cells: list[str]
    over: bool


def figures(rows: Sequence[Row], times: Mapping[str, Measured]) -> Iterator[Figure]:
    """A line for each row."""
    for row in rows:
        own, megabytes = times[row.name]
        others, python = times[row.reference].seconds, times[PYTHON].seconds
        ratio = statistics.median(map(float.__truediv__, own, others))
        more = statistics.median(map(float.__sub__, own, others)) * 1000
        cells = [
            row.name,
            f"{statistics.median(own) * 1000:.1f}",
            f"{statistics.median(own) / statistics.median(python):.2f}",
            row.reference if row.reference != PYTHON else "",
            f"{ratio:.2f}" if row.reference != PYTHON else "",
            f"{row.most:g}" if row.most else "",
            f"{more:.0f}" if row.more else "",
            f"{row.more:g}" if row.more else "",
            f"{megabytes:.0f}" if megabytes else "",
            f"{row.megabytes}" if row.megabytes else "",
        ]
        over = bool(
            (row.most and ratio > row.most)
            or (row.more and more > row.more)
            or (row.megabytes and megabytes and megabytes > row.megabytes)
        )
        yield Figure([*cells, "over" if over else ""], over)


def printed(figures: Sequence[Figure]) -> int:
    """Print the table; 1 where a figure is over its limit."""
    head = ["command", "ms", "/ python", "compared with", "ratio", "≤", "ms more", "≤", "MB", "≤", ""]
    print(tabulate([figure.cells for figure in figures], head, disable_numparse=True, colalign=_ALIGNED))
    return int(any(figure.over for figure in figures))


_ALIGNED = ("left", "right", "right", "left", *("right",) * 6, "left")


def python_row() -> Row:
    """The interpreter that does nothing."""
    return Row(PYTHON, (sys.executable, "-c", "pass"))
