"""A progress bar on stderr, for work that takes noticeably long."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_PATIENCE = 0.5  # seconds before a bar appears


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with the amount done and the total. The bar is drawn only on a terminal, and then removed."""
    start = time.monotonic()
    bar: Any = None
    task: Any = None

    def tell(done: int, total: int) -> None:
        nonlocal bar, task
        if bar is None and sys.stderr and sys.stderr.isatty() and time.monotonic() - start > _PATIENCE:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(file=sys.stderr), transient=True)
            bar.start()
            task = bar.add_task(label.replace("[", r"\["), total=total)
        if bar is not None:
            bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()
