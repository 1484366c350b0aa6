"""From a document to the draft of a plan: where in it the plan stands, what it says of itself, what it holds."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ipcheck.intake import facts
from ipcheck.intake.characters import DEBRIS, Convert, has_traditional, mended
from ipcheck.intake.draft import DraftPlan, DraftSection, number_tasks
from ipcheck.intake.lines import Line, paragraphs
from ipcheck.intake.markers import marker_at, with_commas
from ipcheck.intake.outline import Outline, outline
from ipcheck.intake.pieces import Found
from ipcheck.intake.sections import sections_of
from ipcheck.intake.tables import rows_of
from ipcheck.words import Words

_OUTERMOST = ("part", "han", "han-brackets", "number")  # styles that documents are divided by, outermost first
_FEWEST = 2  # items of a style that divides a document

# What pages put below a document: from here on nothing is part of it.
_TAIL = re.compile(
    "(?:信息|图片|文章|稿件)?来源[：于|]|责任编辑|编辑[：|]|审核[：|]|供稿|上一[篇条]|下一[篇条]|相关(?:链接|阅读|新闻|文章|附件|文件)|附件[：0-9]?$|附件[：0-9]"
    "|分享到|扫一扫|打印本页|【?打印|关闭(?:窗口|本页)|版权(?:所有|声明)|免责声明|网站地图|联系我们|.{0,4}ICP备|主办单位|（?此件[^，。]{0,6}公开|抄送|推荐阅读|延伸阅读|点击(?:查看|下载)|关注我们"
)
_LETTER = re.compile("印发(?:给)?你们|请认真(?:贯彻|组织|抓好)|请结合实际|现印发|遵照执行|特此通知|以下(?:是|为|选取)|全文(?:如下)?[：。]?$")
_CAPTION = re.compile("[▲△◆■●▼—-]|图[：为0-9]")
_LEAST_PROSE = 30  # characters that a paragraph of a preamble has at least
_MOST_PREAMBLE = 6  # paragraphs
_INLINE_START = re.compile("(?<=[。：；）”])(?=一[、.．]|（一）|第一[章部])")


class Reading(NamedTuple):
    """A plan as far as it could be read, what was left out of it, and what a person should know of the whole."""

    plan: DraftPlan
    left_out: Sequence[Line]
    notes: Sequence[str]


class NoPlan(Exception):
    """A document in which nothing is numbered and no table holds tasks; the message is in the language of the call."""


def read_plan(
    found: Found, plan_id: str | None, convert: Callable[[], Convert], known: Callable[[str], object], _: Words
) -> Reading:
    """The plan in a document. `convert` is asked for only where there are Traditional characters; `known` tells the name
    of an agency. Raises NoPlan."""
    notes = [*found.notes]
    lines = _mended(found, convert, notes, _)
    inner = paragraphs([line for line, aside in lines if not aside], found.wrapped)
    inner = _split(_with_commas(inner))
    asides = [line for line, aside in lines if aside]
    start, body = _plan_in(inner, _)
    if start is None:
        return _from_table(inner, asides, found, plan_id, known, notes, _)
    end = start + body.lines
    tail = next((at for at in range(_last_marked(inner, start, end), end) if _TAIL.match(inner[at].text)), end)
    if tail < end:
        body, end = outline(inner[start:tail], _), tail
    frame = _Frame(inner[:start], inner[end:], asides, found, plan_id, _)
    plan = frame.plan()
    parted = sections_of(body, frame.year, known, _)
    plan.contents, plan.closing = parted.sections, parted.closing
    _finish(plan, inner, frame, notes, _)
    left_out = sorted([*asides, *frame.left_out, *parted.left_out], key=lambda line: line.at)
    return Reading(plan, left_out, notes)


def _from_table(
    lines: list[Line], asides: list[Line], found: Found, plan_id: str | None, known: Callable[[str], object],
    notes: list[str], _: Words,
) -> Reading:  # fmt: skip
    """A plan that is a table as a whole."""
    rows = [at for at, line in enumerate(lines) if line.cells]
    if not rows:
        raise NoPlan(_("nothing in it is numbered (一、 （一） 1.) and no table holds tasks; is this a plan?"))
    first, end = rows[0], rows[-1] + 1
    frame = _Frame(lines[:first], lines[end:], asides, found, plan_id, _)
    plan = frame.plan()
    table = rows_of([lines[at] for at in rows], frame.year, known, _)
    heading = DraftSection(plan.facts["title"], lines[first].at, tasks=table.tasks)
    plan.contents = [*([heading] if table.tasks else []), *table.sections]
    if not list(plan.tasks()):
        raise NoPlan(_("no column of its table was understood; name them 序号, 任务, 责任单位, 完成时限"))
    between = [lines[at] for at in range(first, end) if not lines[at].cells]
    _finish(plan, lines, frame, notes, _)
    return Reading(
        plan, sorted([*asides, *frame.left_out, *table.left_out, *between], key=lambda line: line.at), notes
    )


def _finish(plan: DraftPlan, lines: Sequence[Line], frame: "_Frame", notes: list[str], _: Words) -> None:
    """What can be told only when the whole is known."""
    plan.first_leads = facts.first_leads([*plan.closing, *plan.preamble, *(line.text for line in frame.left_out)])
    number_tasks(plan)
    for task in plan.tasks():
        if debris := DEBRIS.search(task.text):
            said = _("a destroyed spot: {text}; restore it from the document itself")
            task.doubts.append(said.format(text=task.text[max(0, debris.start() - 6) : debris.end() + 6]))
    if len(plan.preamble) > 1:
        plan.doubt("preamble", _("these paragraphs stand before the first heading; are all of them the preamble?"))
    if len(plan.closing) > 1:
        plan.doubt("closing", _("these paragraphs stand behind the last item; are all of them the closing?"))


def _mended(found: Found, convert: Callable[[], Convert], notes: list[str], _: Words) -> list[tuple[Line, bool]]:
    """The pieces with their characters mended, and which of them are asides; `notes` is told what was done."""
    texts = [text for piece in found.pieces for text in (piece.text, *piece.cells)]
    conversion = convert() if any(map(has_traditional, texts)) else None
    pinyin = hidden = 0
    changed: list[int] = []
    lines = []
    for piece in found.pieces:
        whole = [mended(text, conversion) for text in (piece.text, *piece.cells)]
        pinyin += sum(each.pinyin for each in whole)
        hidden += sum(each.hidden for each in whole)
        changed += [piece.at] if any(each.traditional for each in whole) else []
        text, *cells = (each.text for each in whole)
        if text or any(cells):
            lines.append((Line(text, piece.at, tuple(cells), piece.text), piece.aside))
    if changed:
        notes.append(
            _("Traditional characters were converted to Simplified ones: {places}.").format(
                places=_places(changed, len(found.pieces), _)
            )
        )
    if pinyin:
        notes.append(_.many("Pinyin in brackets was taken out at {n} place.", "Pinyin in brackets was taken out at {n} places.", pinyin))
    if hidden:
        notes.append(_.many("{n} invisible character was taken out.", "{n} invisible characters were taken out.", hidden))
    return lines


def _places(changed: Sequence[int], pieces: int, _: Words) -> str:
    if len(changed) > 8 or len(changed) * 2 > pieces:
        return _.many("{n} paragraph", "{n} paragraphs", len(changed))
    return _.listed([str(at) for at in changed])


def _with_commas(lines: Sequence[Line]) -> list[Line]:
    texts = with_commas([line.text for line in lines])
    return [line._replace(text=text) for line, text in zip(lines, texts, strict=True)]


def _split(lines: Sequence[Line]) -> list[Line]:
    """Lines in which the plan begins inside, in a text without line breaks, cut there: behind the title, before 一、."""
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


def _plan_in(lines: Sequence[Line], _: Words) -> tuple[int | None, Outline]:
    """Where the plan begins among the lines, and its outline: of all texts that are divided by the outermost style
    there is, the one with most items."""
    for style in _OUTERMOST:
        starts = [
            at for at, line in enumerate(lines)
            if not line.cells and (marker := marker_at(line.text)) and (marker.style, marker.number) == (style, 1)
        ]  # fmt: skip
        best: tuple[int, int, Outline] | None = None
        reached = 0
        for at in starts:
            if at < reached:  # inside the one before, which did not end here
                continue
            found = outline(lines[at:], _)
            reached = at + found.lines
            items = sum(1 for _item in found.all())
            if len(found.items) >= _FEWEST and (best is None or items > best[0]):
                best = (items, at, found)
        if best:
            return best[1], best[2]
    return None, Outline()


def _last_marked(lines: Sequence[Line], start: int, end: int) -> int:
    """Behind which line no item begins any more."""
    return max(at for at in range(start, end) if at == start or (not lines[at].cells and marker_at(lines[at].text))) + 1


class _Frame:
    """What stands around the items of a plan: its preamble, and what says who issued it and when."""

    def __init__(
        self, before: Sequence[Line], after: Sequence[Line], asides: Sequence[Line], found: Found,
        plan_id: str | None, _: Words,
    ) -> None:  # fmt: skip
        self.before = list(before)
        self.after = list(after)
        self.asides = [line.text for line in asides]
        self.found = found
        self.id = plan_id
        self._ = _
        self.left_out: list[Line] = []
        self.year: int | None = None

    def plan(self) -> DraftPlan:
        """The plan without its contents."""
        plan = DraftPlan(self.id or "")
        preamble = self._preamble()
        plan.preamble = [line.text for line in preamble]
        above = self.before[: len(self.before) - len(preamble)] if preamble else self.before
        title, used = self._title(above, plan)
        self._facts(plan, title, [line.text for line in (*above, *self.after)])
        if not self.id:
            span = plan.facts.get("period", "")
            plan.id = span if span.isdecimal() else "plan"
            if not span.isdecimal():
                plan.doubt("id", self._("what people shall type; small letters, digits and hyphens"))
        own = {line.at for line in used}
        self.left_out = [line for line in above if line.at not in own or line not in used] + self.after
        return plan

    def _preamble(self) -> list[Line]:
        found: list[Line] = []
        for line in reversed(self.before):
            if not self._is_prose(line) or len(found) == _MOST_PREAMBLE:
                break
            found.insert(0, line)
        return found

    def _is_prose(self, line: Line) -> bool:
        if line.cells or len(line.text) < _LEAST_PROSE or not re.search("[。：；]$", line.text):
            return False
        if line.text.endswith("：") and not re.search("制定|如下|以下", line.text):
            return False
        return not (_LETTER.search(line.text) or _CAPTION.match(line.text) or _TAIL.match(line.text))

    def _title(self, above: Sequence[Line], plan: DraftPlan) -> tuple[str, list[Line]]:
        """The title, and the lines that it stands on: above the preamble, else quoted in the letter or article before
        it, else the name of the page."""
        _ = self._
        texts = [line.text for line in above]
        near = range(len(above) - 1, max(-1, len(above) - 6), -1)
        for at in near:
            if facts.is_title(texts[at]) and not facts.in_notice(texts[at]) and not marker_at(texts[at]):
                used = [above[at]]
                if at and self._begins_title(texts[at - 1], texts[at]):
                    used.insert(0, above[at - 1])
                    plan.doubt("title", _("put together from two lines"))
                return " ".join(line.text for line in used), used
        quoted = facts.best_quoted(texts, lambda text: bool(_LETTER.search(text)))
        notice = next((found for text in texts if (found := facts.in_notice(text))), None)
        if quoted or notice:
            plan.doubt("title", _("the text has no title of its own; this is how the page names it"))
            return quoted or (notice[1] if notice else ""), []
        own = next((line for line in above if facts.is_title(line.text)), None)
        if own:
            return own.text, [own]
        page = mended(re.split(r"[_|]|\s[-—–]\s", self.found.title or "")[0], None).text
        first = next((text for text in texts if text), "")
        plan.doubt("title", _("no title was found; this is the first line or the name of the page"))
        return page or first[:60] or "?", []

    def _begins_title(self, line: str, title: str) -> bool:
        """Whether a line is the first half of a title that goes on below it."""
        return (
            8 <= len(line) <= 50 and bool(re.fullmatch("[\u4e00-\u9fff0-9《》“”]+", line)) and not facts.signature(line)
            and not re.search("[局厅委部院]$|号$|通知$", line) and line not in title and not facts.is_title(line)
        )  # fmt: skip

    def _facts(self, plan: DraftPlan, title: str, around: Sequence[str]) -> None:
        _ = self._
        plan.facts["title"] = title
        lines = [*around, *self.asides]
        issuer, day = self._signed(around)
        notice = next((found for text in lines if (found := facts.in_notice(text))), None)
        issuer = issuer or (notice[0] if notice else None)
        found = {
            "document_number": facts.document_number(lines), "issuer": issuer, "issued": day or facts.signed(lines),
            "published": facts.published(lines), "period": facts.period(title),
            "region": facts.region(issuer, title),
        }  # fmt: skip
        plan.facts |= {key: value for key, value in found.items() if value}
        plan.publisher = facts.publisher(lines)
        for key, said in (("issuer", _("no issuer was found")), ("issued", _("no day of issue was found"))):
            if key not in plan.facts:
                plan.doubt(key, said)
        span = plan.facts.get("period")
        self.year = int(span[-4:]) if span else None

    def _signed(self, lines: Sequence[str]) -> tuple[str | None, str | None]:
        """Who signed, and the ISO day: on one line, or the day below the name."""
        for at, line in enumerate(lines):
            signature = facts.signature(line)
            if not signature:
                continue
            who, day = signature
            if not who and at and facts.is_name(lines[at - 1]) and not facts.is_title(lines[at - 1]):
                who = lines[at - 1]
            if who:
                return who, day
        return None, None
