"""What stands around the items of a plan: its preamble, and what says who issued it, when, and what it is called."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.importing.draft import facts
from ipcheck.importing.draft.characters import mend_characters
from ipcheck.importing.draft.draft import DraftPlan
from ipcheck.importing.draft.markers import marker_at
from ipcheck.importing.draft.paragraphs import Line

_LETTER = re.compile(
    "印发(?:给)?你们|请认真(?:贯彻|组织|抓好)|请结合实际|现印发|遵照执行|特此通知|以下(?:是|为|选取)|全文(?:如下)?[：。]?$"
)
_CAPTION = re.compile("[▲△◆■●▼—-]|图[：为0-9]")
_OPENS = re.compile("为|根据|按照|依据")
_SPAN = re.compile("（[^（）]*[0-9]{4}[^（）月]*年[^（）月]*）")  # （2026—2028年） below a title
_LEAST_PROSE = 30  # characters that a paragraph of a preamble has at least, unless it opens as preambles do
_MOST_PREAMBLE = 6  # paragraphs
_LONGEST_TITLE = 80  # characters
_BEGINS = re.compile("[\u4e00-\u9fff0-9《》“”]{6,50}")  # the first half of a title
_MOST_SIGNERS = 6  # lines above the day on which those stand who sign together
_NEAR = 5  # lines above the preamble among which the title stands


class Frame:
    """What stands around the items of a plan: its preamble, and what says who issued it and when."""

    def __init__(
        self, before: Sequence[Line], after: Sequence[Line], asides: Sequence[Line], page: str | None,
        plan_id: str | None, _: Translator,
    ) -> None:  # fmt: skip
        """`before` and `after` are the lines around the items, `page` is the name of the page that they stand on."""
        self.before = list(before)
        self.after = list(after)
        self.asides = [line.text for line in asides]
        self.page = page
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
        self._facts(plan, title, (*above, *self.after))
        if not self.id:
            span = plan.facts.get("period", "")
            plan.id = span if span.isdecimal() else "plan"
            if not span.isdecimal():
                plan.doubt("id", self._("choose the id that people will type: small letters, digits and hyphens"))
        self.left_out = [line for line in above if line not in used] + self.after
        return plan

    def _preamble(self) -> list[Line]:
        found: list[Line] = []
        for line in reversed(self.before):
            if not self._is_prose(line) or len(found) == _MOST_PREAMBLE:
                break
            found.insert(0, line)
        return found

    def _is_prose(self, line: Line) -> bool:
        if line.cells or not re.search("[。：；]$", line.text):
            return False
        if len(line.text) < _LEAST_PROSE and not _OPENS.match(line.text):
            return False
        if line.text.endswith("：") and not re.search("制定|如下|以下", line.text):
            return False
        return not (_LETTER.search(line.text) or _CAPTION.match(line.text) or facts.TAIL.match(line.text))

    def _title(self, above: Sequence[Line], plan: DraftPlan) -> tuple[str, list[Line]]:
        """The title, and the lines that it stands on: above the preamble, else quoted in the letter or article before
        it, else the name of the page."""
        _ = self._
        texts = [line.text for line in above]
        near = range(len(above) - 1, max(-1, len(above) - 1 - _NEAR), -1)
        for at in near:
            ends = at and facts.is_end_of_title(texts[at]) and _BEGINS.fullmatch(texts[at - 1])
            if ends:
                return texts[at - 1] + texts[at], list(above[at - 1 : at + 1])
            if facts.is_title(texts[at]) and not facts.in_notice(texts[at]) and not marker_at(texts[at]):
                return self._whole_title(above, at, plan)
        plan.doubt("title", _("the text has no title of its own; this is how the page names it"))
        notice = next((found[1] for text in texts if (found := facts.in_notice(text))), None)
        if named := facts.most_quoted(filter(_LETTER.search, texts)) or notice:
            return named, []
        if headline := next((line for line in above if facts.is_title(line.text)), None):
            return headline.text, [headline]
        if named := facts.most_quoted(texts):
            return named, []
        plan.doubts.pop("title")
        page = mend_characters(re.split(r"[_|]|\s[-—–]\s", self.page or "")[0], None).text
        plan.doubt("title", _("no title was found; this is the first line or the name of the page"))
        if page or not above:
            return page or "?", []
        first = above[0].text
        return first[:_LONGEST_TITLE], [above[0]] if len(first) <= _LONGEST_TITLE else []

    def _whole_title(self, above: Sequence[Line], at: int, plan: DraftPlan) -> tuple[str, list[Line]]:
        """The title on a line, with what stands of it on the line before or after."""
        before, title, after = (above[n].text if 0 <= n < len(above) else "" for n in (at - 1, at, at + 1))
        if _SPAN.fullmatch(after) or (after and self._names(title + after, above[:at])):
            return title + after, list(above[at : at + 2])
        if before and self._names(before + title, above[: at - 1]):
            return before + title, list(above[at - 1 : at + 1])
        if self._begins_title(before, title):
            plan.doubt("title", self._("put together from two lines"))
            return f"{before} {title}", list(above[at - 1 : at + 1])
        return title, [above[at]]

    def _names(self, title: str, above: Sequence[Line]) -> bool:
        """Whether the page or a line above calls the plan so."""
        return any(fold(title) in fold(text) for text in (self.page or "", *(line.text for line in above)))

    def _begins_title(self, line: str, title: str) -> bool:
        """Whether a line is the first half of a title that goes on below it."""
        return (
            8 <= len(line) <= 50 and bool(re.fullmatch("[\u4e00-\u9fff0-9《》“”]+", line)) and not facts.signature(line)
            and not re.search("[局厅委部院]$|号$|通知$", line) and line not in title and not facts.is_title(line)
        )  # fmt: skip

    def _facts(self, plan: DraftPlan, title: str, around: Sequence[Line]) -> None:
        _ = self._
        plan.facts["title"] = title
        lines = [text for line in around for text in _said(line)] + self.asides
        issuer, day = self._signed(around)
        notice = next((found for text in lines if (found := facts.in_notice(text))), None)
        issuer = issuer or facts.issuer(lines) or (notice[0] if notice else None)
        known = {
            "document_number": facts.document_number(lines), "issuer": issuer, "issued": day or facts.signed(lines),
            "published": facts.published(lines), "period": facts.period(title),
            "region": facts.region(issuer, title),
        }  # fmt: skip
        if not known["published"] and day and (announced := facts.announced(lines, day[:4])):
            known["published"] = announced
            plan.doubt("published", _("the page leaves out the year; that of the day of issue was taken"))
        plan.facts |= {key: value for key, value in known.items() if value}
        plan.publisher = facts.publisher(lines)
        for key, said in (("issuer", _("no issuer was found")), ("issued", _("no day of issue was found"))):
            if key not in plan.facts:
                plan.doubt(key, said)
        span = plan.facts.get("period")
        self.year = int(span[-4:]) if span else None

    def _signed(self, lines: Sequence[Line]) -> tuple[str | None, str | None]:
        """Who signed, and the ISO day: on one line, or the day below the names; the day alone where nobody signs."""
        alone = None
        for at, line in enumerate(lines):
            signature = facts.signature(line.text)
            if not signature:
                continue
            who, day = signature
            above: list[str] = []
            for before in reversed(lines[max(0, at - _MOST_SIGNERS) : at]) if not who else ():
                names = facts.names(before.found or before.text)
                if not names or facts.is_title(before.text):
                    break
                above = names + above
            if who or above:
                return who or "、".join(above), day
            alone = alone or day
        return None, alone


def _said(line: Line) -> list[str]:
    """What a line says; of a row of a table about the document (发文机关： | 甲局) each label with its value."""
    if not line.cells:
        return [line.text]
    return [f"{label.rstrip('：')}：{value}" for label, value in pairwise(line.cells) if label != value]
