"""What a file of entries is, where its name does not say."""

from pathlib import Path

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.discovery import ASSIGNMENTS, BASELINE, LEDGER
from ipcheck.datafiles.yaml_reader import Block, Row, UnreadableFileError, read


def kind_of_list(path: str, _: Translator) -> str | None:
    """Ledger, baseline or assignments, by the keys of its first entry; None for a file that is neither, or cannot be
    read."""
    try:
        content, _faults = read(Path(path), _)
    except UnreadableFileError:
        return None
    first = content[0] if isinstance(content, Row) and content else None
    if not isinstance(first, Block) or "task" not in first:
        return None
    return BASELINE if "finding" in first else ASSIGNMENTS if "office" in first else LEDGER
