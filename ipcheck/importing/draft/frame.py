"""The frame of a plan: the text around its items, with the preamble, the title, and who issued the plan and when."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ipcheck.base.i18n import Translator
from ipcheck.base.text import HAN, fold
from ipcheck.domain.phrases.responsibility import is_body
from ipcheck.importing.draft import facts
from ipcheck.importing.draft.characters import mend_characters
from ipcheck.importing.draft.draft import DraftPlan
from ipcheck.importing.draft.item_kinds import is_heading
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
_PART_OF_TITLE = re.compile("[\u4e00-\u9fff0-9《》“”]{4,50}")
_LONGEST_PLACE = 4  # characters of a name that can be a place alone: 泰州关于印发…
_NUMBER_IN_TITLE = re.compile(r"（[^（）]*〔[0-9]{4}〕[0-9]+号）$|\.(?:docx?|pdf|xlsx?|wps)$")  # or the name of a file
_SEALED_FOR = re.compile("（.+代章）")  # another body has sealed it: （国家知识产权局代章）
_MOST_LINES = 4  # of the heading of a letter
_HALF = 8  # characters that a line above a title has at least, if it is the title's first half
_OWN_PLAN = re.compile(
    f"(?P<who>{HAN}{{2,20}}?(?:局|委员会|厅|法院|检察院|总署))[0-9]{{4}}年|(?P<author>{HAN}{{2,24}}?(?:政府|办公厅|办公室|局|委|厅|部))关于"
)
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
                plan.doubt("id", self._("choose the id that people will type: lower-case letters, digits and hyphens"))
        self.left_out += [line for line in above if line not in title_lines] + self.after
        return plan

    def _preamble(self) -> list[Line]:
        """The paragraphs of prose directly above the items, a caption between both left aside."""
        paragraphs: list[Line] = []
        end = len(self.before)
        is_caption = end > 1 and (is_heading(self.before[-1]) or _CAPTION.match(self.before[-1].text))
        if is_caption and self._is_prose(self.before[-2]):
            end -= 1  # a caption, or the title itself below the preamble
        for line in reversed(self.before[:end]):
            if not self._is_prose(line) or len(paragraphs) == _MOST_PREAMBLE:
                break
            paragraphs.insert(0, line)
        if paragraphs and end < len(self.before):
            caption = self.before.pop()
            if facts.is_title(caption.text):
                self.before.insert(len(self.before) - len(paragraphs), caption)
            else:
                self.left_out.append(caption)
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
            is_end = at and facts.is_end_of_title(texts[at]) and _BEGINS.fullmatch(texts[at - 1])
            if is_end or (facts.is_title(texts[at]) and not facts.in_notice(texts[at]) and not marker_at(texts[at])):
                return self._complete_title(above, at, plan)
        plan.doubt("title", _("the text has no title; this is what the page calls it"))
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
        first = next((line for line in above if line.text), None)
        if page or not first:
            return page or "?", []
        return first.text[:_LONGEST_TITLE], [first] if len(first.text) <= _LONGEST_TITLE else []

    def _complete_title(self, above: Sequence[Line], at: int, plan: DraftPlan) -> tuple[str, list[Line]]:
        """The title that ends on line `at` of those above, joined to its parts on the lines before and after; and the
        lines that it takes.

        A part before belongs to the title where the whole is named elsewhere, where the title begins there with 关于,
        or where line `at` holds no more than the kind of plan.
        """
        end = at + 1
        after = above[end].text if end < len(above) else ""
        if _SPAN.fullmatch(after) or (after and self._is_named(above[at].text + after, above[:at])):
            end += 1
        first = at
        while first and self._continues_in(above[first - 1].text, above[first].text):
            first -= 1
        parts = [list(above[start:end]) for start in range(first, at + 1)]
        if above[at].text.count("》") > above[at].text.count("《"):  # the title began before
            whole = next((lines for lines in reversed(parts) if _is_balanced(lines)), None)
            if whole:
                return "".join(line.text for line in whole), whole
        for lines in parts:
            title = "".join(line.text for line in lines)
            if len(lines) == 1 and facts.is_end_of_title(title):
                break
            is_begun = len(lines) > 1 and (title.startswith("关于") or lines[0].text.endswith("关于"))
            if is_begun or self._is_named(title, above[:first]):
                return title, lines
        if facts.is_end_of_title(above[at].text):
            return above[at - 1].text + "".join(line.text for line in above[at:end]), list(above[at - 1 : end])
        if first < at and self._may_be_half(above[at - 1].text):
            plan.doubt("title", self._("joined from two lines"))
            return f"{above[at - 1].text} {above[at].text}", list(above[at - 1 : end])
        return "".join(line.text for line in parts[-1]), parts[-1]

    def _is_named(self, title: str, above: Sequence[Line]) -> bool:
        """Whether the name of the page or a line of `above` contains this title."""
        return any(fold(title) in fold(text) for text in (self.page or "", *(line.text for line in above)))

    def _continues_in(self, line: str, after: str) -> bool:
        """Whether a line can be a part of a title that goes on in the next line."""
        return (
            bool(_PART_OF_TITLE.fullmatch(line)) and not facts.signature(line) and line not in after
            and not re.search("号$|通知$", line)
            and len(line) + len(after) <= _LONGEST_TITLE
        )  # fmt: skip

    def _may_be_half(self, line: str) -> bool:
        """Whether a line above a title can be its first half although nothing else says so."""
        return len(line) >= _HALF and not facts.is_title(line) and not is_body(line)

    def _facts(self, plan: DraftPlan, title: str, around: Sequence[Line]) -> None:
        """Set the facts of the plan, and doubts about those that are missing. `around` are the lines above and below
        the plan."""
        _ = self._
        bare = _NUMBER_IN_TITLE.sub("", re.sub("^【[^】]*】", "", title))
        around = [*around, Line(title.removeprefix(bare), 0)] if bare != title else around
        title = plan.facts["title"] = bare
        lines = [text for line in around for text in _statements(line)] + self.asides
        issuer, day = self._signed(around)
        joined = ("".join(lines[at : at + count]) for count in range(1, _MOST_LINES + 1) for at in range(len(lines)))
        notice = next((match for text in joined if len(text) < 200 and (match := facts.in_notice(text))), None)
        told = facts.issued_by(lines) or (None, None)
        notice_issuer = notice[0] if notice and is_body(notice[0]) and len(notice[0]) > _LONGEST_PLACE else None
        if not issuer and (guess := self._unsigned_issuer(around, title)):
            issuer = facts.issuer(lines) or guess
            plan.doubt("issuer", _("no signature with a day names it; is it the issuer?"))
        issuer = issuer or facts.issuer(lines) or told[0] or notice_issuer
        values = {
            "document_number": facts.document_number(lines), "issuer": issuer,
            "issued": day or facts.signed(lines) or told[1], "published": facts.published(lines),
            "period": facts.period(title), "region": facts.region(issuer, title, [*lines, *plan.preamble]),
        }  # fmt: skip
        texts = [line.text for line in self.before if not line.cells]
        if not values["period"] and (year := facts.year_of_work([*plan.preamble, *texts])):
            values["period"] = year
            plan.doubt("period", _("the title names no year; this one comes from the text before the tasks"))
        if not values["region"] and (province := facts.province(values["document_number"])):
            values["region"] = province
            plan.doubt("region", _("the number of the document begins like those of this province; is it the region?"))
        if not values["published"] and day and (announced := facts.announced(lines, day[:4])):
            values["published"] = announced
            plan.doubt("published", _("the page leaves out the year; the year of issue was used"))
        plan.facts |= {key: value for key, value in values.items() if value}
        plan.publisher = facts.publisher(lines)
        for key, remark in (("issuer", _("no issuer was found")), ("issued", _("no day of issue was found"))):
            if key not in plan.facts:
                plan.doubt(key, remark)
        period = plan.facts.get("period")
        self.year = int(period[-4:]) if period else None

    def _unsigned_issuer(self, around: Sequence[Line], title: str) -> str | None:
        """Who signs without a day directly above the title, or else the body that the title begins with: 甲局2026年工作
        要点. None where there is neither."""
        at = next((n for n, line in enumerate(around) if line.text and title.startswith(line.text)), 0)
        names: list[str] = []
        for line in reversed(around[max(0, at - _MOST_SIGNERS) : at]):
            bodies = facts.signers(line.original or line.text)
            if not bodies or not all(map(is_body, bodies)) or marker_at(line.text):
                break
            names = bodies + names
        own = _OWN_PLAN.match(title)
        return "、".join(names) or ((own["who"] or own["author"]) if own else None)

    def _signed(self, lines: Sequence[Line]) -> tuple[str | None, str | None]:
        """(who signs, ISO day), from one line or from names above a line with the day. Who signs is None where there is
        no name, the day where there is none."""
        unsigned_day = None
        written = [at for at, line in enumerate(lines) if "年" in line.text]  # before days as pages write them
        for at in [*written, *(at for at in range(len(lines)) if at not in written)]:
            line = lines[at]
            signature = facts.signature(line.text)
            if not signature:
                continue
            signer, day = signature
            names_above: list[str] = []
            for before in reversed(lines[max(0, at - _MOST_SIGNERS) : at]) if not signer else ():
                if _SEALED_FOR.fullmatch(before.text):
                    continue
                names = facts.signers(before.original or before.text)
                if not names or facts.is_title(before.text):
                    break
                names_above = names + names_above
            if signer or names_above:
                return signer or "、".join(names_above), day
            unsigned_day = unsigned_day or (day if "年" in line.text else None)  # 2024-06-03 is the day of a page
        return None, unsigned_day


def _is_balanced(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    return text.count("《") == text.count("》")


def _statements(line: Line) -> list[str]:
    """The statements on a line: its text or, in a table row about the document (发文机关： | 甲局), each pair of
    neighbouring cells as label：value."""
    if not line.cells and "|" not in line.text:
        return [line.text]
    cells = line.cells or tuple(cell.strip() for cell in line.text.split("|"))
    return [f"{label.rstrip('：')}：{value}" for label, value in pairwise(cells) if label != value]
