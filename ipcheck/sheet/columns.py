"""The columns of the workbook: their headings in both languages, who fills each in, and what it holds."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from ipcheck.base.i18n import LANGUAGES, N_, Translator, translator_for
from ipcheck.base.text import fold
from ipcheck.domain.entry import MARKS
from ipcheck.formats.document import Kind
from ipcheck.reports.shared.search_links import ENGINES

By = Literal["plan", "house", "office", "searcher", "program"]

# The states that an office may choose for a task. `progress` is not among them: the texts of a row show progress.
CHOICES = tuple(mark for mark in MARKS if mark != "progress")


class Heading(NamedTuple):
    """A column: `key` is its name in CSV and in a ledger's entry, `label` its heading for people, `explanation` what it
    holds. `by` says who fills it in: only the columns of the office, and of whoever searches, are unlocked in the
    workbook."""

    key: str
    label: str
    by: By
    explanation: str
    kind: Kind = "text"

    @property
    def open(self) -> bool:
        """Whether an office, or whoever searches, fills in this column."""
        return self.by in ("office", "searcher")


HEADINGS: Sequence[Heading] = (
    Heading("no", N_("no."), "program", N_("The number of the row."), "number"),
    Heading(
        "task", N_("task id"), "plan", N_("The id of the task, or of its sentence (2022-29/2), by which the row "
                                          "is recognised."), "id"
    ),
    Heading("text", N_("task text"), "plan", N_("The words of the plan.")),
    Heading("lead", N_("lead"), "plan", N_("The lead agencies, according to the plan."), "agencies"),
    Heading(
        "participants", N_("participants"), "plan", N_("The participating agencies, according to the plan."),
        "agencies",
    ),
    Heading("office", N_("office"), "house", N_("The offices responsible for it in-house."), "list"),
    Heading("person", N_("person"), "house", N_("The person in charge there."), "list"),
    Heading(
        "due", N_("deadline"), "plan",
        N_("The deadline that the plan states, the end of its period, or that the work is ongoing."), "due",
    ),
    Heading("internal_due", N_("internal deadline"), "house", N_("The deadline set in-house."), "due"),
    Heading("state", N_("status"), "office", N_("Choose from the list; empty means unchanged."), "id"),
    Heading("note", N_("progress made"), "office", N_("What has been done.")),
    Heading("problem", N_("problems"), "office", N_("What stands in the way.")),
    Heading("next", N_("next step"), "office", N_("What comes next.")),
    Heading(
        "evidence", N_("proof"), "office",
        N_("What shows it: a file, an address, a number. Done needs this, or somebody who states it."),
    ),
    Heading(
        "source", N_("stated by"), "office", N_("Who says so, and where. Withdrawn needs this."),
    ),
    Heading(
        "on", N_("updated on"), "office",
        N_(
            "The date of what the row reports: 2025-03-01, 2025/3/1, 2025年3月1日 or 3月1日."
            " A changed row needs a new one."
        ), "day",
    ),
    Heading(
        "light", N_("light"), "program", N_("The status by the ledger on the day when this workbook was made."),
        "situation",
    ),
    Heading("outcome", N_("outcome"), "program", N_("What is known to have become of it.")),
    Heading(
        "done_on", N_("done on"), "program", N_("When it was done: a day, or the month or year if no more is known."),
        "day",
    ),
    Heading("late", N_("late"), "program", N_("Whether it was done after the deadline that the plan states."), "flag"),
    Heading(
        "checked", N_("searched without result"), "program", N_("When somebody last searched for it without result."),
        "day",
    ),
)  # fmt: skip
# What the workbook has besides where a task in it promises a figure.
FIGURE_HEADINGS: Sequence[Heading] = (
    Heading("promised", N_("promised figures"), "plan", N_("The figures that the plan promises."), "list"),
    Heading(
        "actual", N_("figure reached"), "office",
        N_(
            "A figure that was reached: measure, number with unit, and the day, month or year to which it "
            "refers: 发明专利审查周期 15个月 2025."
        ),
    ),
)  # fmt: skip
# What only the worklist has: what to look for and where, and whether that was in vain.
SEARCH_HEADINGS: Sequence[Heading] = (
    Heading("why", N_("why it is listed"), "program", N_("Whether nobody has searched for it, or when somebody did.")),
    Heading(
        "search", N_("search words"), "searcher",
        N_("What to search for. Change it to what was searched for; write each search on a line of its own."),
    ),
    *(
        Heading(engine.key, engine.name, "program", N_("Opens the first search of this row on that site."), "links")
        for engine in ENGINES
    ),
    Heading(
        "none_found", N_("none found"), "searcher",
        N_("If nothing was found: yes (then the day is that of “updated on”), or the day of the search."),
    ),
)  # fmt: skip
BY_KEY = {heading.key: heading for heading in (*HEADINGS, *FIGURE_HEADINGS, *SEARCH_HEADINGS)}
# The columns of the worklist: those of the ledger that do not belong to a house, and what to look for before what was
# found.
WORKLIST_HEADINGS: Sequence[Heading] = tuple(
    BY_KEY[key]
    for key in (
        "no", "task", "text", "why", "lead", "participants", "due", *(heading.key for heading in SEARCH_HEADINGS[1:]),
        "state", "note", "problem", "next", "evidence", "source", "on", "light", "outcome", "checked",
    )
)  # fmt: skip
OPEN = tuple(heading.key for heading in HEADINGS if heading.open)
# What people write into a column that is ticked, beside the words of the workbook itself.
_YES, _NO = ("y", "x", "√", "✓", "true", "1", "是", "无", "未找到"), ("n", "no", "false", "0", "否")
# The names of the sheets behind the first, and the heading of the column of ids on the last of them.
RATES, EXPLANATIONS, AS_SENT_OUT = N_("Rates"), N_("Explanations"), N_("As sent out")
SENT_OUT = N_("rows sent out")
# Headings of English workbooks that were sent out before, by the keys of their columns.
_BEFORE = {"due": "last day", "internal_due": "internal day", "checked": "searched in vain"}
# The heading of the column that holds summaries of the texts, and its heading in workbooks sent out before.
ENGLISH, SUMMARY_BEFORE = N_("in English"), "unofficial summary; the Chinese text prevails"


def spellings(label: str, key: str) -> list[str]:
    """The folded forms of a word of the workbook: its key, which programs use, and its label in each language."""
    return [fold(key), *(fold(translator_for(language)(label)) for language in LANGUAGES)]


@cache
def headings_by_spelling() -> Mapping[str, str]:
    """The key of each column, by every folded form of its heading."""
    forms = {form: heading.key for heading in BY_KEY.values() for form in spellings(heading.label, heading.key)}
    return forms | {fold(label): key for key, label in _BEFORE.items()}


@cache
def words_for_none_found() -> Mapping[str, bool]:
    """Whether a word in the column “none found” says that nothing was found, by its folded form."""
    said = [form for language in LANGUAGES for form in map(fold, _affirmed(translator_for(language)))]
    return dict.fromkeys([*said, *map(fold, _YES)], True) | dict.fromkeys(map(fold, _NO), False)


def _affirmed(_: Translator) -> Sequence[str]:
    return _("yes"), _(BY_KEY["none_found"].label)
