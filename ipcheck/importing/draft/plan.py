"""The plan in a document: where the plan begins and ends, its facts, its sections and its tasks."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from ipcheck.base.damage import DEBRIS, PRIVATE
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold, sentences
from ipcheck.importing.draft import facts
from ipcheck.importing.draft.characters import Convert, plain_pinyin_in
from ipcheck.importing.draft.draft import DraftPlan, DraftSection, DraftTask, number_tasks
from ipcheck.importing.draft.frame import Frame
from ipcheck.importing.draft.item_kinds import goal_deadline, is_heading, is_sentence
from ipcheck.importing.draft.markers import Marker, marker_at, with_commas, with_dots
from ipcheck.importing.draft.mending import Document, mend
from ipcheck.importing.draft.outline import Outline, outline
from ipcheck.importing.draft.paragraphs import Line, paragraphs, without_page_marks, without_page_numbers
from ipcheck.importing.draft.sections import sections_of
from ipcheck.importing.draft.spilled import with_tables
from ipcheck.importing.draft.tables import rows_of
from ipcheck.importing.draft.tasks import lead_doubts
from ipcheck.importing.readers.pieces import Progress, ReadDocument

_OUTERMOST = (
    "part",
    "han",
    "han-brackets",
    "number",
    "number-brackets",
)  # styles of markers that divide documents, outermost first
_MOST = 2_000_000  # characters; a plan of 118 tasks has 10,000
_MOST_SIGNED = 7  # lines of a signature: those who sign, and the day
_FEWEST = 2  # outermost items that divide a document
_PHRASE = re.compile("[（【〔][^（）【】〔〕]*(?:负责|牵头|责任单位|底前)[^（【〔]*[）】〕]|(?:责任|牵头)单位：")
# The heads of a table's columns without anything between them: the page has lost the cells.
_LOST_CELLS = re.compile("序号[^，。；：]{2,30}(?:牵头|责任|配合|主办)(?:单位|部门|科室).{20}")
_HEADLINE = re.compile("[\u4e00-\u9fff0-9“”]{10,50}")
_NUMBERED = re.compile("一、|（一）")
_ATTACHMENTS = re.compile("附件：?[ ]*1[.．、][^。]{2,60}$")
_OF_SERVICE = re.compile(
    "(?:办理|申请|申报|受理)(?:依据|条件|材料|流程|程序|时限|地点|方式)|收费(?:标准|依据)|咨询(?:方式|电话)|服务对象"
)
_INLINE_START = re.compile(
    "(?<=[。：；）”])(?=一[、.．]|（一）|第一[章部])|(?=一[、.．][\u4e00-\u9fff“”《》、，]{2,30}(?:（一）|1[.．、]))"
)
# The headline of a page that explains a plan: 《甲方案》政策解读.
_EXPLAINS = re.compile("《[^《》]+》[^。，]{0,8}(?:解读|图解)")
# A letter, its signature and the title of the plan on one line.
_LETTER_INLINE = re.compile(
    "(?P<letter>.*。)(?P<signed>[^。，]{4,40}?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?:（此件[^（）]*）)?(?P<title>[^。]{6,70})?$"
)
# A line of a table of contents: a heading and its page, 第一章 规划背景 - 2 -.
_OF_CONTENTS = re.compile(
    "(?:第.{1,3}[章节篇部]|[一二三四五六七八九十]{1,3}、|（.{1,3}）|[0-9]{1,2}[.、]).{2,40}?[-—–·.… ]+[0-9]{1,3}[-—– ]*"
)
_FEWEST_OF_CONTENTS = 3

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
        raise NoPlanError(_("it holds more than {n} characters, which no plan does").format(n=_MOST))
    mended = mend(document, convert, progress, _)
    spilled = with_tables(without_page_marks(mended.lines))
    text_lines, page_numbers = without_page_numbers(spilled.lines)
    text_lines, contents = _without_contents(text_lines)
    text_lines, attachments = _without_attachments(text_lines)
    mended = mended._replace(asides=[*mended.asides, *page_numbers, *contents, *attachments])
    lines = _split(_with_commas(paragraphs(text_lines, document.wrapped)))
    start, body = _plan_in(lines, _)
    if start is None or _is_letter_of_table(lines, start):
        return _from_table(lines, mended, document.title, plan_id, knows_agency, _)
    end = start + body.lines
    tail = next((at for at in range(_last_marked(lines, start, end), end) if _ends(lines, at)), end)
    if tail < end:
        body, end = outline(lines, start, tail, _), tail
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
    headlines = [line.text for line in lines[:start] if _HEADLINE.fullmatch(line.text)]
    if facts.is_report(plan.facts["title"], headlines, plan.preamble) or (
        "title" in plan.doubts and any(_EXPLAINS.fullmatch(line.text) for line in above)
    ):
        raise NoPlanError(
            _("it reports or explains what others do, and is no plan: {title}").format(title=plan.facts["title"])
        )
    if sum(item.marker.style == "article" for item in body.all()) > _FEWEST:
        raise NoPlanError(_("it is a set of rules in articles (第一条), and no plan"))
    if sum(bool(_OF_SERVICE.search(section.heading)) for section in plan.sections()) >= _FEWEST:
        raise NoPlanError(_("it tells how to apply for a service (办理流程, 申请材料); is this a plan?"))
    used_lines, notes = _from_table_behind(plan, lines[end:], frame.year, is_agency, _)
    if spilled.is_lost or any(not line.cells and _LOST_CELLS.search(line.text) for line in lines):
        for task in plan.tasks():
            task.doubts.append(_("the page has lost the cells of its table; are text, agencies and day right?"))
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
    remark = _.many("The table behind the plan says who and when for {n} task.",
                    "The table behind the plan says who and when for {n} tasks.", len(used_texts))  # fmt: skip
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
        raise NoPlanError(_("nothing in it is numbered (一、 （一） 1.) and no table holds tasks; is this a plan?"))
    first, end = rows[0], rows[-1] + 1
    frame = Frame(lines[:first], lines[end:], document.asides, page, plan_id, _)
    plan = frame.plan()
    table = rows_of([lines[at] for at in rows], frame.year, _agency_test(plan, knows_agency), _)
    first_section = DraftSection(plan.facts["title"], lines[first].at, tasks=table.tasks)
    plan.contents = [*([first_section] if table.tasks else []), *table.sections]
    if not any(plan.tasks()):
        raise NoPlanError(_("no column of its table was understood; name them 序号, 任务, 责任单位, 完成时限"))
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
                template = _("{text} was restored from misread bytes; hold it against the document")
                task.doubts.append(template.format(text=spot))
        words = fold(f"{task.text}\n{task.deadline}\n{task.responsible}") if document.doubts else ""
        task.doubts += [doubt.question for doubt in document.doubts if fold(doubt.text) in words]
    if len(plan.preamble) > 1:
        plan.doubt("preamble", _("these paragraphs stand before the first heading; are all of them the preamble?"))
    if len(plan.closing) > 1:
        plan.doubt("closing", _("these paragraphs stand behind the last item; are all of them the closing?"))


def _without_attachments(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """(the lines of the text, those that list its attachments: 附件：1.甲方案, and 2.乙清单 below)."""
    kept: list[Line] = []
    listed: list[Line] = []
    number = 0
    for line in lines:
        first, marker = _ATTACHMENTS.match(line.text), marker_at(line.text)
        is_next = number and marker and marker[:2] == ("number", number + 1) and not is_sentence(line.text)
        number = 1 if first else number + 1 if is_next else 0
        (listed if number else kept).append(line)
    return kept, listed


def _debris_doubts(texts: Sequence[str | None], _: Translator) -> list[str]:
    """A doubt for each text with a spot that scraping or a wrong encoding has destroyed."""
    template = _("a destroyed spot: {text}; restore it from the document itself")
    return [
        template.format(text=text[max(0, debris.start() - 6) : debris.end() + 6])
        for text in texts
        if text and (debris := DEBRIS.search(text) or PRIVATE.search(text) or next(plain_pinyin_in(text), None))
    ]


def _without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """(the lines of the text, those of a table of contents, which have the number of a page at their end)."""
    contents = [line for line in lines if not line.cells and _OF_CONTENTS.fullmatch(line.original.strip())]
    if len(contents) < _FEWEST_OF_CONTENTS:
        return [*lines], []
    return [line for line in lines if line not in contents], contents


def _with_commas(lines: Sequence[Line]) -> list[Line]:
    """The lines, with the commas and dots behind their numbers put back where the document has lost all of them."""
    texts = with_dots(with_commas([line.text for line in lines]))
    return [line._replace(text=text) for line, text in zip(lines, texts, strict=True)]


def _split(lines: Sequence[Line]) -> list[Line]:
    """Cut the line of a text without line breaks where the plan begins inside it: behind the title, and before 一、."""
    result: list[Line] = []
    for line in lines:
        if line.cells or marker_at(line.text):
            result.append(line)
            continue
        parts = _INLINE_START.split(line.text, maxsplit=1)
        if len(parts) > 1 and (letter := _LETTER_INLINE.fullmatch(parts[0])):
            parts = [part for part in letter.groups() if part] + parts[1:]
            result += [line._replace(text=part) for part in parts]
            continue
        title = facts.run_on_title(parts[0])
        if title:
            parts = [title, parts[0][len(title) :].strip(), *parts[1:]]
        result += [line._replace(text=piece) for part in parts for piece in facts.cut_signature(part)]
    return result


def _plan_in(lines: Sequence[Line], _: Translator) -> tuple[int | None, Outline]:
    """The index of the line at which the plan begins, and the plan's outline; None and an empty outline without a plan.

    Among the texts that begin with number 1 of the outermost style in use, the one with the most items is the plan.
    Where none begins with number 1, the plan begins at the first marker of any of these styles.
    """
    marked = [(at, marker) for at, line in enumerate(lines) if not line.cells and (marker := marker_at(line.text))]
    for style in _OUTERMOST:
        starts = [at for at, marker in marked if (marker.style, marker.number) == (style, 1)]
        if best := _best(lines, starts, _):
            return best
    if alone := _only_section(lines, marked, _):
        return alone
    first = next((at for at, marker in marked if marker.style in _OUTERMOST), None)
    return _best(lines, [] if first is None else [first], _) or (None, Outline())


def _only_section(
    lines: Sequence[Line], marked: Sequence[tuple[int, Marker]], _: Translator
) -> tuple[int, Outline] | None:
    """The first section of a plan that breaks off in it: one with sentences, and below a title. None without one."""
    at = next((at for at, marker in marked if (marker.style, marker.number) in (("han", 1), ("part", 1))), None)
    if at is None or not any(facts.is_title(line.text) for line in lines[:at]):
        return None
    candidate = outline(lines, at, len(lines), _)
    has_tasks = any(is_sentence(line.text) for item in candidate.all() for line in item.body)
    return (at, candidate) if has_tasks else None


def _best(lines: Sequence[Line], starts: Sequence[int], _: Translator) -> tuple[int, Outline] | None:
    """The start and outline with the most items of those that begin at `starts`; None where none of them has two
    outermost items, or three items in all."""
    best: tuple[int, int, Outline] | None = None
    end = 0
    for at in starts:
        if at < end:  # inside the outline before
            continue
        candidate = outline(lines, at, len(lines), _)
        end = at + candidate.lines
        items = sum(1 for _item in candidate.all())
        divided = len(candidate.items) >= _FEWEST or items > _FEWEST or _has_phrase(candidate)
        if divided and (best is None or items > best[0]):
            best = (items, at, candidate)
    return best[1:] if best else None


def _is_letter_of_table(lines: Sequence[Line], start: int) -> bool:
    """Whether the items from `start` on are those of a letter, behind whose signature a table holds the tasks."""
    rows = [at for at in range(start, len(lines)) if lines[at].cells]
    if len(rows) <= _FEWEST:
        return False
    signed = [at for at in range(start, rows[0]) if facts.signature(lines[at].text)]
    return bool(signed) and not any(marker_at(line.text) for line in lines[signed[-1] : rows[0]])


def _has_phrase(candidate: Outline) -> bool:
    """Whether a text in an outline names who is responsible, or until when."""
    items = candidate.all()
    return any(
        _PHRASE.search(item.text) or any(goal_deadline(text) for line in item.body for text in sentences(line.text))
        for item in items
    )


def _ends(lines: Sequence[Line], at: int) -> bool:
    """Whether the document has ended before a line: the line is what web pages put below a text, or begins a
    signature."""
    if facts.TAIL.match(lines[at].text):
        return True
    below = range(at, min(at + _MOST_SIGNED, len(lines)))
    day = next((n for n in below if facts.signature(lines[n].text)), None)
    return day is not None and all(facts.signers(lines[n].original or lines[n].text) for n in range(at, day))


def _last_marked(lines: Sequence[Line], start: int, end: int) -> int:
    """The index behind the last line on which an item begins."""
    return max(at for at in range(start, end) if at == start or (not lines[at].cells and marker_at(lines[at].text))) + 1


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
                template = _("the table behind the plan says {told}, the plan {own}; which holds?")
                task.doubts.append(template.format(told=told, own=own))
        task.deadline, task.responsible = task.deadline or row.deadline, task.responsible or row.responsible
    return used_texts


def text_key(text: str) -> str:
    """The key by which the text of a task and that of a table row are compared; marks at the end do not count."""
    return fold(text).rstrip(".;,")
