"""The data files of a call: which files are read, the role of each (plan, ledger, links …), and stamps that show a
changed file or program."""

import os
from collections.abc import Callable, Iterable, Iterator
from stat import S_ISDIR, S_ISLNK
from typing import NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import LANGUAGES, Translator, reason

PLAN, AGENCIES, INSTRUMENTS, MEASURES, LINKS, LEDGER, BASELINE, GIST, ASSIGNMENTS = (
    "plan", "agencies", "instruments", "measures", "links", "ledger", "baseline", "gist", "assignments",
)  # fmt: skip
REGISTRIES = (AGENCIES, INSTRUMENTS, MEASURES)

PATH_MARKS = "./\\"  # of these a path may have some; the id of a plan has none

_ROLE_BY_NAME = {
    "agencies": AGENCIES, "instruments": INSTRUMENTS, "measures": MEASURES, "links": LINKS, "ledger": LEDGER,
    "baseline": BASELINE, "assignments": ASSIGNMENTS,
}  # fmt: skip
_ROLE_BY_FOLDER = {"links": LINKS, "ledgers": LEDGER, "gist": GIST}
_SKIPPED_FOLDERS = {"schema"}

# The folders of the package whose modules decide which rows a data file becomes.
_DECIDING_FOLDERS = ("base", "domain", "domain/phrases", "datafiles", "datafiles/loaders", "catalogue")


Tell = Callable[[str], None]  # called with a message about a link that is left out
# Called with a link that is left out, its target, and why the target cannot be read (None: the link leads back up).
LeaveOut = Callable[[str, str, OSError | None], None]


class DataFile(NamedTuple):
    """A data file, its role (one of the constants above) and its stamp: resolved path, size in bytes, time of the last
    change in nanoseconds. `shipped` files come with the program; all others are the user's."""

    path: str
    role: str
    size: int
    mtime: int
    shipped: bool


def shipped_folder() -> str:
    """The path of the folder of data files that come with the program: inside the package when installed, beside
    pyproject.toml in a checkout.

    The path is derived from `__file__`: importlib.resources would add a tenth to the start-up time.
    """
    package = _package_folder()
    installed = os.path.join(package, "data")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "data")


def _package_folder() -> str:
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def gather(
    paths: Iterable[str],
    _: Translator,
    ledgers: Iterable[str] = (),
    assignments: Iterable[str] = (),
    public: bool = True,
    tell: Tell | None = None,
) -> list[DataFile]:
    """The data files of a call, each once: the shipped ones, then those at `paths` (files or folders), then the files
    `ledgers` and `assignments`.

    In a folder every *.yaml and *.yml file counts, at any depth. `agencies.yaml`, `instruments.yaml` and
    `measures.yaml` extend the registries. `links.yaml`, `ledger.yaml`, `baseline.yaml`, `assignments.yaml` and all
    files in folders named `links`, `ledgers` or `gist` have the corresponding role. Every other file is a plan. Without
    `public` the shipped ledger is left out. Raises UsageError for a path that is missing or cannot be read, for a
    folder without any YAML file, and for a ledger or assignments file that is a folder.
    """
    shipped = _files_in_folder(shipped_folder(), shipped=True)
    files = {file.path: file for file in shipped if public or file.role != LEDGER}
    for path in paths:
        for file in files_at(path, _, tell):
            files.setdefault(file.path, file)
    for file in (*(ledger_file(path, _) for path in ledgers), *(assignments_file(path, _) for path in assignments)):
        files[file.path] = file
    return list(files.values())


def files_at(path: str, _: Translator, tell: Tell | None = None) -> list[DataFile]:
    """The data file at `path`, or all data files in the folder at `path`; `tell` is called for links that are left out.

    Raises UsageError for a path that is missing or cannot be read, and for a folder without any YAML file.
    """

    def leave_out(link: str, target: str, error: OSError | None) -> None:
        if tell and error:
            tell(_("{path} is left out: {reason}").format(path=f"{link} → {target}", reason=reason(error, _)))
        elif tell:
            tell(_("{path} is left out: the link leads to a folder that contains it").format(path=f"{link} → {target}"))

    try:
        if not os.path.isdir(path):
            return [file_of(path, role_of(path))]
        files = list(_files_in_folder(path, shipped=False, leave_out=leave_out))
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=error.filename, reason=reason(error, _))) from None
    if not files:
        raise UsageError(_("{path} contains no .yaml file").format(path=path))
    return files


def is_path(name: str) -> bool:
    """Whether a name that may be the id of a plan is a path: it is written as one, or something is there."""
    return any(mark in name for mark in PATH_MARKS) or os.path.lexists(name)


def has_data(folder: str) -> bool:
    """Whether a folder holds a data file, at any depth."""
    return next(_files_in_folder(folder, shipped=False), None) is not None


