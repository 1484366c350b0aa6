"""The entry that makes the ledger say what a row says, and what a ledger would not take of it."""

from collections.abc import Mapping

from ipcheck.base.findings import CellFinding, Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest, fold
from ipcheck.datafiles.loaders.ledger import load_ledger
from ipcheck.datafiles.loaders.reference import ReferenceData
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, YamlText, placed
from ipcheck.domain.entry import Entry
from ipcheck.reports.shared.office_tasks import OfficeTask
from ipcheck.reports.shared.recording import NewEntry, completed_entry
from ipcheck.sheet.columns import OPEN
from ipcheck.sheet.row_state import TEXTS, RowState
from ipcheck.sheet.rows import ReturnedRow


def entry_of(
    row: ReturnedRow,
    share: OfficeTask,
    after: RowState,
    stated: str,
    seen: str,
    today: str,
    known: ReferenceData,
    _: Translator,
) -> tuple[NewEntry, list[Finding]]:
    """The entry after which a share stands as `after` has it, and the complaints about the cells of its row.

    `stated` is the state that the office chose, empty where it left that as it was: somebody else may have stated
    another meanwhile. `seen` tells the row from others, `today` is when it is entered.
    """
    said = {
        "task": share.id, "subject": share.task.subject or "", "state": stated, "on": after.on, "by": _by(row),
        **{key: getattr(after, key) for key in TEXTS}, "row": seen,
    }  # fmt: skip
    written = completed_entry({key: value for key, value in said.items() if value}, today, None, known)
    entry, findings = _understood(written, row, known, _)
    return NewEntry(written, entry), findings


def seen_as(row: ReturnedRow, sent: RowState | None, day: str) -> str:
    """What tells a row from every other: what it is about, says, who says it, what it said when it was sent out; where
    nobody knows that and it gives no day, also the `day` that it is given. In the ledger it tells that the row has been
    recorded, whatever has been recorded since."""
    said = [fold(row.id), _by(row), *(row.text(key) for key in OPEN), *(sent or ())]
    return digest("\n".join([*said, "" if sent or row.text("on") else day]))


def _by(row: ReturnedRow) -> str:
    """Who says it: the person and the office of the row, as they came back."""
    person, office = row.text("person"), row.text("office")
    return f"{person}（{office}）" if person and office else person or office


def _understood(
    written: Mapping[str, str], row: ReturnedRow, known: ReferenceData, _: Translator
) -> tuple[Entry, list[Finding]]:
    """An entry as the ledger's own loader reads it, each key with the place of its cell."""
    block: YamlMapping = placed(dict(written))
    block.line = row.number
    for key, value in block.items():
        _place(value, row, key)
        _place(block.key(key), row, key)
    content = YamlList([block])
    content.line, content.column = row.number, 1
    rows, findings = load_ledger(content, row.sheet, known, _)
    told: list[Finding] = [CellFinding(*finding) for finding in findings]
    entry = (
        Entry._make((*rows[0], row.cell("state")))._replace(line=0)
        if rows
        else Entry._make((None,) * len(Entry._fields))
    )
    return entry, told


def _place(text: YamlText, row: ReturnedRow, key: str) -> None:
    text.line = row.number
    text.column = row.columns.get(key, row.columns["task"])
