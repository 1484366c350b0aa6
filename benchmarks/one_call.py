"""One call of ipcheck in a process of its own: what it prints, how long it takes, how much memory it holds."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_PROGRAM = (
    "import re, sys\nfrom ipcheck.cli.main import main\ncode = main(sys.argv[1:])\n"
    "status = open('/proc/self/status').read()\n"  # of this process, not of the one that started it
    "print(re.search('VmHWM:\\\\s+([0-9]+)', status)[1], file=sys.stderr)\nsys.exit(code)"
)


class Call(NamedTuple):
    """What a call printed and took: seconds, and the most memory (MB) that its process held at one time."""

    out: bytes
    seconds: float
    megabytes: float


def called(folder: Path, arguments: Sequence[str]) -> Call:
    """Run one call in `folder`, with the cache in there as well. Raises CalledProcessError where the call fails."""
    environment = os.environ | {"IPCHECK_CACHE_DIR": str(folder / "cache"), "IPCHECK_AS_OF": "2026-06-01"}
    start = time.perf_counter()
    process = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments], cwd=folder, env=environment, capture_output=True, check=True
    )
    return Call(process.stdout, time.perf_counter() - start, int(process.stderr.split()[-1]) / 1024)


def python_seconds(rounds: int = 9) -> float:
    """The seconds that `python -c pass` takes: the median of so many rounds."""
    seconds = []
    for _round in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
