"""The ledger entry that a row of a workbook becomes, and what the ledger's loader finds wrong with it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest, fold
from ipcheck.datafiles.loaders.ledger import entry_from
from ipcheck.datafiles.loaders.reference import ReferenceData
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
    sources: Sequence[Mapping[str, str]],
    row_digest: str,
    today: str,
    reference: ReferenceData,
    _: Translator,
) -> tuple[NewEntry | None, list[Finding]]:
    """The entry that brings a task or sentence to the state `after`; None where the ledger would refuse it, and the
    complaints about the cells of its row.

    `stated` is the state that the office chose; empty where the office left the state alone, since somebody else may
    have stated another meanwhile. `sources` are the sources with title and publisher whose text the row still shows:
    the entry repeats them as they are in the ledger. `row_digest` tells the row from all others. `today` (ISO text) is
    the day of entry.
    """
    fields: dict[str, Any] = {
        "task": share.id, "subject": share.task.subject or "", "state": stated, "on": after.on, "by": _reporter(row),
        **{key: getattr(after, key) for key in TEXTS}, "row": row_digest,
    }  # fmt: skip
    if sources:
        fields["source"] = sources[0] if len(sources) == 1 else list(sources)
    return _entry_from(fields, row, "state", today, reference, _)


def search_of(
    row: ReturnedRow,
    share: OfficeTask,
    day: str,
    note: str,
    row_digest: str,
    today: str,
    reference: ReferenceData,
    _: Translator,
) -> tuple[NewEntry | None, list[Finding]]:
    """The entry of a search on `day` (ISO text) that found nothing, for the words of the row; None where the ledger
    would refuse it, and the complaints about the cells of the row. `row_digest` tells the row from all others. `today`
    (ISO text) is the day of entry."""
    words = [text for line in re.split("[\n；;]", row.text("search")) if (text := line.strip())]
    if not words:
        return None, [
            row.finding("search", _("what was searched for? write the words, each search on a line of its own"))
        ]
    fields = {
        "task": share.id, "subject": share.task.subject or "", "checked": day, "searched": words, "by": _reporter(row),
        "note": note, "row": row_digest,
    }  # fmt: skip
    return _entry_from(fields, row, "none_found", today, reference, _)


def figure_of(
    row: ReturnedRow,
    share: OfficeTask,
    day: str,
    proof: Mapping[str, str],
    actual: Mapping[str, str],
    row_digest: str,
    today: str,
    reference: ReferenceData,
    _: Translator,
) -> tuple[NewEntry | None, list[Finding]]:
    """The entry of a figure that was reached (`actual` as a ledger has it), reported on `day` (ISO text), with the
    texts of the row that show it (`proof`); None where the ledger would refuse it, and the complaints about the cells
    of the row. `row_digest` tells the row from all others. `today` (ISO text) is the day of entry."""
    fields = {
        "task": share.id, "subject": share.task.subject or "", "on": day, "actual": actual, "by": _reporter(row),
        **proof, "row": row_digest,
    }  # fmt: skip
    return _entry_from(fields, row, "actual", today, reference, _)


def _entry_from(
    fields: Mapping[str, Any], row: ReturnedRow, place: str, today: str, reference: ReferenceData, _: Translator
) -> tuple[NewEntry | None, list[Finding]]:
    """The entry with those of `fields` that hold something, and the complaints about it; its place is the row's cell in
    the column `place`."""
    written = completed_entry({key: value for key, value in fields.items() if value}, today, None, reference)
    entry, faults = entry_from(written, reference, _)
    if entry is None or faults:
        return None, [row.finding(fault.key, fault.message, fault.rule) for fault in faults]
    return NewEntry(written, entry._replace(path=row.cell(place))), []


def digest_row(row: ReturnedRow, sent: RowState | None, day: str) -> str:
    """A digest that tells a row from every other: of its id, who reports, the office's columns, and what these held
    when the row was sent out. Where that is unknown and the row gives no day, the `day` given for it counts too.
    Kept in the ledger, the digest shows that the row has been recorded, whatever has been recorded since."""
    parts = [fold(row.id), _reporter(row), *(row.text(key) for key in OPEN), *(sent or ())]
    if none_found := row.text("none_found"):
        parts += [none_found, row.text("search")]
    if actual := row.text("actual"):
        parts.append(actual)
    return digest("\n".join([*parts, "" if sent or row.text("on") else day]))


def _reporter(row: ReturnedRow) -> str:
    """Who reports: the person and the office of the row, as they came back."""
    person, office = row.text("person"), row.text("office")
    return f"{person}（{office}）" if person and office else person or office
