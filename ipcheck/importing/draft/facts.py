"""The facts that a document tells about itself: title, number, issuer, days, period, region, publisher."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from ipcheck.base.numerals import numeral
from ipcheck.base.text import HAN
from ipcheck.domain.phrases.responsibility import is_body

_DATE = (
    "(?P<year>[0-9]{4}|[一二〇○零三四五六七八九]{4})(?:[-/.]|年)[ ]*"
    "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:[-/.]|月)[ ]*"
    "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_DATE_LINE = re.compile(f"(?P<who>[^，。；：0-9]{{0,40}}?)[ （(]*{_DATE}[）)]?(?:[ ]*[（?？][^，；：]{{0,16}})?")
_ISSUED_BY = re.compile(f"(?P<who>[\u4e00-\u9fff、]{{4,40}}?)于{_DATE}(?:印发|发布|出台|下发|公布)")
_PUBLISHED = re.compile(f"(?<!成文)(?<!印发)(?<!发文)(?<!生成)(?:发布|公开|发表|更新|上传)?(?:时间|日期)：?[ ]*{_DATE}")
_SIGNED = re.compile(f"(?:(?:成文|印发|发文|制发)(?:时间|日期)：?|〕[0-9]{{1,5}}号)[ ]*{_DATE}")
_ISSUER = re.compile("(?:发文|制发|印发|发布)(?:机关|机构|单位)：[ ]*(?P<who>[\u4e00-\u9fff、（）]{3,40})")
_ANNOUNCED = re.compile("(?<!年)(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日[^。]{0,80}?(?:公布|发布|公开)")
_PUBLISHER = re.compile(
    "(?:信息|文章)?来源[ ]*[：|丨][ ]*(?P<who>[\u4e00-\u9fff（）]{2,30}?)"
    "(?=[ |丨]|阅读|浏览|点击|发布|时间|日期|作者|编辑|字[体号]|$)"
)
_NUMBER = re.compile(
    f"(?P<who>{HAN}{{1,12}}?)[ ]*[〔\\[【（(][ ]*(?P<year>[0-9]{{4}})[ ]*[〕\\]】）)][ ]*第?(?P<n>[0-9]{{1,5}})号"
)

_BEFORE_NUMBER = re.compile("^.*(?:通知|文号|字号|编号|公开)")

_KINDS = (
    "(?:(?:推进|工作|行动|实施|建设|整改)?计划|(?:实施|工作|行动|活动|整改|建设|分工|分解|落实)?方案|工作要点|要点|工作重点|重点工作"
    "|(?:重点|工作|主要|整改|目标|年度)任务|(?:任务|工作|责任|部门)?分工(?:方案|表|安排)?|(?:任务|责任|目标|工作)?分解(?:方案|表)?|一览表|任务表|任务书|台账"
    "|规划|纲要|行动|意见|措施|安排|清单|实施细则)"
)
_TITLE = re.compile(f"[^。；？！]{{3,70}}{_KINDS}(?:之[一二三四五]|（[^（）]{{1,12}}）)?(?:的通知)?")
_NO_TITLE = re.compile("附(?:件|表|录)?[0-9：]|[•·*]|[^《》]{0,8}：")
# A letter that is the plan itself: 甲市关于分解落实《乙规划》的通知.
_NOTICE_ITSELF = re.compile("[^。；：]{2,30}关于(?!印发|发布|公布|转发|开展|召开|做好)[^。；：]{6,70}的通知")
_QUOTED = re.compile(f"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*{_KINDS}(?:（[^（）]{{1,12}}）)?)》")
_SENT = re.compile(f"现将{_QUOTED.pattern}|{_QUOTED.pattern.replace('P<title>', 'P<titled>')}已经?")
_NOTICE = re.compile("(?P<issuer>[\u4e00-\u9fff、 ]{2,80}?)关于(?:印发|发布|公布)(?P<title>.+?)的通知")
_BEFORE_NOTICE = re.compile("^(?:标题|(?:文件)?名称|题名)：?|^.{2,16}号《(?=.*》$)|(?<=的通知)(?:》|（[^（）]*号）)$")
_OPENS = (
    "(?:为(?:深入|贯彻|全面|落实|加快|切实|认真|做好|进一步|更好|推动|推进|加强|提高|提升|促进|规范|确保|高质量)"
    "|根据|按照|依据|[0-9]{4}年是)"
)
_RUN_ON = re.compile(
    f"(?P<title>[^。；！？]{{3,70}}?{_KINDS}(?:（[^（）]{{1,12}}）)?)[ ]*(?={_OPENS}|一、|（一）|第一[章部])"
)
_PERIOD = re.compile("(?P<first>20[0-9]{2})(?:(?:[年]?[—–~至-]+)(?P<last>20[0-9]{2}))?年?")
# What follows a year that is no period of the plan: 2030年前碳达峰, 2035年远景目标, 2024年版.
_NO_PERIOD = re.compile("年?(?:前|以前|以来|以后|远景|版|修订|修正)")
_FIVE_YEARS = re.compile("“?(?P<n>十[一二三四五六七]?)五”?")
_CARRIES_OUT = re.compile("年度|实施|落实|分工|分解")  # 实施年度推进计划 is made for a year of the five
_LASTING = re.compile("规划|纲要")
_YEAR_OF_WORK = re.compile(
    "(?:^|做好|推进|抓好|落实|开展|完成|明确|确保|印发)(?P<year>20[0-9]{2})年(?!以来|[0-9]{1,2}月[0-9]{1,2}日)"
    "|(?P<of_work>20[0-9]{2})年度?(?:各项|重点|主要|目标|政府工作报告|全[省市区县])"
)
# The characters by which the numbers of documents name a province. Some cities use the same, so that it is asked.
_PROVINCES = {
    "京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "蒙": "内蒙古自治区", "辽": "辽宁省",
    "吉": "吉林省", "黑": "黑龙江省", "沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省",
    "赣": "江西省", "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省",
    "桂": "广西壮族自治区", "琼": "海南省", "渝": "重庆市", "川": "四川省", "黔": "贵州省", "滇": "云南省",
    "藏": "西藏自治区", "陕": "陕西省", "甘": "甘肃省", "青": "青海省",
}  # fmt: skip
_OF_PROVINCE = re.compile(f"(?P<province>[{''.join(_PROVINCES)}])(?:政|府|办)")
_EXPLAINS = re.compile("解读|图解")
_REPORT = re.compile("(?:情况的?(?:报告|通报|总结)|工作总结|年度报告)$")
_REPORTS = re.compile("情况的?(?:报告|通报|汇报)如下：$")
_FIRST_LEADS = re.compile(
    "(?:列|排|排名)(?:在)?(?:第一位|首位|第一)的?(?:部门|单位|责任单位)?(?:为|是|负责)?牵头|(?:第一|首位)个?(?:责任)?(?:部门|单位)(?:为|是)?牵头"
)
_CHINESE_YEAR = re.compile("(?P<year>[二〇○零一三四五六七八九]{4})(?=年)")
# The words behind which the name of a place ends, by level: 广东省, 南通市, 通州区.
_LEVELS = (
    re.compile("(?<=..)(?:省|自治区|特别行政区)"),
    re.compile("(?:市|自治州|盟)|(?<=..)州(?![市区县])"),
    re.compile("(?<![地园新社特小校景片灾库辖])[区县旗]|(?:新区|开发区)"),
)
_LONGEST_PLACE = 8  # characters of the name of a place before the word of its level
_NOT_IN_PLACE = re.compile(
    "[推快动展的与为对委党政局厅“”《》（）、，]|全[省市区县]|[我各本][省市区县]|示范|试点|创新|中心"
)
_SHORT_PLACE = re.compile(f"(?P<who>{HAN}{{2,4}})(?=关于(?:印发|发布|公布))")
_FIRST_OF_FIVE = 1951  # the first year of the plan number n is 1951 + 5n: 2021 for “十四五”
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
    if not match or not day or re.search("(?:日期|时间|发布|更新)$", match["who"]):
        return None
    return match["who"].strip(" 　（("), day


def cut_signature(line: str) -> list[str]:
    """A line in two, where a signature with its day ends the line behind a sentence; otherwise the line as it is."""
    before, stop, last = line.rpartition("。")
    return [before + stop, last] if before and signature(last) else [line]


def signers(line: str) -> list[str]:
    """The bodies that sign on a line; none for other lines. The line must be as the document has it: spaces separate
    the names, and mending takes them out."""
    bodies = [name for name in re.split("[ \u3000\u00a0\t、]+", line.strip("?？ \u3000\u00a0\t")) if name]
    are_names = all(re.fullmatch("(?:[\u4e00-\u9fff“”]|（[\u4e00-\u9fff]+）){3,40}", name) for name in bodies)
    return bodies if are_names and bodies and (is_body(bodies[-1]) or len(bodies) == 1) else []


def issued_by(lines: Iterable[str]) -> tuple[str, str] | None:
    """(who, ISO day) of a sentence that tells who issued the plan and when: 甲局于2022年7月7日印发《乙》."""
    for line in lines:
        for match in _ISSUED_BY.finditer(line):
            if (day := day_in(match)) and is_body(match["who"]):
                return match["who"], day
    return None


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
    found = (match["who"] for line in lines if (match := _ISSUER.search(line)))
    return next((who for who in found if not re.search("(?:日期|时间|号|分类|名称)$", who)), None)


def document_number(lines: Iterable[str]) -> str | None:
    """The number of the document, with the brackets 〔〕 whatever the page has: 国知发保字〔2022〕27号."""
    for line in lines:
        if len(line) > 80:  # a text that cites a document
            continue
        for match in _NUMBER.finditer(line):
            return f"{_BEFORE_NUMBER.sub('', match['who'])}〔{match['year']}〕{match['n']}号"
    return None


def is_title(line: str) -> bool:
    """Whether a line can be the title of a plan."""
    is_title_like = _TITLE.fullmatch(line) or _NOTICE_ITSELF.fullmatch(line)
    return bool(is_title_like) and len(line) <= 80 and not (BESIDE.search(line) or _NO_TITLE.match(line))


def is_end_of_title(line: str) -> bool:
    """Whether a line is only the last words of a title: 实施推进计划."""
    return bool(re.fullmatch(f"(?:实施|三年|年度)?{_KINDS}", line))


def in_notice(line: str) -> tuple[str, str] | None:
    """(issuer, title) of a line that heads a covering letter, 甲关于印发《乙》的通知; None for other lines."""
    match = _NOTICE.fullmatch(_BEFORE_NOTICE.sub("", line))
    if not match:
        return None
    title = match["title"]
    if re.fullmatch("《[^《》]*(?:《[^《》]*》[^《》]*)*》", title):
        title = title[1:-1]
    return match["issuer"].strip(" "), title


def quoted_titles(line: str) -> list[str]:
    """The titles of plans that a line names in 《》."""
    return [match["title"] for match in _QUOTED.finditer(line)]


def run_on_title(line: str) -> str | None:
    """The title at the beginning of a text that continues without a line end: …推进计划为贯彻落实…"""
    match = _RUN_ON.match(line)
    return match["title"].strip() if match else None


def period(title: str) -> str | None:
    """The years of the plan, as its title names them: 2026 or 2021/2022, or those of a five-year plan (“十四五”). None
    where the title names no year, or only one and no kind of plan that is made for a year (规划)."""
    title = _with_digits(re.sub("《[^《》]*》", "", title))
    for match in _PERIOD.finditer(title):
        if match["last"] and match["last"] > match["first"]:
            return f"{match['first']}/{match['last']}"
        if not (
            _NO_PERIOD.match(title, match.end())
            or _NO_PERIOD.match(title, match.end() - 1)
            or (_LASTING.search(title) and not _FIVE_YEARS.search(title, match.end()))  # 2026年“十四五”规划实施方案
        ):
            return match["first"]
    number = _FIVE_YEARS.search(title)
    if number and not _CARRIES_OUT.search(title):
        first = _FIRST_OF_FIVE + 5 * (numeral(number["n"]) or 0)
        return f"{first}/{first + 4}"
    return None


def year_of_work(paragraphs: Iterable[str]) -> str | None:
    """The only year that a preamble says the work is for: 做好2026年工作. None where there is none, or several."""
    matches = (match for text in paragraphs for match in _YEAR_OF_WORK.finditer(text))
    years = {match["year"] or match["of_work"] for match in matches}
    return years.pop() if len(years) == 1 else None


def _with_digits(text: str) -> str:
    """The text with years in digits: 二〇二六年 becomes 2026年."""
    return _CHINESE_YEAR.sub(lambda match: str(numeral(match["year"]) or match["year"]), text)


def is_report(title: str, headlines: Iterable[str], preamble: Iterable[str]) -> bool:
    """Whether a document reports what was done or explains another document, as its title, a line above or its preamble
    says."""
    reports = any(map(_REPORT.search, (title, *headlines))) or any(map(_REPORTS.search, preamble))
    return reports or bool(_EXPLAINS.search(title))


def province(number: str | None) -> str | None:
    """The province that the number of a document names: 湖北省 for 鄂政发〔2018〕26号."""
    match = _OF_PROVINCE.match(number or "")
    return _PROVINCES[match["province"]] if match else None


def first_leads(texts: Iterable[str]) -> bool:
    """Whether a text says that the first of several agencies leads: 列第一位的部门为牵头部门."""
    return any(_FIRST_LEADS.search(text) for text in texts)


def region(issuer: str | None, title: str, texts: Iterable[str] = ()) -> str | None:
    """The region that the name of the issuer, or else the title, begins with.

    Without such a region, a short name before 关于印发 counts where a text says 我市 or the like (泰州, 我市: 泰州市),
    and 全国 where the issuer is a national body. None otherwise.
    """
    for name in (issuer or "", title):
        found = _region_at(re.sub("^(?:[0-9]{4}年度?|中共|关于|印发|发布|公布|转发|《)+", "", _with_digits(name)))
        if found:
            return found
    texts = [*texts]
    if (place := next((match["who"] for text in texts if (match := _SHORT_PLACE.match(text))), None)) and (
        level := re.search("我(?P<level>省|市|州|区|县|旗)", "".join(texts))
    ):
        return place if place.endswith(level["level"]) else place + level["level"]
    return "全国" if issuer and _NATIONAL.search(issuer) else None


def _region_at(name: str) -> str | None:
    """The region at the beginning of a name, from the province down: 南通市通州区. None without one; a level alone
    (市人民政府) is none. 城市 ends a name only behind one character (盐城市); otherwise it is a word (示范城市)."""
    end = 0
    for level in _LEVELS:
        for found in level.finditer(name, end + 1, end + _LONGEST_PLACE + 4):
            place = name[end : found.start()]
            is_word = found[0] == "市" and place.endswith("城") and len(place) != 2
            if _NOT_IN_PLACE.search(place + found[0]) or re.search("[省市区县]", place) or not re.match(HAN, place):
                break
            if not is_word:
                end = found.end()
                break
    return name[:end] or None


def most_quoted(lines: Iterable[str]) -> str | None:
    """The title of a plan that lines send (现将《甲》印发给你们), or else name most often in 《》; of several, the
    first."""
    lines = [*lines]
    if sent := next((match["title"] or match["titled"] for line in lines if (match := _SENT.search(line))), None):
        return sent
    counts = Counter(title for line in lines for title in quoted_titles(line))
    return counts.most_common(1)[0][0] if counts else None
