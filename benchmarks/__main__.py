"""How fast it is, beside other programs, on five plans and on 3,000: everything in one table.

python -m benchmarks [PLANS [TASKS]]
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import scale, startup
from benchmarks.side_by_side import SHORT, figures, measured, printed


def main(arguments: Sequence[str]) -> int:
    """Measure, print one table, and return 1 where a figure is over its limit."""
    plans, tasks = [*map(int, arguments), *(scale.PLANS, scale.TASKS)[len(arguments) :]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*startup.apps(folder), *startup.rows(folder)]
        return printed([*figures(rows, measured(rows, SHORT)), *scale.lines(folder, plans, tasks)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