def ledger_file(path: str, _: Translator) -> DataFile:
    """The ledger at `path`. Raises UsageError for a folder and for a path that is missing or cannot be read."""
    if os.path.isdir(path):
        raise UsageError(_("{path} is a folder; name the ledger itself: {path}/ledger.yaml").format(path=path))
    if not os.path.lexists(path):
        raise UsageError(_("{path}: there is no such ledger; ipcheck mark creates one").format(path=path))
    return _existing_file(path, LEDGER, _)


def assignments_file(path: str, _: Translator) -> DataFile:
    """The assignments file at `path`. Raises UsageError for a folder and for a path that is missing or cannot be
    read."""
    if os.path.isdir(path):
        raise UsageError(_("{path} is a folder; name the file itself").format(path=path))
    return _existing_file(path, ASSIGNMENTS, _)


def _existing_file(path: str, role: str, _: Translator) -> DataFile:
    """The file at `path` in the given role. Raises UsageError for a path that is missing or cannot be read."""
    try:
        return file_of(path, role)
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=error.filename, reason=reason(error, _))) from None


def program_stamp() -> str:
    """A text that identifies the program: the path of the package, and total size and newest change of those sources
    that decide which rows a file becomes. Rows that were made under another stamp are not trusted."""
    package = _package_folder()
    folders = [os.path.join(package, *name.split("/")) for name in _DECIDING_FOLDERS]
    sources = [entry.stat() for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".py")]
    return f"{package} {sum(stat.st_size for stat in sources)} {max(stat.st_mtime_ns for stat in sources)}"


def _files_in_folder(
    folder: str,
    shipped: bool,
    role_folder: str = "",
    walked: tuple[str, ...] = (),
    leave_out: LeaveOut | None = None,
) -> Iterator[DataFile]:
    """The data files of a folder, at any depth. A link back to a folder that it lies in, or to no file, is left out.

    `role_folder` is the name of the nearest enclosing folder that sets the role of its files (`links`, `ledgers`,
    `gist`); that role holds for all folders below. `walked` holds the resolved paths of the folders on the way to this
    one, which is the last. Each directory entry costs one system call: resolving every path, or asking twice, would
    take longer than all other work on an unchanged file.
    """
    name_of_folder = _folder_name(folder)
    role_folder = name_of_folder if name_of_folder in _ROLE_BY_FOLDER else role_folder
    folder_role = _ROLE_BY_FOLDER.get(role_folder)
    walked = walked or (os.path.realpath(folder),)
    real = walked[-1]
    for name in sorted(os.listdir(folder)):
        if name.startswith("."):
            continue
        path = f"{real}{os.sep}{name}"
        is_data, stat = name.endswith((".yaml", ".yml")), os.lstat(path)
        if S_ISLNK(stat.st_mode) and (is_data or os.path.isdir(path)):
            link = os.path.join(folder, name)
            fault = None
            try:
                stat, path = os.stat(link), os.path.realpath(path)
            except OSError as error:
                fault = error
            if fault or any(f"{inner}{os.sep}".startswith(f"{path.rstrip(os.sep)}{os.sep}") for inner in walked):
                if leave_out:
                    leave_out(link, os.readlink(link), fault)
                continue
        if S_ISDIR(stat.st_mode):
            if name not in _SKIPPED_FOLDERS:
                inside = os.path.join(folder, name)
                yield from _files_in_folder(inside, shipped, role_folder, (*walked, path), leave_out)
        elif is_data:
            yield DataFile(path, folder_role or _role_by_name(name), stat.st_size, stat.st_mtime_ns, shipped)


def file_of(path: str, role: str) -> DataFile:
    """The user's file at `path` in the given role. Raises OSError if the file does not exist or cannot be read."""
    stat = os.stat(path)
    return DataFile(os.path.realpath(path), role, stat.st_size, stat.st_mtime_ns, shipped=False)


def role_of(path: str) -> str:
    """The role of a file by the name of its folder, or of the outer one for gist/en and for a folder in ledgers/; else
    by the part of its own name before the first dot (links.2026.yaml holds links), else PLAN."""
    folder = os.path.dirname(os.path.abspath(path))
    outer = _folder_name(os.path.dirname(folder))
    if outer == "ledgers" or (outer == GIST and _folder_name(folder) in LANGUAGES):
        return _ROLE_BY_FOLDER[outer]
    return _role(_folder_name(folder), os.path.basename(path))


def _role(folder: str, name: str) -> str:
    return _ROLE_BY_FOLDER.get(folder) or _role_by_name(name)


def _role_by_name(name: str) -> str:
    return _ROLE_BY_NAME.get(name.partition(".")[0], PLAN)


def _folder_name(folder: str) -> str:
    return os.path.basename(os.path.abspath(folder))
