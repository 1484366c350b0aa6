"""From a document to the draft of a plan: where in it the plan stands, what it says of itself, what it holds."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ipcheck.base.damage import DEBRIS, PRIVATE
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.importing.draft import facts
from ipcheck.importing.draft.characters import Convert
from ipcheck.importing.draft.draft import DraftPlan, DraftSection, DraftTask, number_tasks
from ipcheck.importing.draft.frame import Frame
from ipcheck.importing.draft.item_kinds import is_heading
from ipcheck.importing.draft.markers import marker_at, with_commas, with_dots
from ipcheck.importing.draft.mending import Document, mend
from ipcheck.importing.draft.outline import Outline, outline
from ipcheck.importing.draft.paragraphs import Line, paragraphs, without_page_numbers
from ipcheck.importing.draft.sections import sections_of
from ipcheck.importing.draft.tables import rows_of
from ipcheck.importing.readers.pieces import Progress, ReadDocument

_OUTERMOST = ("part", "han", "han-brackets", "number")  # styles that documents are divided by, outermost first
_MOST = 2_000_000  # characters; a plan of 118 tasks has 10,000
_MOST_SIGNED = 7  # lines that a signature takes: who signs, and the day
_FEWEST = 2  # items of a style that divides a document
_INLINE_START = re.compile("(?<=[。：；）”])(?=一[、.．]|（一）|第一[章部])")

Known = Callable[[str], object]


class ImportedPlan(NamedTuple):
    """A plan as far as it could be read, what was left out of it, and what a person should know of the whole."""

    plan: DraftPlan
    left_out: Sequence[Line]
    notes: Sequence[str]


class NoPlanError(Exception):
    """A document in which nothing is numbered and no table holds tasks; the message is in the language of the call."""


def read_plan(
    found: ReadDocument,
    plan_id: str | None,
    convert: Callable[[], Convert],
    known: Known,
    progress: Progress,
    _: Translator,
) -> ImportedPlan:
    """The plan in a document. `convert` is asked for only where there are Traditional characters; `known` tells the
    name of an agency. Raises NoPlanError."""
    if sum(len(piece.text) + sum(map(len, piece.cells)) for piece in found.pieces) > _MOST:
        raise NoPlanError(_("it holds more than {n} characters, which no plan does").format(n=_MOST))
    document = mend(found, convert, progress, _)
    inner, pages = without_page_numbers(document.lines)
    document = document._replace(asides=[*document.asides, *pages])
    lines = _split(_with_commas(paragraphs(inner, found.wrapped)))
    start, body = _plan_in(lines, _)
    if start is None:
        return _from_table(lines, document, found.title, plan_id, known, _)
    end = start + body.lines
    tail = next((at for at in range(_last_marked(lines, start, end), end) if _ends(lines, at)), end)
    if tail < end:
        body, end = outline(lines, start, tail, _), tail
    above, heading, strays = _heading_above(lines[:start], body)
    frame = Frame(above, lines[end:], document.asides, found.title, plan_id, _)
    plan = frame.plan()
    parted = sections_of(body, heading.text if heading else plan.facts["title"], frame.year, known, _)
    plan.contents, plan.closing = parted.sections, parted.closing
    if heading and heading.text not in {section.heading for section in parted.sections}:
        strays.append(heading)
    if not any(plan.tasks()):
        raise NoPlanError(_("it has headings, but nothing below them that could be a task; is this a plan?"))
    used, notes = _from_table_behind(plan, lines[end:], frame.year, known, _)
    _finish(plan, frame, document.restored, _)
    left_out = [line for line in (*frame.left_out, *parted.left_out, *strays) if line not in used]
    return _reading(plan, document._replace(notes=[*document.notes, *notes]), left_out)


def _heading_above(above: Sequence[Line], body: Outline) -> tuple[Sequence[Line], Line | None, list[Line]]:
    """The lines above the items without the unmarked heading of the first, where these are bare tasks; that heading;
    and the pictures of numbers (01) that stood above it."""
    bare = body.items[0].marker.style == "number"
    if not bare or not above or not is_heading(above[-1]) or facts.is_title(above[-1].text):
        return above, None, []
    *rest, heading = above
    strays = []
    while rest and re.fullmatch("[0-9]{1,2}", rest[-1].text):
        strays.append(rest.pop())
    return rest, heading, strays


def _from_table_behind(
    plan: DraftPlan, lines: Sequence[Line], year: int | None, known: Known, _: Translator
) -> tuple[list[Line], list[str]]:
    """What a table behind a plan says of its tasks, given to them; the lines that were used, and what is to be said."""
    rows = [line for line in lines if line.cells]
    if not rows:
        return [], []
    table = rows_of(rows, year, known, _)
    used = give_phrases([*plan.tasks()], table.all())
    if not used:
        return [], []
    said = _.many("The table behind the plan says who and when for {n} task.",
                  "The table behind the plan says who and when for {n} tasks.", len(used))  # fmt: skip
    return [line for line in rows if not used.isdisjoint(map(same, line.cells))], [said]


def _from_table(
    lines: Sequence[Line], document: Document, page: str | None, plan_id: str | None, known: Known, _: Translator
) -> ImportedPlan:
    """A plan that is a table as a whole."""
    rows = [at for at, line in enumerate(lines) if line.cells]
    if not rows:
        raise NoPlanError(_("nothing in it is numbered (一、 （一） 1.) and no table holds tasks; is this a plan?"))
    first, end = rows[0], rows[-1] + 1
    frame = Frame(lines[:first], lines[end:], document.asides, page, plan_id, _)
    plan = frame.plan()
    table = rows_of([lines[at] for at in rows], frame.year, known, _)
    alone = DraftSection(plan.facts["title"], lines[first].at, tasks=table.tasks)
    plan.contents = [*([alone] if table.tasks else []), *table.sections]
    if not any(plan.tasks()):
        raise NoPlanError(_("no column of its table was understood; name them 序号, 任务, 责任单位, 完成时限"))
    _finish(plan, frame, document.restored, _)
    between = [line for line in lines[first:end] if not line.cells]
    return _reading(plan, document, [*frame.left_out, *table.left_out, *between])


def _reading(plan: DraftPlan, document: Document, left_out: Sequence[Line]) -> ImportedPlan:
    return ImportedPlan(plan, sorted([*document.asides, *left_out], key=lambda line: line.at), document.notes)


def _finish(plan: DraftPlan, frame: Frame, spots: Sequence[str], _: Translator) -> None:
    """What can be told only when the whole is known; `spots` are stretches that were restored."""
    plan.first_leads = facts.first_leads([*plan.closing, *plan.preamble, *(line.text for line in frame.left_out)])
    number_tasks(plan)
    for task in plan.tasks():
        if debris := DEBRIS.search(task.text) or PRIVATE.search(task.text):
            said = _("a destroyed spot: {text}; restore it from the document itself")
            task.doubts.append(said.format(text=task.text[max(0, debris.start() - 6) : debris.end() + 6]))
        for spot in spots:
            if spot in task.text:
                said = _("{text} was restored from misread bytes; hold it against the document")
                task.doubts.append(said.format(text=spot))
    if len(plan.preamble) > 1:
        plan.doubt("preamble", _("these paragraphs stand before the first heading; are all of them the preamble?"))
    if len(plan.closing) > 1:
        plan.doubt("closing", _("these paragraphs stand behind the last item; are all of them the closing?"))


def _with_commas(lines: Sequence[Line]) -> list[Line]:
    texts = with_dots(with_commas([line.text for line in lines]))
    return [line._replace(text=text) for line, text in zip(lines, texts, strict=True)]


def _split(lines: Sequence[Line]) -> list[Line]:
    """Lines inside which the plan begins, in a text without line breaks, cut there: behind the title, before 一、."""
    found: list[Line] = []
    for line in lines:
        if line.cells or marker_at(line.text):
            found.append(line)
            continue
        parts = _INLINE_START.split(line.text, maxsplit=1)
        title = facts.run_on_title(parts[0])
        if title:
            parts = [title, parts[0][len(title) :].strip(), *parts[1:]]
        found += [line._replace(text=part) for part in parts]
    return found


def _plan_in(lines: Sequence[Line], _: Translator) -> tuple[int | None, Outline]:
    """Where the plan begins among the lines, and its outline: of all texts that are divided by the outermost style
    there is, the one with most items; where no text begins with a first item, from the first that there is."""
    marked = [(at, marker) for at, line in enumerate(lines) if not line.cells and (marker := marker_at(line.text))]
    for style in _OUTERMOST:
        starts = [at for at, marker in marked if (marker.style, marker.number) == (style, 1)]
        if best := _best(lines, starts, _):
            return best
    first = next((at for at, marker in marked if marker.style in _OUTERMOST), None)
    return _best(lines, [] if first is None else [first], _) or (None, Outline())


def _best(lines: Sequence[Line], starts: Sequence[int], _: Translator) -> tuple[int, Outline] | None:
    """The outline with most items of those that begin at `starts`, if one is that of a document."""
    best: tuple[int, int, Outline] | None = None
    reached = 0
    for at in starts:
        if at < reached:  # inside the one before, which did not end here
            continue
        found = outline(lines, at, len(lines), _)
        reached = at + found.lines
        items = sum(1 for _item in found.all())
        divided = len(found.items) >= _FEWEST or items > _FEWEST
        if divided and (best is None or items > best[0]):
            best = (items, at, found)
    return best[1:] if best else None


def _ends(lines: Sequence[Line], at: int) -> bool:
    """Whether what stands behind a document begins on a line: what pages put there, or who signs it above the day."""
    if facts.TAIL.match(lines[at].text):
        return True
    below = range(at, min(at + _MOST_SIGNED, len(lines)))
    day = next((n for n in below if facts.signature(lines[n].text)), None)
    return day is not None and all(facts.names(lines[n].found or lines[n].text) for n in range(at, day))


def _last_marked(lines: Sequence[Line], start: int, end: int) -> int:
    """Behind which line no item begins any more."""
    return max(at for at in range(start, end) if at == start or (not lines[at].cells and marker_at(lines[at].text))) + 1


def give_phrases(tasks: Sequence[DraftTask], rows: Sequence[DraftTask]) -> set[str]:
    """Give tasks the phrases that they lack and that rows of a table have for the same text; the texts of the rows that
    were so used (see `same`)."""
    by_text = {same(task.text): task for task in tasks}
    used = set()
    for row in rows:
        task = by_text.get(same(row.text))
        if task and not (task.deadline or task.responsible):
            task.deadline, task.responsible = row.deadline, row.responsible
            task.doubts += row.doubts
            used.add(same(row.text))
    return used


def same(text: str) -> str:
    """The key under which the text of a task in a table is that of the task: marks at its end do not count."""
    return fold(text).rstrip(".;,")
