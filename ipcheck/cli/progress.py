"""A progress bar on stderr, for work that takes long enough to wonder about."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_PATIENCE = 0.5  # seconds before a bar appears


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to tell how much is done, and of how much. The bar is drawn on a terminal only, and goes away."""
    begun = time.monotonic()
    bar: Any = None
    task: Any = None

    def tell(done: int, total: int) -> None:
        nonlocal bar, task
        if bar is None and sys.stderr and sys.stderr.isatty() and time.monotonic() - begun > _PATIENCE:
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
