"""The plan in a document: where the plan begins and ends, its facts, its sections and its tasks."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from ipcheck.base.damage import DEBRIS, PRIVATE
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.importing.draft import facts
from ipcheck.importing.draft.characters import Convert, plain_pinyin_in
from ipcheck.importing.draft.draft import DraftPlan, DraftSection, DraftTask, number_tasks
from ipcheck.importing.draft.frame import Frame
from ipcheck.importing.draft.item_kinds import is_heading
from ipcheck.importing.draft.markers import marker_at
from ipcheck.importing.draft.mending import Document, mend
from ipcheck.importing.draft.other_documents import why_no_plan
from ipcheck.importing.draft.outline import Outline
from ipcheck.importing.draft.paragraphs import Line
from ipcheck.importing.draft.place import plan_in
from ipcheck.importing.draft.sections import sections_of
from ipcheck.importing.draft.tables import rows_of
from ipcheck.importing.draft.tasks import lead_doubts
from ipcheck.importing.draft.text_lines import lines_of_text
from ipcheck.importing.readers.pieces import Progress, ReadDocument

_MOST = 2_000_000  # characters; a plan of 118 tasks has 10,000
_FEWEST = 2  # outermost items that divide a document
# The heads of a table's columns without anything between them: the page has lost the cells.
_LOST_CELLS = re.compile("序号[^，。；：]{2,30}(?:牵头|责任|配合|主办)(?:单位|部门|科室).{20}")
_NUMBERED = re.compile("一、|（一）")

# Tells by a true value that a name is that of an agency.
IsAgency = Callable[[str], object]
# The same for a plan of the region that is given behind the name; None where it has none.
KnowsAgency = Callable[[str, str | None], object]


class ImportedPlan(NamedTuple):
    """A plan as far as it could be read, the lines of the document that are not in it, and remarks for the user."""

    plan: DraftPlan
    left_out: Sequence[Line]
    notes: Sequence[str]


class NoPlanError(Exception):
    """The error for a document that is too long, or in which nothing is a task. The message is in the language of the
    call."""


def read_plan(
    document: ReadDocument,
    plan_id: str | None,
    convert: Callable[[], Convert],
    knows_agency: KnowsAgency,
    progress: Progress,
    _: Translator,
) -> ImportedPlan:
    """Read the plan in a document.

    `convert` makes a converter to Simplified characters; it is called only where there are Traditional ones.
    `knows_agency` is asked with the region that the document tells. Raises NoPlanError.
    """
    if sum(len(piece.text) + sum(map(len, piece.cells)) for piece in document.pieces) > _MOST:
        raise NoPlanError(_("it has more than {n} characters; no plan is that long").format(n=_MOST))
    mended = mend(document, convert, progress, _)
    lines, around, has_lost_cells = lines_of_text(mended.lines, document.wrapped)
    mended = mended._replace(asides=[*mended.asides, *around])
    start, end, body = plan_in(lines, _)
    if start is None:
        return _from_table(lines, mended, document.title, plan_id, knows_agency, _)
    above, heading, strays = _heading_above(lines[:start], body)
    frame = Frame(above, lines[end:], mended.asides, document.title, plan_id, _)
    plan = frame.plan()
    is_agency = _agency_test(plan, knows_agency)
    parts = sections_of(body, heading.text if heading else plan.facts["title"], frame.year, is_agency, _)
    plan.contents, plan.closing = parts.sections, parts.closing
    if heading and heading.text not in {section.heading for section in parts.sections}:
        strays.append(heading)
    if not any(plan.tasks()):
        raise NoPlanError(_("it has headings, but nothing below them that could be a task; is this a plan?"))
    if why := why_no_plan(plan, body, lines[:start], _):
        raise NoPlanError(why)
    used_lines, notes = _from_table_behind(plan, lines[end:], frame.year, is_agency, _)
    if has_lost_cells or any(not line.cells and _LOST_CELLS.search(line.text) for line in lines):
        for task in plan.tasks():
            task.doubts.append(_("the page has lost the cells of its table; are text, agencies and deadline right?"))
    _finish(plan, mended, _)
    left_out = [line for line in (*frame.left_out, *parts.left_out, *strays) if line not in used_lines]
    return _imported(plan, mended._replace(notes=[*mended.notes, *notes]), left_out)


def _agency_test(plan: DraftPlan, knows_agency: KnowsAgency) -> IsAgency:
    """The test for names of agencies in a plan whose region is read; cached, as plans repeat names."""
    region = plan.facts.get("region")
    return cache(lambda name: knows_agency(name, region))


def _heading_above(above: Sequence[Line], body: Outline) -> tuple[Sequence[Line], Line | None, list[Line]]:
    """The lines above the items, less a heading; that heading; and the decorative numbers (01) above it.

    Only where the outermost items are plain numbers (1.) can the first of them have such an unmarked heading.
    """
    has_plain_numbers = body.items[0].marker.style == "number"
    if not has_plain_numbers or not above or not is_heading(above[-1]) or facts.is_title(above[-1].text):
        return above, None, []
    *rest, heading = above
    numbers = []
    while rest and re.fullmatch("[0-9]{1,2}", rest[-1].text):
        numbers.append(rest.pop())
    return rest, heading, numbers


def _from_table_behind(
    plan: DraftPlan, lines: Sequence[Line], year: int | None, is_agency: IsAgency, _: Translator
) -> tuple[list[Line], list[str]]:
    """Give the tasks the agencies and deadlines that a table behind the plan has for them. The result is the lines of
    the table that were used, and remarks for the user."""
    rows = [line for line in lines if line.cells]
    if not rows:
        return [], []
    table = rows_of(rows, year, is_agency, _)
    used_texts = give_phrases([*plan.tasks()], table.all(), _)
    if not used_texts:
        return [], []
    remark = _.many("For {n} task, the table that follows the plan says who and by when.",
                    "For {n} tasks, the table that follows the plan says who and by when.",
                    len(used_texts))  # fmt: skip
    return [line for line in rows if not used_texts.isdisjoint(map(text_key, line.cells))], [remark]


def _from_table(
    lines: Sequence[Line], document: Document, page: str | None, plan_id: str | None, knows_agency: KnowsAgency,
    _: Translator,
) -> ImportedPlan:  # fmt: skip
    """The plan in a document that is a table as a whole. Raises NoPlanError without a table or a column of tasks."""
    rows = [at for at, line in enumerate(lines) if line.cells]
    if not rows and any(marker_at(line.text) or _NUMBERED.search(line.text) for line in lines):
        raise NoPlanError(_("it has headings, but nothing below them that could be a task; is this a plan?"))
    if not rows and any(_LOST_CELLS.search(line.text) for line in lines):
        raise NoPlanError(_("the page has lost the cells of its table; import the file itself (DOCX, XLSX or PDF)"))
    if not rows:
        raise NoPlanError(_("nothing in it is numbered (一、 （一） 1.) and no table contains tasks; is this a plan?"))
    first, end = rows[0], rows[-1] + 1
    frame = Frame(lines[:first], lines[end:], document.asides, page, plan_id, _)
    plan = frame.plan()
    table = rows_of([lines[at] for at in rows], frame.year, _agency_test(plan, knows_agency), _)
    first_section = DraftSection(plan.facts["title"], lines[first].at, tasks=table.tasks)
    plan.contents = [*([first_section] if table.tasks else []), *table.sections]
    if not any(plan.tasks()):
        raise NoPlanError(_("no column of its table was recognised; name them 序号, 任务, 责任单位, 完成时限"))
    _finish(plan, document, _)
    between = [line for line in lines[first:end] if not line.cells]
    return _imported(plan, document, [*frame.left_out, *table.left_out, *between])


def _imported(plan: DraftPlan, document: Document, left_out: Sequence[Line]) -> ImportedPlan:
    """The plan, with the remarks on the document, and with its asides and other lines that are left out, in order.
    Doubts that were found to be about no task are remarks."""
    told = {doubt for task in plan.tasks() for doubt in task.doubts}
    notes = [*document.notes, *(doubt.question for doubt in document.doubts if doubt.question not in told)]
    return ImportedPlan(plan, sorted([*document.asides, *left_out], key=lambda line: line.at), notes)


def _finish(plan: DraftPlan, document: Document, _: Translator) -> None:
    """Complete a plan whose contents are known: number its tasks and add doubts, those of the document included."""
    plan.first_leads = facts.first_leads(line.text or "".join(line.cells) for line in document.lines)
    number_tasks(plan)
    for section in plan.sections():
        section.doubts += _debris_doubts([section.heading, *section.intro, section.responsible, section.deadline], _)
    for part, texts in {**plan.facts, "preamble": "".join(plan.preamble), "closing": "".join(plan.closing)}.items():
        for doubt in _debris_doubts([texts], _):
            plan.doubt(part, doubt)
    if document.plain_pinyin:
        plan.doubt("title", _("pinyin without tone marks was taken out of the text, and may have been something else"))
    for task in plan.tasks():
        if task.responsible and not plan.first_leads:
            task.doubts += lead_doubts(task.responsible, _)
        task.doubts += _debris_doubts([task.text, task.responsible, task.deadline], _)
        for spot in document.restored:
            if spot in task.text:
                template = _("{text} was restored from misread bytes; compare it with the document")
                task.doubts.append(template.format(text=spot))
        words = fold(f"{task.text}\n{task.deadline}\n{task.responsible}") if document.doubts else ""
        task.doubts += [doubt.question for doubt in document.doubts if fold(doubt.text) in words]
    if len(plan.preamble) > 1:
        plan.doubt(
            "preamble", _("these paragraphs come before the first heading; do all of them belong to the preamble?")
        )
    if len(plan.closing) > 1:
        plan.doubt("closing", _("these paragraphs follow the last item; do all of them belong to the closing?"))


def _debris_doubts(texts: Sequence[str | None], _: Translator) -> list[str]:
    """A doubt for each text with a spot that scraping or a wrong encoding has destroyed."""
    template = _("damaged text: {text}; restore it from the original document")
    return [
        template.format(text=text[max(0, debris.start() - 6) : debris.end() + 6])
        for text in texts
        if text and (debris := DEBRIS.search(text) or PRIVATE.search(text) or next(plain_pinyin_in(text), None))
    ]


def give_phrases(tasks: Sequence[DraftTask], rows: Sequence[DraftTask], _: Translator) -> set[str]:
    """Give tasks the agencies and the deadline that the table rows with the same text have and they do not; where both
    have them and differ, a person must decide. The result is the texts of the rows that were used, as `text_key`
    returns them."""
    by_text = {text_key(task.text): task for task in tasks}
    used_texts = set()
    for row in rows:
        task = by_text.get(text_key(row.text))
        if not task or not (row.deadline or row.responsible):
            continue
        used_texts.add(text_key(row.text))
        task.doubts += row.doubts
        for told, own in ((row.deadline, task.deadline), (row.responsible, task.responsible)):
            if told and own and fold(told) != fold(own) and fold(own) not in fold(told):
                template = _("the table that follows the plan says {told}, the plan {own}; which is right?")
                task.doubts.append(template.format(told=told, own=own))
        task.deadline, task.responsible = task.deadline or row.deadline, task.responsible or row.responsible
    return used_texts


def text_key(text: str) -> str:
    """The key by which the text of a task and that of a table row are compared; marks at the end do not count."""
    return fold(text).rstrip(".;,")
