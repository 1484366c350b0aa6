"""Writing a file so that whoever reads it, and whatever happens meanwhile, finds it whole: the old one or the new."""

import os
from collections.abc import Callable
from typing import Any, BinaryIO


def replace(path: str, write: Callable[[BinaryIO], Any], before: Callable[[], None] | None = None) -> None:
    """Let `write` fill a new file, then put it in the place of `path` with that one's permissions.

    `before` is called last of all, when the new file is complete and on disk; what it raises leaves `path` as it was.
    Raises OSError where the system refuses. A link stays a link.
    """
    import tempfile  # only here: it brings random and hashing along

    path = os.path.realpath(path)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=os.path.dirname(path), prefix=prefix(path), suffix=".tmp", delete=False
        ) as file:
            temporary = file.name
            write(file)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        if before:
            before()
        os.replace(temporary, path)
        temporary = None
        _keep_name(os.path.dirname(path))
    finally:
        if temporary:
            os.unlink(temporary)


def prefix(path: str) -> str:
    """How the names of new files for `path` begin, until they take its place."""
    return f".{os.path.basename(path)}."


def _mode(path: str) -> int:
    """The permissions of the file that is there, else those of any new file."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _keep_name(folder: str) -> None:
    """Have the new name outlive a power cut, where the system knows how (Windows does not open folders)."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
