"""The frame of a plan: the text around its items, with the preamble, the title, and who issued the plan and when."""

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

# Words of the letter that sends a plan to those who carry it out, and of articles that print the plan.
_LETTER = re.compile(
    "印发(?:给)?你们|请认真(?:贯彻|组织|抓好)|请结合实际|现印发|遵照执行|特此通知|以下(?:是|为|选取)|全文(?:如下)?[：。]?$"
)
_CAPTION = re.compile("[▲△◆■●▼—-]|图[：为0-9]")
_OPENS = re.compile("为|根据|按照|依据")
_SPAN = re.compile("（[^（）]*[0-9]{4}[^（）月]*年[^（）月]*）")  # a line below a title: （2026—2028年）
_LEAST_PROSE = 30  # characters that a paragraph of a preamble has at least, unless it begins with 为 or the like
_MOST_PREAMBLE = 6  # paragraphs of a preamble
_LONGEST_TITLE = 80  # characters of a title
_BEGINS = re.compile("[\u4e00-\u9fff0-9《》“”]{6,50}")  # the first half of a title
_MOST_SIGNERS = 6  # lines above the day of a signature, on which those who sign together stand
_NEAR = 5  # lines above the preamble, among which the title is looked for


class Frame:
    """The text around the items of a plan. `plan` sets `left_out`, the lines that are not used, and `year`, the last
    year of the plan's period, if known."""

    def __init__(
        self, before: Sequence[Line], after: Sequence[Line], asides: Sequence[Line], page: str | None,
        plan_id: str | None, _: Translator,
    ) -> None:  # fmt: skip
        """`before` and `after` are the lines around the items, `asides` those of the web page around the document.
        `page` is the title that the file gives itself, if any."""
        self.before = list(before)
        self.after = list(after)
        self.asides = [line.text for line in asides]
        self.page = page
        self.id = plan_id
        self._ = _
        self.left_out: list[Line] = []
        self.year: int | None = None

    def plan(self) -> DraftPlan:
        """The plan with its preamble and facts, but without contents."""
        plan = DraftPlan(self.id or "")
        preamble = self._preamble()
        plan.preamble = [line.text for line in preamble]
        above = self.before[: len(self.before) - len(preamble)] if preamble else self.before
        title, title_lines = self._title(above, plan)
        self._facts(plan, title, (*above, *self.after))
        if not self.id:
            period = plan.facts.get("period", "")
            plan.id = period if period.isdecimal() else "plan"
            if not period.isdecimal():
                plan.doubt("id", self._("choose the id that people will type: small letters, digits and hyphens"))
        self.left_out = [line for line in above if line not in title_lines] + self.after
        return plan

    def _preamble(self) -> list[Line]:
        """The paragraphs of prose directly above the items."""
        paragraphs: list[Line] = []
        for line in reversed(self.before):
            if not self._is_prose(line) or len(paragraphs) == _MOST_PREAMBLE:
                break
            paragraphs.insert(0, line)
        return paragraphs

    def _is_prose(self, line: Line) -> bool:
        if line.cells or not re.search("[。：；]$", line.text):
            return False
        if len(line.text) < _LEAST_PROSE and not _OPENS.match(line.text):
            return False
        if line.text.endswith("：") and not re.search("制定|如下|以下", line.text):
            return False
        return not (_LETTER.search(line.text) or _CAPTION.match(line.text) or facts.TAIL.match(line.text))

    def _title(self, above: Sequence[Line], plan: DraftPlan) -> tuple[str, list[Line]]:
        """The title, and the lines that it takes.

        The title stands above the preamble, or is quoted in the letter or article above, or is the name of the page.
        """
        _ = self._
        texts = [line.text for line in above]
        near = range(len(above) - 1, max(-1, len(above) - 1 - _NEAR), -1)
        for at in near:
            is_second_half = at and facts.is_end_of_title(texts[at]) and _BEGINS.fullmatch(texts[at - 1])
            if is_second_half:
                return texts[at - 1] + texts[at], list(above[at - 1 : at + 1])
            if facts.is_title(texts[at]) and not facts.in_notice(texts[at]) and not marker_at(texts[at]):
                return self._complete_title(above, at, plan)
        plan.doubt("title", _("the text has no title of its own; this is how the page names it"))
        notice = next((match[1] for text in texts if (match := facts.in_notice(text))), None)
        if quoted_title := facts.most_quoted(filter(_LETTER.search, texts)) or notice:
            return quoted_title, []
        if headline := next((line for line in above if facts.is_title(line.text)), None):
            return headline.text, [headline]
        if quoted_title := facts.most_quoted(texts):
            return quoted_title, []
        plan.doubts.pop("title")
        page = mend_characters(re.split(r"[_|]|\s[-—–]\s", self.page or "")[0], None).text
        plan.doubt("title", _("no title was found; this is the first line or the name of the page"))
        if page or not above:
            return page or "?", []
        first = above[0].text
        return first[:_LONGEST_TITLE], [above[0]] if len(first) <= _LONGEST_TITLE else []

    def _complete_title(self, above: Sequence[Line], at: int, plan: DraftPlan) -> tuple[str, list[Line]]:
        """The title on line `at` of those above, joined to its part on the line before or after; and the lines that it
        takes."""
        before, title, after = (above[n].text if 0 <= n < len(above) else "" for n in (at - 1, at, at + 1))
        if _SPAN.fullmatch(after) or (after and self._is_named(title + after, above[:at])):
            return title + after, list(above[at : at + 2])
        if before and self._is_named(before + title, above[: at - 1]):
            return before + title, list(above[at - 1 : at + 1])
        if self._begins_title(before, title):
            plan.doubt("title", self._("put together from two lines"))
            return f"{before} {title}", list(above[at - 1 : at + 1])
        return title, [above[at]]

    def _is_named(self, title: str, above: Sequence[Line]) -> bool:
        """Whether the name of the page or a line of `above` contains this title."""
        return any(fold(title) in fold(text) for text in (self.page or "", *(line.text for line in above)))

    def _begins_title(self, line: str, title: str) -> bool:
        """Whether a line can be the first half of the title on the next line."""
        return (
            8 <= len(line) <= 50 and bool(re.fullmatch("[\u4e00-\u9fff0-9《》“”]+", line)) and not facts.signature(line)
            and not re.search("[局厅委部院]$|号$|通知$", line) and line not in title and not facts.is_title(line)
        )  # fmt: skip

    def _facts(self, plan: DraftPlan, title: str, around: Sequence[Line]) -> None:
        """Set the facts of the plan, and doubts about those that are missing. `around` are the lines above and below
        the plan."""
        _ = self._
        plan.facts["title"] = title
        lines = [text for line in around for text in _statements(line)] + self.asides
        issuer, day = self._signed(around)
        notice = next((match for text in lines if (match := facts.in_notice(text))), None)
        issuer = issuer or facts.issuer(lines) or (notice[0] if notice else None)
        values = {
            "document_number": facts.document_number(lines), "issuer": issuer, "issued": day or facts.signed(lines),
            "published": facts.published(lines), "period": facts.period(title),
            "region": facts.region(issuer, title),
        }  # fmt: skip
        if not values["published"] and day and (announced := facts.announced(lines, day[:4])):
            values["published"] = announced
            plan.doubt("published", _("the page leaves out the year; that of the day of issue was taken"))
        plan.facts |= {key: value for key, value in values.items() if value}
        plan.publisher = facts.publisher(lines)
        for key, remark in (("issuer", _("no issuer was found")), ("issued", _("no day of issue was found"))):
            if key not in plan.facts:
                plan.doubt(key, remark)
        period = plan.facts.get("period")
        self.year = int(period[-4:]) if period else None

    def _signed(self, lines: Sequence[Line]) -> tuple[str | None, str | None]:
        """(who signs, ISO day), from one line or from names above a line with the day. Who signs is None where there is
        no name, the day where there is none."""
        unsigned_day = None
        for at, line in enumerate(lines):
            signature = facts.signature(line.text)
            if not signature:
                continue
            signer, day = signature
            names_above: list[str] = []
            for before in reversed(lines[max(0, at - _MOST_SIGNERS) : at]) if not signer else ():
                names = facts.signers(before.original or before.text)
                if not names or facts.is_title(before.text):
                    break
                names_above = names + names_above
            if signer or names_above:
                return signer or "、".join(names_above), day
            unsigned_day = unsigned_day or day
        return None, unsigned_day


def _statements(line: Line) -> list[str]:
    """The statements on a line: its text or, in a table row about the document (发文机关： | 甲局), each pair of
    neighbouring cells as label：value."""
    if not line.cells:
        return [line.text]
    return [f"{label.rstrip('：')}：{value}" for label, value in pairwise(line.cells) if label != value]
