"""Load data files from their paths: read the YAML and make rows, in this process or, for many plans, in several."""

import marshal
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.processes import gc_paused, in_processes
from ipcheck.base.rows import Rows, by_kind, stored_values
from ipcheck.datafiles.discovery import ASSIGNMENTS, BASELINE, LEDGER
from ipcheck.datafiles.loaders.plan import load_plan
from ipcheck.datafiles.rows import Row
from ipcheck.datafiles.yaml_reader import UnreadableFileError, YamlList, YamlMapping, YamlText, read_yaml
from ipcheck.domain.registry import Registry

_TOGETHER = 8  # files that are sent to another process at a time

# What another process sends back for a file: its rows (marshalled), its findings, its id.
_Packed = tuple[bytes, list[Finding], str | None]
Load = Callable[[Any], tuple[Sequence[Row], list[Finding]]]


class Loaded(NamedTuple):
    """A loaded file: its content (from `read_yaml`; None if the file cannot be read or was loaded in another process),
    its rows by the name of their class, and all findings about it. With an error among the findings the rows must not
    be used. `id` is the value of its top-level key `id`, None if there is none."""

    content: Any
    rows: Rows
    findings: list[Finding]
    id: str | None = None


def load_file(path: str, load: Load, _: Translator) -> Loaded:
    """Read the file at `path` and make rows of its content with `load`. A file that cannot be read is a finding."""
    try:
        content, findings = read_yaml(Path(path), _)
    except UnreadableFileError as error:
        return Loaded(None, {}, [error.finding])
    rows, more_findings = load(content)
    file_id = content.get("id") if isinstance(content, YamlMapping) else None
    return Loaded(
        content, by_kind(rows), findings + more_findings, str(file_id) if isinstance(file_id, YamlText) else None
    )


def load_plan_file(path: str, registry: Registry, _: Translator) -> Loaded:
    """Read the plan file at `path` and make rows of its content. A file that cannot be read is a finding."""
    return load_file(path, lambda content: load_plan(content, path, registry, _), _)


def load_plan_files(
    paths: Sequence[str], registry: Registry, processes: int, language: str
) -> Generator[Loaded, None, None]:
    """Load many plan files in `processes` processes; the results come in the order of `paths`.

    Their `content` is None: it is not sent between processes. `language` is that of the findings.
    """
    batches = (paths[at : at + _TOGETHER] for at in range(0, len(paths), _TOGETHER))
    with closing(in_processes(plan_files_loader, (registry, language), batches, processes)) as loaded:
        for rows, findings, file_id in chain.from_iterable(loaded):
            yield Loaded(None, marshal.loads(rows), findings, file_id)  # noqa: S302 (from this same program)


def plan_files_loader(registry: Registry, language: str) -> Callable[[Sequence[str]], list[_Packed]]:
    """A function that loads the plan files at a sequence of paths and packs the results, for use in another process."""
    translator = Translator(language)

    def pack(path: str) -> _Packed:
        loaded = load_plan_file(path, registry, translator)
        rows = {kind: list(map(stored_values(group[0]), group)) for kind, group in loaded.rows.items()}
        return marshal.dumps(rows), loaded.findings, loaded.id  # marshal takes half the time of pickle for many texts

    def load_all(paths: Sequence[str]) -> list[_Packed]:
        with gc_paused():
            return list(map(pack, paths))

    return load_all


def kind_of_list(path: str, _: Translator) -> str | None:
    """The role of a file that holds a list, by the keys of its first entry: LEDGER, BASELINE or ASSIGNMENTS. None for
    any other file and for one that cannot be read."""
    try:
        content, _faults = read_yaml(Path(path), _)
    except UnreadableFileError:
        return None
    first = content[0] if isinstance(content, YamlList) and content else None
    if not isinstance(first, YamlMapping) or "task" not in first:
        return None
    return BASELINE if "finding" in first else ASSIGNMENTS if "office" in first else LEDGER
