"""Suggested links between one plan and many others: in this process where they are few, else in several of their own.

A process of its own begins as this program begins anything apart: with its own interpreter, tasks coming through its
standard input and links leaving through its output. So it is the same on every system, an interrupt at the terminal
does not reach it, and it ends when its input does, however this process may end.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ipcheck.lineage.links import Link
from ipcheck.lineage.signs import signs_of
from ipcheck.lineage.suggest import suggest
from ipcheck.tasks import Task
from ipcheck.uncollected import uncollected

if TYPE_CHECKING:
    from concurrent.futures import Future
    from subprocess import Popen

FEW = 5000  # tasks in all up to which other processes would take longer to begin than they save
MOST_PROCESSES = 8  # what more could do, this one could not hand out fast enough

_IN_A_BATCH = 500  # tasks, of whole plans
_MOMENT = 0.2  # seconds after which an interrupt is noticed where waiting for another thread hides it (Windows)

# Isolated (-I): what lies in the working folder is not imported.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from ipcheck.lineage.many import main; main()"
_PACKAGES = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Other(NamedTuple):
    """The tasks of a plan that is compared with the one named, whether it is the earlier of both, and the links between
    them where they need not be suggested."""

    tasks: Sequence[Task]
    earlier: bool = False
    links: list[Link] | None = None


Batch = Sequence[Other]
Compare = Callable[[Batch], list[list[Link]]]


def suggest_each(
    named: Sequence[Task], others: Iterable[Other], processes: int = 1
) -> Generator[list[Link], None, None]:
    """The links that `suggest` gives between the tasks of one plan and those of each other, in the order of `others`,
    of which only so many are held at a time as the processes need."""
    if processes > 1:
        with _Crew(named, processes) as crew:
            for links in crew.each(_batches(others)):
                yield from links
        return
    compare = _comparing(named)
    for other in others:
        yield from compare([other])


def processes_for(tasks: int) -> int:
    """How many processes so many tasks in all are worth, on the processors that this one may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    processors = len(allowed(0)) if allowed else os.cpu_count() or 1
    return 1 if tasks <= FEW else min(processors, MOST_PROCESSES)


def _comparing(named: Sequence[Task]) -> Compare:
    """A function that compares plans with `named`, whose signs are worked out only once."""
    known = {task.id: signs_of(task) for task in named}

    def links_with(other: Other) -> list[Link]:
        earlier, later = (other.tasks, named) if other.earlier else (named, other.tasks)
        return suggest(earlier, later, known).links

    def compare(batch: Batch) -> list[list[Link]]:
        with uncollected():
            return [links_with(other) if other.links is None else other.links for other in batch]

    return compare


def _batches(others: Iterable[Other]) -> Iterator[list[Other]]:
    batch: list[Other] = []
    for other in others:
        batch.append(other)
        if sum(len(each.tasks) for each in batch) >= _IN_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Crew:
    """Processes that compare, and a thread for each that hands it batches and waits for what it finds."""

    def __init__(self, named: Sequence[Task], size: int) -> None:
        from concurrent.futures import ThreadPoolExecutor
        from queue import SimpleQueue

        self._members = [_Elsewhere(named) for _member in range(size)]
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

    def each(self, batches: Iterable[Batch]) -> Iterator[list[list[Link]]]:
        """What is found for each batch, in their order, whichever is ready first."""
        waiting: deque[Future[list[list[Link]]]] = deque()
        for batch in batches:
            waiting.append(self._threads.submit(self._found, batch))
            if len(waiting) > 2 * len(self._members):
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())

    def _found(self, batch: Batch) -> list[list[Link]]:
        member = self._idle.get()
        try:
            return member.compare(batch)
        finally:
            self._idle.put(member)


def _result(future: "Future[list[list[Link]]]") -> list[list[Link]]:
    while True:
        try:
            return future.result(_MOMENT)
        except TimeoutError:
            continue


class _Elsewhere:
    """A process of its own that compares plans with the one named. Where it cannot be begun, or has ended, this one
    does it."""

    def __init__(self, named: Sequence[Task]) -> None:
        self._named = named
        self._process: Popen[bytes] | None = None
        self._here: Compare | None = None
        self._stopped = False

    def compare(self, batch: Batch) -> list[list[Link]]:
        """The links between the plan named and each of a batch."""
        if self._here is None:
            try:
                return self._asked(batch)
            except Exception:  # whatever is wrong with the other process is not wrong here
                if self._stopped:
                    return []
                self._here = _comparing(self._named)
        return self._here(batch)

    def _asked(self, batch: Batch) -> list[list[Link]]:
        import pickle

        process = self._process or self._begun()
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101
        pickle.dump(batch, process.stdin)
        process.stdin.flush()
        found: list[list[Link]] = pickle.load(process.stdout)  # noqa: S301 (from this same program)
        return found

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
        pickle.dump(self._named, process.stdin)
        return process

    def stop(self) -> None:
        """End the process, at whatever it is."""
        self._stopped = True
        if self._process:
            self._process.kill()

    def close(self) -> None:
        """Let go of the process."""
        if self._process:
            self._process.communicate()


def main() -> None:
    """The other process: the plan named and then batches come through stdin, what is found leaves through stdout."""
    import pickle

    source, out = sys.stdin.buffer, sys.stdout.buffer
    compare = _comparing(pickle.load(source))  # noqa: S301 (from this same program, as the batches are)
    while True:
        try:
            batch = pickle.load(source)  # noqa: S301
        except EOFError:
            return
        pickle.dump(compare(batch), out)
        out.flush()
