"""Writing a file or a folder so that whoever reads it, and whatever happens meanwhile, finds it whole: the old one or
the new."""

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

# How systems say that they cannot make a name last: some network file systems, folders that may not be listed.
_CANNOT = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.EPERM, errno.EBADF}


def replace(path: str, write: Callable[[BinaryIO], Any], before: Callable[[], None] | None = None) -> None:
    """Let `write` fill a new file, then put it in the place of `path` with that one's permissions, group and owner (as
    far as the system lets us).

    `before` is called last of all, when the new file is complete and on disk; what it raises leaves `path` as it was.
    Raises OSError where the system refuses. A link stays a link; a pipe or a device is written into.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as device:
            write(device)
        return
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
        _make_like(path, temporary)
        if before:
            before()
        os.replace(temporary, path)
        temporary = None
        _keep_name(os.path.dirname(path))
    finally:
        if temporary:
            with suppress(FileNotFoundError):  # an interrupt may come just after it took its place
                os.unlink(temporary)


def replace_folder(path: str, fill: Callable[[str], Any]) -> None:
    """Let `fill` fill a new folder, then put it in the place of `path`, with the permissions of the one that was there.

    Whatever is raised meanwhile leaves `path` as it was. Raises OSError where the system refuses. A link stays a link.
    What a power cut leaves is not seen to: a folder that `fill` can fill again is not worth the wait.
    """
    import shutil  # only here: it brings the compressors along
    import tempfile

    path = os.path.realpath(path)
    new = tempfile.mkdtemp(dir=os.path.dirname(path), prefix=prefix(path), suffix=".tmp")
    old = f"{new}.old"
    try:
        fill(new)
        _make_like(path, new, 0o777)
        if os.path.lexists(path):
            os.rename(path, old)
        os.rename(new, path)
    finally:
        if os.path.lexists(old) and not os.path.lexists(path):  # nothing took its place
            os.rename(old, path)
        for left in (old, new):
            shutil.rmtree(left, ignore_errors=True)


def prefix(path: str) -> str:
    """How the names of new files for `path` begin, until they take its place."""
    return f".{os.path.basename(path)}."


def remove_leftovers(path: str) -> None:
    """Remove new files for `path` whose writers were killed; only for a caller that knows of no other writer."""
    folder, name = os.path.split(path)
    form = re.compile(re.escape(prefix(name)) + r"[a-z0-9_]{8}\.tmp")
    for entry in os.listdir(folder):
        if form.fullmatch(entry):
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, entry))


def _make_like(path: str, new: str, else_: int = 0o666) -> None:
    """Give `new` the permissions and the people of what is at `path`, else what anything new gets."""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(new, else_ & ~mask)
        return
    if hasattr(os, "chown"):
        with suppress(PermissionError):  # one by one: the group may be ours to give where the owner is not
            os.chown(new, -1, old.st_gid)
            os.chown(new, old.st_uid, -1)
    os.chmod(new, old.st_mode & 0o7777)  # after chown, which takes some of them away


def _keep_name(folder: str) -> None:
    """Have the new name outlive a power cut, where the system knows how (Windows does not open folders)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
