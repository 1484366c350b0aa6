"""The facts that a document tells about itself: title, number, issuer, days, period, region, publisher."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from ipcheck.base.numerals import numeral

_DATE = (
    "(?P<year>[0-9]{4}|[一二〇○零三四五六七八九]{4})(?:[-/.]|年)[ ]*"
    "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:[-/.]|月)[ ]*"
    "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_DATE_LINE = re.compile(f"(?P<who>[^，。；：0-9]{{0,40}}?)[ （(]*{_DATE}[）)]?")
_PUBLISHED = re.compile(f"(?<!成文)(?<!印发)(?<!发文)(?<!生成)(?:发布|公开|发表|更新|上传)?(?:时间|日期)：?[ ]*{_DATE}")
_SIGNED = re.compile(f"(?:成文|印发|发文)(?:时间|日期)：?[ ]*{_DATE}")
_ISSUER = re.compile("(?:发文|制发|印发|发布)(?:机关|机构|单位)：[ ]*(?P<who>[\u4e00-\u9fff、（）]{3,40})")
_ANNOUNCED = re.compile("(?<!年)(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日[^。]{0,80}?(?:公布|发布|公开)")
_PUBLISHER = re.compile(
    "(?:信息|文章)?来源[ ]*[：|丨][ ]*(?P<who>[\u4e00-\u9fff（）]{2,30}?)"
    "(?=[ |丨]|阅读|浏览|点击|发布|时间|日期|作者|编辑|字[体号]|$)"
)
_NUMBER = re.compile(
    "(?P<who>[\u4e00-\u9fff]{1,12}?)[〔\\[【（(](?P<year>[0-9]{4})[〕\\]】）)][ ]*第?(?P<n>[0-9]{1,5})号"
)

_KINDS = (
    "(?:推进计划|工作计划|行动计划|实施计划|计划|实施方案|工作方案|行动方案|方案|工作要点|要点|工作重点|重点工作|重点任务"
    "|任务分工|分工表|一览表|任务表|任务书|台账|规划|纲要|行动|意见|措施|安排|清单)"
)
_TITLE = re.compile(f"[^。；？！]{{3,70}}{_KINDS}(?:之[一二三四五]|（[^（）]{{1,12}}）)?(?:的通知)?")
_QUOTED = re.compile(f"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*{_KINDS}(?:（[^（）]{{1,12}}）)?)》")
_NOTICE = re.compile("(?P<issuer>[\u4e00-\u9fff、 ]{3,80}?)关于(?:印发|发布|公布)[《〈]?(?P<title>.+?)[》〉]?的通知")
_OPENS = (
    "(?:为(?:深入|贯彻|全面|落实|加快|切实|认真|做好|进一步|更好|推动|推进|加强|高质量)|根据|按照|依据|[0-9]{4}年是)"
)
_RUN_ON = re.compile(
    f"(?P<title>[^。；！？]{{3,70}}?{_KINDS}(?:（[^（）]{{1,12}}）)?)[ ]*(?={_OPENS}|一、|（一）|第一[章部])"
)
_PERIOD = re.compile("(?P<first>20[0-9]{2})(?:(?:[年]?[—–~至-]+)(?P<last>20[0-9]{2}))?年?")
_YEARLY = re.compile("推进计划|工作计划|工作要点|要点|工作重点|重点工作|行动计划|实施方案|任务|安排|年度")
_FIRST_LEADS = re.compile(
    "(?:列|排)(?:在)?(?:第一位|首位|第一)的?(?:部门|单位|责任单位)?(?:为|是|负责)?牵头|第一(?:个)?(?:部门|单位)(?:为|是)?牵头"
)
_REGION_OF_ISSUER = re.compile("[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区|市|自治州|州|县|区)(?=[\u4e00-\u9fff])")
_REGION_IN_TITLE = re.compile("[\u4e00-\u9fff]{2,6}?(?:省|自治区|(?<!城)市)(?=[\u4e00-\u9fff0-9])")
_NATIONAL = re.compile("^(?:国家|国务院|中央|中共中央|全国|最高人民)|部$|部际联席会议|总局$|总署$")


# What web pages put below a document: nothing from the first match on is part of the document.
TAIL = re.compile(
    "(?:信息|图片|文章|稿件)?来源[：于|]|责任编辑|编辑[：|]|审核[：|]|供稿|上一[篇条]|下一[篇条]|附件[：0-9]?$|附件[：0-9]|附[：件]?$"
    "|相关(?:链接|阅读|新闻|文章|附件|文件)|(?:热点|热门)|排行|最新(?:文章|资讯|发布)|推荐阅读|延伸阅读|点击(?:查看|下载)|关注我们|分享到|扫一扫|打印本页|【?打印"
    "|关闭(?:窗口|本页)|版权(?:所有|声明)|免责声明|网站地图|联系我们|.{0,4}ICP备|主办单位|（?此件[^，。]{0,6}公开|抄送"
)
# The data about a document that web pages give beside it, on lines of their own.
BESIDE = re.compile(
    "(?:发布|公开|发表|更新|上传|成文|印发|发文)?(?:时间|日期)：|(?:信息|文章)?来源[ ]*[：|丨]"
    "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|浏览|阅读(?:量|次数)?：|【?字体|索引号|分类：|主题词|(?:发文|制发|发布)(?:机关|机构|单位)|(?:发文)?[字文]号：|有效性|作者："
)


def day_in(match: re.Match[str]) -> str | None:
    """The ISO day of a match with the groups year, month and day; None where there is no such day."""
    values = [numeral(match[name]) for name in ("year", "month", "day")]
    if None in values:
        return None
    try:
        return date(*map(int, values)).isoformat()  # type: ignore[arg-type]
    except ValueError:
        return None


def signature(line: str) -> tuple[str, str] | None:
    """(who, ISO day) of a line that is only a day, perhaps behind the name of the body that signs ("" without one);
    None for other lines."""
    match = _DATE_LINE.fullmatch(line.strip())
    day = day_in(match) if match else None
    return (match["who"].strip(" 　（("), day) if match and day else None


def signers(line: str) -> list[str]:
    """The bodies that sign on a line; none for other lines. The line must be as the document has it: spaces separate
    the names, and mending takes them out."""
    bodies = [name for name in re.split("[ \u3000\u00a0\t、]+", line.strip()) if name]
    are_names = all(re.fullmatch("[\u4e00-\u9fff（）“”]{3,40}", name) for name in bodies)
    ends_as_body = bodies and re.search("[部委局办院署厅会府室行社团]$|中心$|集团$|法院$", bodies[-1])
    return bodies if are_names and (ends_as_body or len(bodies) == 1) else []


def published(lines: Iterable[str]) -> str | None:
    """The ISO day on which the document was published, as the page says."""
    return next(_days(_PUBLISHED, lines), None)


def announced(lines: Iterable[str], year: str) -> str | None:
    """The ISO day on which the plan was made public, where the page leaves out the year: 5月7日……在网站公布."""
    for line in lines:
        if match := _ANNOUNCED.search(line):
            try:
                return date(int(year), int(match["month"]), int(match["day"])).isoformat()
            except ValueError:
                continue
    return None


def signed(lines: Iterable[str]) -> str | None:
    """The ISO day of the document itself, as the page says (成文日期)."""
    return next(_days(_SIGNED, lines), None)


def _days(pattern: re.Pattern[str], lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for match in pattern.finditer(line):
            if day := day_in(match):
                yield day


def publisher(lines: Iterable[str]) -> str | None:
    """The source of the text, as the page says (来源：…)."""
    return next((match["who"] for line in lines if (match := _PUBLISHER.search(line))), None)


def issuer(lines: Iterable[str]) -> str | None:
    """The issuer of the document, as the page says (发文机关：…)."""
    return next((match["who"] for line in lines if (match := _ISSUER.search(line))), None)


def document_number(lines: Iterable[str]) -> str | None:
    """The number of the document, with the brackets 〔〕 whatever the page has: 国知发保字〔2022〕27号."""
    for line in lines:
        if len(line) > 80:  # a text that cites a document
            continue
        for match in _NUMBER.finditer(line):
            return f"{match['who'].rpartition('通知')[2]}〔{match['year']}〕{match['n']}号"
    return None


def is_title(line: str) -> bool:
    """Whether a line can be the title of a plan."""
    return bool(_TITLE.fullmatch(line)) and len(line) <= 80 and not BESIDE.search(line)


def is_end_of_title(line: str) -> bool:
    """Whether a line is only the last words of a title: 实施推进计划."""
    return bool(re.fullmatch(f"(?:实施|三年|年度)?{_KINDS}", line))


def in_notice(line: str) -> tuple[str, str] | None:
    """(issuer, title) of a line that heads a covering letter, 甲关于印发《乙》的通知; None for other lines."""
    match = _NOTICE.fullmatch(re.sub("^(?:标题|名称)：", "", line))
    return (match["issuer"].strip(" "), match["title"]) if match else None


def quoted_titles(line: str) -> list[str]:
    """The titles of plans that a line names in 《》."""
    return [match["title"] for match in _QUOTED.finditer(line)]


def run_on_title(line: str) -> str | None:
    """The title at the beginning of a text that continues without a line end: …推进计划为贯彻落实…"""
    match = _RUN_ON.match(line)
    return match["title"].strip() if match else None


def period(title: str) -> str | None:
    """The years of the plan, as its title names them: 2026 or 2021/2022. None where the title names no year, or
    only one and no kind of plan that is made for a year (要点, 推进计划)."""
    match = _PERIOD.search(re.sub("《[^《》]*》", "", title))
    if not match:
        return None
    if match["last"] and match["last"] > match["first"]:
        return f"{match['first']}/{match['last']}"
    return match["first"] if _YEARLY.search(title) else None


def first_leads(texts: Iterable[str]) -> bool:
    """Whether a text says that the first of several agencies leads: 列第一位的部门为牵头部门."""
    return any(_FIRST_LEADS.search(text) for text in texts)


def region(issuer: str | None, title: str) -> str | None:
    """The region that the name of the issuer, or else the title, begins with. Without such a region 全国 where the
    issuer is a national body, and None for any other issuer."""
    for pattern, name in ((_REGION_OF_ISSUER, issuer or ""), (_REGION_IN_TITLE, re.sub("^[0-9]{4}年", "", title))):
        if match := pattern.match(name):
            return match[0]
    return "全国" if issuer and _NATIONAL.search(issuer) else None


def most_quoted(lines: Iterable[str]) -> str | None:
    """The title of a plan that lines name most often in 《》; of several such titles, the first."""
    counts = Counter(title for line in lines for title in quoted_titles(line))
    return counts.most_common(1)[0][0] if counts else None
