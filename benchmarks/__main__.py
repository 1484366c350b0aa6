"""The speed of ipcheck beside other programs, on the five shipped plans and on 3,000, in one table.

    python -m benchmarks [PLANS [TASKS]]

PLANS is the number of generated plans, TASKS the number of tasks in each. Everything that benchmarks.startup and
benchmarks.scale measure is printed.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import scale, startup
from benchmarks.side_by_side import SHORT, figures, measured, printed


def main(arguments: Sequence[str]) -> int:
    """Measure and print one table. Returns 1 if a figure is over its limit, else 0."""
    plans, tasks = [*map(int, arguments), *(scale.PLANS, scale.TASKS)[len(arguments) :]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*startup.apps(folder), *startup.rows(folder)]
        return printed([*figures(rows, measured(rows, SHORT)), *scale.lines(folder, plans, tasks)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
