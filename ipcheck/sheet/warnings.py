"""Remarks on rows that are missing, or changed outside the office's columns: neither changes a plan or assignment."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.domain.assignment import filter_assignments, offices
from ipcheck.formats.document import Due
from ipcheck.reports.shared.office_tasks import OfficeTask
from ipcheck.sheet.columns import BY_KEY
from ipcheck.sheet.rows import ReturnedFile, ReturnedRow, day_in
from ipcheck.sheet.write_out import plans_columns

RowWarning = tuple[str, str]  # a place, and the remark on it

_NUMBER = "[0-9]{1,6}"  # the number of a row, which has no more digits
_MOST_NAMED = 30  # missing rows in a remark
_SEPARATORS = re.compile(r"[、；;，,\s]")  # what separates names in a cell
_KEPT = ("text", "lead", "participants", "office", "person", "due", "internal_due")  # columns not the office's


def changed_columns(
    row: ReturnedRow, share: OfficeTask, languages: Sequence[Translator], _: Translator
) -> Iterator[RowWarning]:
    """Remarks on changes in the columns that are not the office's. A workbook may be in any of these languages."""
    if all(row.text(key) == "" for key in _KEPT if key in row.columns):
        return  # a person added the row and typed only the id
    forms = [(plans_columns(variant, language), language) for variant in _variants(share) for language in languages]
    for key in _KEPT:
        if key in row.columns and not any(_same_cell(row, key, form[key], language) for form, language in forms):
            template = _("{column} of {task} differs from what was sent out; the change is not taken over")
            if key in ("office", "person"):
                template = _(
                    "{column} of {task} differs from the assignment; the entry is recorded under it, "
                    "the assignment stays as it is"
                )
            yield row.cell(key), template.format(column=_(BY_KEY[key].label), task=share.name)


def _variants(share: OfficeTask) -> list[OfficeTask]:
    """A task or sentence as it is sent to all its offices together, and as it is sent to each of several alone."""
    names = offices(share.assigned) if len(share.assigned) > 1 else []
    return [share, *(share._replace(assigned=filter_assignments(share.assigned, [name])) for name in names)]


def missing_rows(file: ReturnedFile, returned_ids: Collection[str], _: Translator) -> Iterator[RowWarning]:
    """A remark on rows that were sent out and are not among `returned_ids` (folded). The workbook's list of rows sent
    out shows which are missing, or, where that is gone, gaps in the numbers of the rows."""
    if file.sent:
        missing = [row.id for key, row in file.sent.items() if key not in returned_ids]
        template = _("rows that were sent out are missing: {names}")
    else:
        numbers = {int(text) for row in file.rows if re.fullmatch(_NUMBER, text := row.text("no"))}
        missing = [str(number) for number in range(1, max(numbers, default=0)) if number not in numbers]
        template = _("rows are missing; their numbers: {names}")
    if missing:
        yield (
            file.path,
            template.format(names=_.join(missing[:_MOST_NAMED]) + ("…" if len(missing) > _MOST_NAMED else "")),
        )


def _same_cell(row: ReturnedRow, key: str, expected: Any, _: Translator) -> bool:
    """Whether a cell still holds what was written there, in the words of one language."""
    returned, written = row.text(key), str(expected or "")
    if returned == written:  # the usual case; folding takes time
        return True
    if isinstance(expected, Due):
        if expected.day and day_in(row.values.get(key), date.min) == expected.day:
            return True  # Excel writes the days of a CSV file in a form of its own
        return _plain(returned) == _plain(written) or (
            returned == "" and expected.day is None
        )  # CSV has no words for going on
    names = written.split("\n")
    in_words = [written, *("".join(map(words, names)) for words in (_.abbreviation, _.name))]
    return _plain(returned) in map(_plain, in_words)


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", fold(text))
