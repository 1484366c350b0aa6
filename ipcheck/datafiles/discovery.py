"""Which data files a call reads, what each is for, and how a change of one is noticed."""

import os
from collections.abc import Iterable, Iterator
from stat import S_ISDIR, S_ISLNK
from typing import NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import LANGUAGES, Translator, reason

PLAN, AGENCIES, INSTRUMENTS, LINKS, LEDGER, BASELINE, GIST, ASSIGNMENTS = (
    "plan", "agencies", "instruments", "links", "ledger", "baseline", "gist", "assignments",
)  # fmt: skip
REGISTRIES = (AGENCIES, INSTRUMENTS)

_BY_NAME = {
    "agencies": AGENCIES, "instruments": INSTRUMENTS, "links": LINKS, "ledger": LEDGER, "baseline": BASELINE,
    "assignments": ASSIGNMENTS,
}  # fmt: skip
_BY_FOLDER = {"links": LINKS, "ledgers": LEDGER, "gist": GIST}
_NOT_CATALOGUED = {"schema"}

# The folders of this package whose modules decide what becomes of a data file.
_DECIDING = ("base", "domain", "domain/phrases", "datafiles", "datafiles/loaders", "catalogue")


class DataFile(NamedTuple):
    """A data file and its stamp: resolved path, bytes, nanoseconds of the last change."""

    path: str
    role: str
    size: int
    mtime: int
    shipped: bool


def shipped_folder() -> str:
    """The data that comes with the program."""
    return _beside_the_program()


def schema_file(kind: str) -> str:
    """The published schema of a kind of data file, one of `json_schema.KINDS`."""
    return os.path.join(_beside_the_program(), "schema", f"{kind}.json")


def _beside_the_program() -> str:
    """In the package when installed, beside pyproject.toml in a checkout. Found from this file's own place:
    importlib.resources would cost a tenth of a start."""
    package = _package()
    inside = os.path.join(package, "data")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "data")


def _package() -> str:
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def gather(
    paths: Iterable[str], _: Translator, ledgers: Iterable[str] = (), assigned: Iterable[str] = (), public: bool = True
) -> list[DataFile]:
    """The shipped data files, then those of `paths` (files or folders), then `ledgers` and those in which tasks are
    `assigned` (files), each once.

    In a folder every *.yaml counts, at any depth; `agencies.yaml` and `instruments.yaml` extend the registries,
    `links.yaml`, `ledger.yaml`, `baseline.yaml`, `assignments.yaml` and folders `links`, `ledgers` and `gist` hold what
    they say, all else is a plan. Without `public` the shipped ledger is left out. Raises UsageError for a path that is
    missing or cannot be looked at, for a folder without a single YAML file, and for a ledger that is a folder.
    """
    shipped = _in_folder(shipped_folder(), shipped=True)
    files = {file.path: file for file in shipped if public or file.role != LEDGER}
    for path in paths:
        for file in files_at(path, _):
            files.setdefault(file.path, file)
    for file in (*(ledger_file(path, _) for path in ledgers), *(assignments_file(path, _) for path in assigned)):
        files[file.path] = file
    return list(files.values())


def files_at(path: str, _: Translator) -> list[DataFile]:
    """The data file at `path`, or those of the folder there. Raises UsageError as `gather` does."""
    try:
        found = list(_in_folder(path, shipped=False)) if os.path.isdir(path) else [file_of(path, role_of(path))]
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=error.filename, reason=reason(error, _))) from None
    if not found:
        raise UsageError(_("{path} holds no .yaml file").format(path=path))
    return found


def has_data(folder: str) -> bool:
    """Whether a folder holds a data file, at any depth."""
    return next(_in_folder(folder, shipped=False), None) is not None


def ledger_file(path: str, _: Translator) -> DataFile:
    """A ledger by its path. Raises UsageError for what is none."""
    if os.path.isdir(path):
        raise UsageError(_("{path} is a folder; name the ledger itself: {path}/ledger.yaml").format(path=path))
    if not os.path.lexists(path):
        raise UsageError(_("{path}: there is no such ledger; ipcheck mark begins one").format(path=path))
    return _named(path, LEDGER, _)


def assignments_file(path: str, _: Translator) -> DataFile:
    """A file of assignments by its path. Raises UsageError for what is none."""
    if os.path.isdir(path):
        raise UsageError(_("{path} is a folder; name the file itself").format(path=path))
    return _named(path, ASSIGNMENTS, _)


def _named(path: str, role_of: str, _: Translator) -> DataFile:
    try:
        return file_of(path, role_of)
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=error.filename, reason=reason(error, _))) from None


def program_stamp() -> str:
    """What identifies this very program, so that rows made by another are not trusted: the newest of its sources."""
    package = _package()
    folders = [os.path.join(package, *name.split("/")) for name in _DECIDING]
    sources = [entry.stat() for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".py")]
    return f"{package} {sum(stat.st_size for stat in sources)} {max(stat.st_mtime_ns for stat in sources)}"


def _in_folder(folder: str, shipped: bool, inside: str = "", real: str = "") -> Iterator[DataFile]:
    """The data files of a folder; what lies deeper in a folder of one kind is of that kind too. `real` is the resolved
    path of the folder.

    Each entry costs one call of the system: to resolve its path, or to ask anything twice, would take longer than all
    else about an unchanged file.
    """
    own = _folder_name(folder)
    inside = own if own in _BY_FOLDER else inside
    fixed = _BY_FOLDER.get(inside)
    real = real or os.path.realpath(folder)
    for name in sorted(os.listdir(folder)):
        if name.startswith("."):
            continue
        path = f"{real}{os.sep}{name}"
        is_data, stat = name.endswith((".yaml", ".yml")), os.lstat(path)
        if S_ISLNK(stat.st_mode) and (is_data or os.path.isdir(path)):
            stat = os.stat(os.path.join(folder, name))
            path = os.path.realpath(path)
        if S_ISDIR(stat.st_mode):
            if name not in _NOT_CATALOGUED:
                yield from _in_folder(os.path.join(folder, name), shipped, inside, path)
        elif is_data:
            yield DataFile(path, fixed or _role_by_name(name), stat.st_size, stat.st_mtime_ns, shipped)


def file_of(path: str, role_of: str) -> DataFile:
    """A file of the user's, for what it is named as. Raises OSError where there is none."""
    stat = os.stat(path)
    return DataFile(os.path.realpath(path), role_of, stat.st_size, stat.st_mtime_ns, shipped=False)


def role_of(path: str) -> str:
    """What a file is for: by the name of its folder (of gist/en the outer one), else by its own (links.2026.yaml is one
    of links)."""
    folder = os.path.dirname(os.path.abspath(path))
    if _folder_name(folder) in LANGUAGES and _folder_name(os.path.dirname(folder)) == GIST:
        folder = os.path.dirname(folder)
    return _role(_folder_name(folder), os.path.basename(path))


def _role(folder: str, name: str) -> str:
    return _BY_FOLDER.get(folder) or _role_by_name(name)


def _role_by_name(name: str) -> str:
    return _BY_NAME.get(name.partition(".")[0], PLAN)


def _folder_name(folder: str) -> str:
    return os.path.basename(os.path.abspath(folder))
