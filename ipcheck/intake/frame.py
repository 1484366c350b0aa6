"""What stands around the items of a plan: its preamble, and what says who issued it, when, and what it is called."""

import re
from collections.abc import Sequence

from ipcheck.intake import facts
from ipcheck.intake.characters import mended
from ipcheck.intake.draft import DraftPlan
from ipcheck.intake.lines import Line
from ipcheck.intake.markers import marker_at
from ipcheck.text import fold
from ipcheck.words import Words

# What pages put below a document: from here on nothing is part of it.
TAIL = re.compile(
    "(?:信息|图片|文章|稿件)?来源[：于|]|责任编辑|编辑[：|]|审核[：|]|供稿|上一[篇条]|下一[篇条]|附件[：0-9]?$|附件[：0-9]"
    "|相关(?:链接|阅读|新闻|文章|附件|文件)|推荐阅读|延伸阅读|点击(?:查看|下载)|关注我们|分享到|扫一扫|打印本页|【?打印"
    "|关闭(?:窗口|本页)|版权(?:所有|声明)|免责声明|网站地图|联系我们|.{0,4}ICP备|主办单位|（?此件[^，。]{0,6}公开|抄送"
)
_LETTER = re.compile(
    "印发(?:给)?你们|请认真(?:贯彻|组织|抓好)|请结合实际|现印发|遵照执行|特此通知|以下(?:是|为|选取)|全文(?:如下)?[：。]?$"
)
_CAPTION = re.compile("[▲△◆■●▼—-]|图[：为0-9]")
_OPENS = re.compile("为|根据|按照|依据")
_SPAN = re.compile("（[^（）]*[0-9]{4}[^（）]*年[^（）]*）")  # （2026—2028年） below a title
_LEAST_PROSE = 30  # characters that a paragraph of a preamble has at least, unless it opens as preambles do
_MOST_PREAMBLE = 6  # paragraphs
_LONGEST_TITLE = 80  # characters
_NEAR = 5  # lines above the preamble among which the title stands


class Frame:
    """What stands around the items of a plan: its preamble, and what says who issued it and when."""

    def __init__(
        self, before: Sequence[Line], after: Sequence[Line], asides: Sequence[Line], page: str | None,
        plan_id: str | None, _: Words,
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
        if line.cells or not re.search("[。：；]$", line.text):
            return False
        if len(line.text) < _LEAST_PROSE and not _OPENS.match(line.text):
            return False
        if line.text.endswith("：") and not re.search("制定|如下|以下", line.text):
            return False
        return not (_LETTER.search(line.text) or _CAPTION.match(line.text) or TAIL.match(line.text))

    def _title(self, above: Sequence[Line], plan: DraftPlan) -> tuple[str, list[Line]]:
        """The title, and the lines that it stands on: above the preamble, else quoted in the letter or article before
        it, else the name of the page."""
        _ = self._
        texts = [line.text for line in above]
        near = range(len(above) - 1, max(-1, len(above) - 1 - _NEAR), -1)
        for at in near:
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
        page = mended(re.split(r"[_|]|\s[-—–]\s", self.page or "")[0], None).text
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

    def _facts(self, plan: DraftPlan, title: str, around: Sequence[str]) -> None:
        _ = self._
        plan.facts["title"] = title
        lines = [*around, *self.asides]
        issuer, day = self._signed(around)
        notice = next((found for text in lines if (found := facts.in_notice(text))), None)
        issuer = issuer or (notice[0] if notice else None)
        known = {
            "document_number": facts.document_number(lines), "issuer": issuer, "issued": day or facts.signed(lines),
            "published": facts.published(lines), "period": facts.period(title),
            "region": facts.region(issuer, title),
        }  # fmt: skip
        if not known["published"] and day and (announced := facts.announced(around, day[:4])):
            known["published"] = announced
            plan.doubt("published", _("the page leaves out the year; that of the day of issue was taken"))
        plan.facts |= {key: value for key, value in known.items() if value}
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
