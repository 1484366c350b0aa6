"""What remains to be done on a draft: it is loaded as any plan is, and its faults are told."""

from pathlib import Path

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.loaders.plan import load_plan
from ipcheck.datafiles.yaml_reader import UnreadableFileError, YamlReader
from ipcheck.domain.registry import Registry


def remains(draft: str, path: str, registry: Registry, _: Translator) -> list[Finding]:
    """The faults of a draft as any command would find them, `path` being its name; none where it loads."""
    try:
        content, faults = YamlReader(Path(path), _).content(draft.encode())
    except UnreadableFileError as error:
        return [error.finding]
    _rows, found = load_plan(content, path, registry, _)
    return sorted([*faults, *found])
