"""One data file, from its path to its rows, in this process or in several."""

import marshal
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.processes import in_processes
from ipcheck.base.uncollected import uncollected
from ipcheck.datafiles.discovery import ASSIGNMENTS, BASELINE, LEDGER
from ipcheck.datafiles.loaders.plan import load_plan
from ipcheck.datafiles.rows import Row, Rows, by_kind
from ipcheck.datafiles.yaml_reader import UnreadableFileError, YamlList, YamlMapping, YamlText, read_yaml
from ipcheck.domain.registry import Registry

_TOGETHER = 8  # files that go to another process at a time

_Packed = tuple[bytes, list[Finding], str | None]
Load = Callable[[Any], tuple[Sequence[Row], list[Finding]]]


class Loaded(NamedTuple):
    """What a file has become: its content (`source.read`; None of a file that cannot be read), its rows by their kind,
    all findings about it; with an error among these the rows do not count. `id` is what it says it is called, where it
    says so."""

    content: Any
    rows: Rows
    findings: list[Finding]
    id: str | None = None


def load_file(path: str, load: Load, _: Translator) -> Loaded:
    """Read a file and make rows of its content with `load`."""
    try:
        content, found = read_yaml(Path(path), _)
    except UnreadableFileError as error:
        return Loaded(None, {}, [error.finding])
    rows, of_loader = load(content)
    said = content.get("id") if isinstance(content, YamlMapping) else None
    return Loaded(content, by_kind(rows), found + of_loader, str(said) if isinstance(said, YamlText) else None)


def load_plan_file(path: str, registry: Registry, _: Translator) -> Loaded:
    """The same of a plan."""
    return load_file(path, lambda content: load_plan(content, path, registry, _), _)


def load_plan_files(
    paths: Sequence[str], registry: Registry, processes: int, language: str
) -> Generator[Loaded, None, None]:
    """The same of many plans, in their order, in so many processes; their content stays there."""
    pieces = (paths[at : at + _TOGETHER] for at in range(0, len(paths), _TOGETHER))
    with closing(in_processes(plan_files_loader, (registry, language), pieces, processes)) as loaded:
        for rows, findings, said in chain.from_iterable(loaded):
            yield Loaded(None, marshal.loads(rows), findings, said)  # noqa: S302 (from this same program)


def plan_files_loader(registry: Registry, language: str) -> Callable[[Sequence[str]], list[_Packed]]:
    """What another process makes of paths."""
    words = Translator(language)

    def packed(path: str) -> _Packed:
        loaded = load_plan_file(path, registry, words)
        rows = {kind: list(map(tuple, each)) for kind, each in loaded.rows.items()}
        return marshal.dumps(rows), loaded.findings, loaded.id  # half the time that pickle takes for so many texts

    def loaded(paths: Sequence[str]) -> list[_Packed]:
        with uncollected():
            return list(map(packed, paths))

    return loaded


def kind_of_list(path: str, _: Translator) -> str | None:
    """Ledger, baseline or assignments, by the keys of its first entry; None for a file that is neither, or cannot be
    read."""
    try:
        content, _faults = read_yaml(Path(path), _)
    except UnreadableFileError:
        return None
    first = content[0] if isinstance(content, YamlList) and content else None
    if not isinstance(first, YamlMapping) or "task" not in first:
        return None
    return BASELINE if "finding" in first else ASSIGNMENTS if "office" in first else LEDGER
