"""The time and memory that it takes to compare one plan with 300,000 tasks of others.

    python -m benchmarks.against [PLANS]

Generated plans with 100 tasks each (benchmarks.plans) are compared with the plan 2025. The first call compiles them
into the cache, the others read the cache. Each line is one call of the program, with its start-up. Times are also given
as ratios to `python -c pass`; memory is that of all processes of the call together.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.one_call import python_seconds
from benchmarks.plans import write_plans
from benchmarks.side_by_side import kilobytes_held, process_tree

MOST_SECONDS, MOST_MEGABYTES = 120.0, 1000
PLANS = 3000
NAMED = "2025"
_PAUSE = 0.1  # seconds between two looks at the memory


class Run(NamedTuple):
    """What a call took: seconds, and the most memory (MB) that its processes held together at one time."""

    seconds: float
    megabytes: float


def measured(call: Sequence[str], folder: Path) -> Run:
    """Run one call of ipcheck in `folder`. Raises CalledProcessError where the call fails."""
    environment = os.environ | {"IPCHECK_CACHE_DIR": str(folder / "cache"), "IPCHECK_AS_OF": "2026-06-01"}
    command = [sys.executable, "-m", "ipcheck", *call]
    start, most_kilobytes = time.perf_counter(), 0
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most_kilobytes = max(most_kilobytes, sum(map(kilobytes_held, process_tree(process.pid))))
            time.sleep(_PAUSE)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(time.perf_counter() - start, most_kilobytes / 1024)


def main(plans: int) -> int:
    """Measure and print one table. Returns 1 if a figure is over its limit, else 0."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_plans(folder / "plans", plans)
        against = ("diff", NAMED, "--against", str(folder / "plans"))
        calls = {
            "first call, as csv": "links.csv", "as csv": "links.csv", "as json": "links.json", "as xlsx": "links.xlsx",
            "as html": "links.html", "for a terminal": "links.txt",
        }  # fmt: skip
        nothing = python_seconds()
        print(f"{f'{plans} plans against {NAMED}':28}{'s':>7}{'/ python':>10}{'MB':>6}")
        over = False
        for label, output in calls.items():
            run = measured((*against, "-o", output), folder)
            over = over or run.seconds > MOST_SECONDS or run.megabytes > MOST_MEGABYTES
            print(f"{label:28}{run.seconds:7.1f}{run.seconds / nothing:10.0f}{run.megabytes:6.0f}", flush=True)
        links = (folder / "links.csv").read_bytes().count(b"\r\n") - 1
    print(f"links: {links}; at most {MOST_SECONDS:.0f} s and {MOST_MEGABYTES} MB")
    return int(over)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PLANS))
