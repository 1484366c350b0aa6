"""What is not as it was sent out, and is only told: nothing of it is taken over."""

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

Noted = tuple[str, str]  # a place, and what is to be seen to there

_NUMBER = "[0-9]{1,6}"  # of a row; what is longer is none
_MOST_NAMED = 30
_BETWEEN = re.compile(r"[、；;，,\s]")  # names in a row
# The columns that are not the office's, and under which key plans_columns has them.
_KEPT = {
    "text": "text", "lead": "lead", "participants": "participants", "office": "office", "person": "person",
    "due": "last_day", "internal_due": "internal_day",
}  # fmt: skip


def changed_columns(
    row: ReturnedRow, share: OfficeTask, languages: Sequence[Translator], _: Translator
) -> Iterator[Noted]:
    """What came back changed in the columns that are not the office's; a workbook may be in any of these languages."""
    if all(row.text(key) == "" for key in _KEPT if key in row.columns):
        return  # only the id was typed: a row of a person's own
    forms = [(plans_columns(each, language), language) for each in _for_offices(share) for language in languages]
    for key, shown_as in _KEPT.items():
        if key in row.columns and not any(_same_cell(row, key, form[shown_as], language) for form, language in forms):
            said = _("{column} of {task} is not as it was sent out; nothing of it is taken over")
            if key in ("office", "person"):
                said = _("{column} of {task} is not as assigned; the entry names it, the assignment stays as it is")
            yield row.cell(key), said.format(column=_(BY_KEY[key].label), task=share.name)


def _for_offices(share: OfficeTask) -> list[OfficeTask]:
    """A share as it is sent to all its offices, and to each of several alone."""
    names = offices(share.assigned) if len(share.assigned) > 1 else []
    return [share, *(share._replace(assigned=filter_assignments(share.assigned, [name])) for name in names)]


def missing_rows(file: ReturnedFile, back: Collection[str], _: Translator) -> Iterator[Noted]:
    """The rows that were sent out and are not among those that came `back` (folded ids): by the list of them, else by
    the gaps in their numbers."""
    if file.sent:
        gone = [row.id for key, row in file.sent.items() if key not in back]
        said = _("rows that were sent out are missing: {names}")
    else:
        numbers = {int(text) for row in file.rows if re.fullmatch(_NUMBER, text := row.text("no"))}
        gone = [str(number) for number in range(1, max(numbers, default=0)) if number not in numbers]
        said = _("rows are missing; their numbers: {names}")
    if gone:
        yield file.path, said.format(names=_.listed(gone[:_MOST_NAMED]) + ("…" if len(gone) > _MOST_NAMED else ""))


def _same_cell(row: ReturnedRow, key: str, expected: Any, _: Translator) -> bool:
    """Whether a cell still says what was written there, in the words of one language."""
    came, said = row.text(key), str(expected or "")
    if came == said:  # as nearly all do; to fold them takes time
        return True
    if isinstance(expected, Due):
        if expected.day and day_in(row.values.get(key), date.min) == expected.day:
            return True  # Excel writes the days of a CSV file in its own way
        return _plain(came) == _plain(said) or (came == "" and expected.day is None)  # CSV has no words for going on
    named = "".join(map(_.name, said.split("\n")))
    return _plain(came) in {_plain(said), _plain(named)}


def _plain(text: str) -> str:
    return _BETWEEN.sub("", fold(text))
