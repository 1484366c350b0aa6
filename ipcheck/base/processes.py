"""Work shared among several processes, and garbage collection paused while many objects are made.

A worker process is a new Python interpreter that runs `main` below: items arrive through its standard input, and
results leave through its standard output. This works the same on every system. An interrupt at the terminal does not
reach a worker, and a worker ends when its input does, however the main process may end.

The standard library's ProcessPoolExecutor would be shorter, but waits for ever where a process dies in the middle of a
long result or before it has read its arguments, and an interrupt ends its processes in the middle of results.
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

MOST_PROCESSES = 8  # the main process could not hand out items fast enough for more

_POLL = 0.2  # seconds between two looks for an interrupt, which Windows hides while one thread waits for another

# The program of a worker, which runs with -I so that no module is imported from the working folder.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from ipcheck.base.processes import main; main()"
_IMPORT_FOLDER = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

Work = Callable[[Any], Any]  # from an item to its result
MakeWork = Callable[..., Work]


def processors() -> int:
    """The number of processors that this process may use, at most MOST_PROCESSES."""
    allowed = getattr(os, "sched_getaffinity", None)
    return min(len(allowed(0)) if allowed else os.cpu_count() or 1, MOST_PROCESSES)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection, for work that makes many objects and drops none: searching them for cycles takes as
    long as making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def in_processes(
    make_work: MakeWork, arguments: Sequence[Any], items: Iterable[Any], count: int
) -> Generator[Any, None, None]:
    """The results of work on `items`, in the order of the items, computed by `count` worker processes.

    Each worker calls `make_work(*arguments)` once; the function that this returns makes the result of an item.
    `make_work` must be a function of a module, and `arguments`, items and results must be picklable.

    Items are taken only as the workers need them. The workers end with this generator, however it ends. Where a worker
    cannot be started or dies, this process does its work, so that an exception of the work reaches the caller, too.
    """
    with _WorkerPool(make_work, arguments, count) as pool:
        yield from pool.results(items)


class _WorkerPool:
    """Worker processes, and a thread for each that hands it items and waits for the results."""

    def __init__(self, make_work: MakeWork, arguments: Sequence[Any], size: int) -> None:
        from concurrent.futures import ThreadPoolExecutor
        from queue import SimpleQueue

        self._workers = [_Worker(make_work, arguments) for _number in range(size)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> "_WorkerPool":
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def results(self, items: Iterable[Any]) -> Iterator[Any]:
        """The results in the order of the items, whichever is ready first."""
        waiting: deque[Future[Any]] = deque()
        for item in items:
            waiting.append(self._threads.submit(self._work_on, item))
            if len(waiting) > 2 * len(self._workers):
                yield _wait_for(waiting.popleft())
        while waiting:
            yield _wait_for(waiting.popleft())

    def _work_on(self, item: Any) -> Any:
        worker = self._idle.get()
        try:
            return worker.work(item)
        finally:
            self._idle.put(worker)


def _wait_for(future: "Future[Any]") -> Any:
    """The result of a future, waiting in short steps so that an interrupt is noticed."""
    while True:
        try:
            return future.result(_POLL)
        except TimeoutError:
            if future.done():  # the work itself raised the TimeoutError
                raise


class _Worker:
    """A worker process. Where it cannot be started or has died, the object does the work in this process."""

    def __init__(self, make_work: MakeWork, arguments: Sequence[Any]) -> None:
        self._make_work = make_work
        self._arguments = arguments
        self._process: Popen[bytes] | None = None
        self._local_work: Work | None = None  # set once the work has to be done in this process
        self._stopped = False

    def work(self, item: Any) -> Any:
        """The result of an item; None where `stop` has ended the process, since nobody waits for results then."""
        if self._local_work is None:
            try:
                return self._request(item)
            except Exception:  # a fault of the worker process need not be a fault of the work
                if self._stopped:
                    return None
                self._local_work = self._make_work(*self._arguments)
        return self._local_work(item)

    def _request(self, item: Any) -> Any:
        """The result of an item from the worker process, which is started for the first item."""
        import pickle

        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101
        pickle.dump(item, process.stdin)
        process.stdin.flush()
        return pickle.load(process.stdout)  # noqa: S301 (from this same program)

    def _start(self) -> "Popen[bytes]":
        import pickle
        import subprocess

        process = self._process = subprocess.Popen(  # noqa: S603 (this same program)
            [sys.executable, "-I", "-c", _PROGRAM, _IMPORT_FOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )  # fmt: skip
        if self._stopped:  # by another thread, while the process was starting
            process.kill()
        assert process.stdin is not None  # noqa: S101
        pickle.dump((self._make_work.__module__, self._make_work.__name__, self._arguments), process.stdin)
        return process

    def stop(self) -> None:
        """Kill the process, whatever it is doing."""
        self._stopped = True
        if self._process:
            self._process.kill()

    def close(self) -> None:
        """Close the pipes of the process, and wait until it has ended."""
        if self._process:
            self._process.communicate()


def main() -> None:
    """Run a worker: read the function `make_work`, its arguments and then items from stdin, write results to stdout."""
    import pickle

    source, out = sys.stdin.buffer, sys.stdout.buffer
    module, name, arguments = pickle.load(source)  # noqa: S301 (from this same program, as the items are)
    work = getattr(import_module(module), name)(*arguments)
    with suppress(EOFError):
        while True:
            pickle.dump(work(pickle.load(source)), out, protocol=pickle.HIGHEST_PROTOCOL)  # noqa: S301
            out.flush()
