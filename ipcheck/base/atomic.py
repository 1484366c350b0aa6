"""Replacing files and folders as a whole: after an error or an interrupt, the old or the new one is there, complete.

A file is replaced atomically: whoever opens it at any time reads the complete old one or the complete new one.
"""

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

# Errors of the system where a folder cannot be synced: on some network file systems, or without the right to list it.
_SYNC_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.EPERM, errno.EBADF}


def replace(path: str, write: Callable[[BinaryIO], Any], before: Callable[[], None] | None = None) -> None:
    """Replace the file at `path` by a new one that `write` fills.

    The new file gets the permissions, group and owner of the old one, as far as the system allows. `before` is called
    when the new file is complete and on disk, just before it takes the place of `path`; if `before` raises, `path`
    stays as it was. Raises OSError where the system refuses. A link stays a link. A pipe or a device is written to
    directly, without a call of `before`.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as device:
            write(device)
        return
    import tempfile  # here, since few calls need it: it imports random and hashing

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
        _copy_permissions(path, temporary)
        if before:
            before()
        os.replace(temporary, path)
        temporary = None
        _sync_folder(os.path.dirname(path))
    finally:
        if temporary:
            with suppress(FileNotFoundError):  # an interrupt may come just after os.replace
                os.unlink(temporary)


def replace_folder(path: str, fill: Callable[[str], Any]) -> None:
    """Replace the folder at `path` by a new one that `fill` fills, with the permissions of the old one.

    An exception on the way leaves `path` as it was. Raises OSError where the system refuses. A link stays a link.
    Between two renames there is for a moment no folder at `path`. Power cuts are not guarded against: syncing takes
    time, and `fill` can fill the folder again.
    """
    import shutil  # here, since few calls need it: it imports the compressors
    import tempfile

    path = os.path.realpath(path)
    new = tempfile.mkdtemp(dir=os.path.dirname(path), prefix=prefix(path), suffix=".tmp")
    old = f"{new}.old"
    try:
        fill(new)
        _copy_permissions(path, new, 0o777)
        if os.path.lexists(path):
            os.rename(path, old)
        os.rename(new, path)
    finally:
        if os.path.lexists(old) and not os.path.lexists(path):  # the new folder did not take its place
            os.rename(old, path)
        for leftover in (old, new):
            shutil.rmtree(leftover, ignore_errors=True)


def prefix(path: str) -> str:
    """The beginning of the names of temporary files and folders that will replace `path`."""
    return f".{os.path.basename(path)}."


def remove_leftovers(path: str) -> None:
    """Remove temporary files for `path` whose writers were killed. Call only while nobody else can write `path`."""
    folder, name = os.path.split(path)
    form = re.compile(re.escape(prefix(name)) + r"[a-z0-9_]{8}\.tmp")
    for entry in os.listdir(folder):
        if form.fullmatch(entry):
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, entry))


def _copy_permissions(path: str, new: str, default_mode: int = 0o666) -> None:
    """Give `new` the permissions, group and owner of `path`; if there is no `path`, `default_mode` less the umask."""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(new, default_mode & ~mask)
        return
    if hasattr(os, "chown"):
        with suppress(PermissionError):  # separately: we may be allowed to set the group but not the owner
            os.chown(new, -1, old.st_gid)
            os.chown(new, old.st_uid, -1)
    os.chmod(new, old.st_mode & 0o7777)  # after chown, which clears some of these bits


def _sync_folder(folder: str) -> None:
    """Make a new name in `folder` survive a power cut, where the system can sync folders (Windows cannot)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _SYNC_UNSUPPORTED:
            raise
