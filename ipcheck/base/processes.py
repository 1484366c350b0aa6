"""Work in several processes, and garbage collection paused while many objects are made.

Each process begins as this program begins anything apart: with an interpreter of its own, pieces coming through its
standard input and answers leaving through its output. So work is the same on every system, an interrupt at the terminal
does not reach a process, and each ends when its input does, however this process may end.

The standard library's ProcessPoolExecutor would be shorter, but waits for ever where a process dies in the middle of a
long answer, or before it has taken what it is given; an interrupt, too, ends its processes in the middle of answers.
"""

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future
    from subprocess import Popen

MOST_PROCESSES = 8  # what more could do, this one could not hand out fast enough

_MOMENT = 0.2  # seconds after which an interrupt is noticed where waiting for another thread hides it (Windows)

# Isolated (-I): what lies in the working folder is not imported.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from ipcheck.base.processes import main; main()"
_PACKAGES = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

Work = Callable[[Any], Any]
Begin = Callable[..., Work]


def processors() -> int:
    """The number of processors that this process may use, MOST_PROCESSES at most."""
    allowed = getattr(os, "sched_getaffinity", None)
    return min(len(allowed(0)) if allowed else os.cpu_count() or 1, MOST_PROCESSES)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the collection of garbage: where many objects are made and none is let go, looking for cycles takes as long
    as making them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def in_processes(begin: Begin, given: Sequence[Any], pieces: Iterable[Any], count: int) -> Generator[Any, None, None]:
    """Answers to pieces, in the order of the pieces. Each of `count` processes calls `begin(*given)` once; the function
    that `begin` returns makes an answer of a piece. `begin` stands in a module by its name; `given`, pieces and answers
    can be pickled.

    Pieces are taken only as the processes need them. The processes end with this generator, however it ends. Where a
    process cannot be begun, or dies, this process does its work.
    """
    with _Crew(begin, given, count) as crew:
        yield from crew.each(pieces)


class _Crew:
    """Processes, and a thread for each that hands it pieces and waits for the answers."""

    def __init__(self, begin: Begin, given: Sequence[Any], size: int) -> None:
        from concurrent.futures import ThreadPoolExecutor
        from queue import SimpleQueue

        self._members = [_Elsewhere(begin, given) for _member in range(size)]
        self._idle: SimpleQueue[_Elsewhere] = SimpleQueue()
        for member in self._members:
            self._idle.put(member)
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> "_Crew":
        return self

    def __exit__(self, *_error: object) -> None:
        for member in self._members:
            member.stop()
        self._threads.shutdown(cancel_futures=True)
        for member in self._members:
            member.close()

    def each(self, pieces: Iterable[Any]) -> Iterator[Any]:
        """Answers to pieces, in the order of the pieces, whichever is ready first."""
        waiting: deque[Future[Any]] = deque()
        for piece in pieces:
            waiting.append(self._threads.submit(self._done, piece))
            if len(waiting) > 2 * len(self._members):
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())

    def _done(self, piece: Any) -> Any:
        member = self._idle.get()
        try:
            return member.work(piece)
        finally:
            self._idle.put(member)


def _result(future: "Future[Any]") -> Any:
    while True:
        try:
            return future.result(_MOMENT)
        except TimeoutError:
            if future.done():  # it was the work that raised it
                raise


class _Elsewhere:
    """A process of its own, whose work this process does where the other cannot be begun or has died."""

    def __init__(self, begin: Begin, given: Sequence[Any]) -> None:
        self._begin = begin
        self._given = given
        self._process: Popen[bytes] | None = None
        self._here: Work | None = None
        self._stopped = False

    def work(self, piece: Any) -> Any:
        """The answer to a piece."""
        if self._here is None:
            try:
                return self._context(piece)
            except Exception:  # whatever is wrong with the other process is not wrong here
                if self._stopped:
                    return None
                self._here = self._begin(*self._given)
        return self._here(piece)

    def _context(self, piece: Any) -> Any:
        import pickle

        process = self._process or self._begun()
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101
        pickle.dump(piece, process.stdin)
        process.stdin.flush()
        return pickle.load(process.stdout)  # noqa: S301 (from this same program)

    def _begun(self) -> "Popen[bytes]":
        import pickle
        import subprocess

        process = self._process = subprocess.Popen(  # noqa: S603 (this same program)
            [sys.executable, "-I", "-c", _PROGRAM, _PACKAGES], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )  # fmt: skip
        if self._stopped:  # meanwhile
            process.kill()
        assert process.stdin is not None  # noqa: S101
        pickle.dump((self._begin.__module__, self._begin.__name__, self._given), process.stdin)
        return process

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped = True
        if self._process:
            self._process.kill()

    def close(self) -> None:
        """Let go of the process."""
        if self._process:
            self._process.communicate()


def main() -> None:
    """Run the other process: its function and then pieces come through stdin, answers leave through stdout."""
    import pickle

    source, out = sys.stdin.buffer, sys.stdout.buffer
    module, name, given = pickle.load(source)  # noqa: S301 (from this same program, as the pieces are)
    work = getattr(import_module(module), name)(*given)
    with suppress(EOFError):
        while True:
            pickle.dump(work(pickle.load(source)), out, protocol=pickle.HIGHEST_PROTOCOL)  # noqa: S301
            out.flush()
