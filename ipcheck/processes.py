"""Work in several processes of this program: pieces go out, what becomes of them comes back in their order."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import IO, Any

_AHEAD = 2  # pieces that wait for each process, so that none waits for the next

# Isolated (-I): what lies in the working folder is not imported. An interrupt from the keyboard reaches all processes
# of a terminal; the one that was called decides.
_PROGRAM = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); sys.path.insert(0, sys.argv.pop(1));"
    " from ipcheck.processes import main; main()"
)
_PACKAGES = str(Path(__file__).parent.parent)


class Ended(Exception):
    """A process has ended before its work was done."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(begin: Callable[..., Any], given: Sequence[Any], pieces: Iterable[Any], count: int) -> Iterator[Any]:
    """What `begin(*given)`, a function that each of `count` processes calls once, makes of each piece, in order.

    `begin` is a function of a module, and all that goes between processes can be pickled. Few pieces are under way at a
    time. The processes end with this generator, however it ends, and when this process does. Raises Ended where one of
    them ends before.
    """
    with ExitStack() as stack:
        others = [stack.enter_context(_Other(begin, given)) for _process in range(count)]
        waiting: list[_Other] = []
        for piece, other in zip(pieces, cycle(others), strict=False):
            if len(waiting) >= _AHEAD * count:
                yield waiting.pop(0).answer()
            other.send(piece)
            waiting.append(other)
        for other in waiting:
            yield other.answer()


class _Other:
    """Another process, between `with` and its end."""

    def __init__(self, begin: Callable[..., Any], given: Sequence[Any]) -> None:
        command = [sys.executable, "-I", "-c", _PROGRAM, _PACKAGES]
        self._process = subprocess.Popen(  # noqa: S603 (this same program)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._to: IO[bytes] = self._process.stdin  # type: ignore[assignment]
        self._from: IO[bytes] = self._process.stdout  # type: ignore[assignment]
        self.send((begin.__module__, begin.__name__, given))

    def __enter__(self) -> "_Other":
        return self

    def __exit__(self, *_reason: object) -> None:
        self._process.kill()
        with suppress(OSError):
            self._to.close()
        self._from.close()
        self._process.wait()

    def send(self, what: Any) -> None:
        """Send a piece. Where nobody takes it, `answer` says so."""
        with suppress(OSError):
            pickle.dump(what, self._to)
            self._to.flush()

    def answer(self) -> Any:
        """What became of the piece sent first of those not yet answered. Raises Ended."""
        try:
            return pickle.load(self._from)  # noqa: S301 (from this same program)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise Ended from None


def main() -> None:
    """The other process: pieces come through stdin, what becomes of them leaves through stdout."""
    pieces, answers = sys.stdin.buffer, sys.stdout.buffer
    module, name, given = pickle.load(pieces)  # noqa: S301 (from this same program)
    work = getattr(import_module(module), name)(*given)
    with suppress(EOFError, BrokenPipeError):
        while True:
            pickle.dump(work(pickle.load(pieces)), answers, protocol=pickle.HIGHEST_PROTOCOL)  # noqa: S301
            answers.flush()
