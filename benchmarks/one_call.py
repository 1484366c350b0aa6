"""One call of the program in a process of its own: what it printed, how long it took, how much memory it held."""

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
    "status = open('/proc/self/status').read()\n"  # of this program, not of the one that began it
    "print(re.search('VmHWM:\\\\s+([0-9]+)', status)[1], file=sys.stderr)\nsys.exit(code)"
)


class Call(NamedTuple):
    """What a call printed and took: seconds, and the most memory that its process held."""

    out: bytes
    seconds: float
    megabytes: float


def called(folder: Path, arguments: Sequence[str]) -> Call:
    """One call in `folder`, with its cache there too. Raises CalledProcessError where it does not answer."""
    environ = os.environ | {"IPCHECK_CACHE_DIR": str(folder / "cache"), "IPCHECK_AS_OF": "2026-06-01"}
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments], cwd=folder, env=environ, capture_output=True, check=True
    )
    return Call(done.stdout, time.perf_counter() - begin, int(done.stderr.split()[-1]) / 1024)


def python_seconds(rounds: int = 9) -> float:
    """Seconds of `python -c pass`, the median of some rounds."""
    seconds = []
    for _round in range(rounds):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)
