"""The words behind a day: what is to be done by it (完成方案制定, 建成投用), and work that goes on or comes again."""

import re

from ipcheck.domain.phrases.times import DAY, MONTH

_HOW = "(?:力争|争取|确保|基本|全部|全面|初步|如期|按期|按时|同步|率先|正式)"
# Verbs that may stand alone or name what they bring about.
_TRANSITIVE = (
    "(?:完成|制定|制订|修订|起草|编制|拟定|拟订|出台|印发|下发|发布|公布|建成|建立|形成|实现|达到|启动|开展"
    "|报送|上报|提交|通过|通报|调度|更新)"
)
_INTRANSITIVE = (
    "(?:实施|落实|上线|见效|生效|施行|落地|到位|开工(?:建设)?|动工|竣工|完工|投用|投产|投运|试?运行|运营"
    "|启用|开通|通车|投入(?:使用|试?运行|运营)|交付(?:使用)?|达标|达产|办结|整改|销号|验收|报审|报批|备案|推开|推广)"
)
_RESULT = (
    "(?:取得(?:明显|显著|积极|初步|重大|实质性|阶段性|突破性)?(?:成效|实效|成果|进展|突破|效果)"
    "|(?:初步|明显)?见到?(?:明显|初步)?成效)"
)
# What is brought about; many of these name work.
_OBJECT = (
    "(?:方案|计划|规划|办法|细则|制度|标准|文件|清单|台账|名单|报告|总结|初稿|草案|征求意见稿?|送审稿|报批稿?"
    "|机制|体系|平台|系统|项目|工程|工作|任务|目标|指标|主体|前期|年度|阶段性|总体|首批|[一二三]期|全部|各项|相关"
    "|制定|制订|修订|起草|编制|编写|调研|论证|立项|审批|审核|审议|选址|设计|勘察|招标|招投标|采购|签约|征地|拆迁"
    "|建设|施工|改造|安装|调试|验收|整改|销号|整治|治理|修复|清理|排查|摸底|核查|检查|自查|普查|评估|考核|培训"
    "|部署|申报|备案|公示|认定|推广|实施)"
)
_SHARE = "(?:[0-9]+(?:[.][0-9]+)?(?:%|项|个|家|处|件|批)(?:以上)?|一半(?:以上)?|过半)"

_WORK = re.compile(
    f"^(?:[、和及并]?{_OBJECT}{{0,3}}{_HOW}*"
    f"(?:{_TRANSITIVE}(?:{_OBJECT}|{_SHARE}|[和及、的](?={_OBJECT})){{0,6}}+|{_INTRANSITIVE}|{_RESULT})){{0,4}}"
)

_GOES_ON = (
    "(?:推进|推动|实施|开展|坚持|落实|加强|完善|优化|深化|进行|整改|执行|巩固|提升|改进|抓好|做好|保持|跟踪|规范|更新)"
)
_ONGOING = re.compile(
    f"(?:持续|长期|常态化?|长效|不断|继续|滚动|动态|逐年|全年|定期|常年)+(?:深入|稳步|有序|抓好|做好)?{_GOES_ON}{{1,2}}"
    "|按(?:年度?|季度?|月度?)(?:推进|实施|报送|调度|更新|通报|开展|落实|上报)"
    "|常态化|长期|逐年|持续|常抓不懈|(?:长期|经常|常态)性?(?:任务|工作)"
)
_EVERY = "(?:每个?(?:年度?|半年|季度?|月度?|周[一二三四五六日]?|旬|日|天)|每[两二三]个?[年月])"
_TIMES = re.compile(f"{_EVERY}[^,;]{{0,6}}(?:[一二两三四]|[0-9]+)次")
# A day that comes again: 每季度末, 每年6月、12月底前, 每月10日前.
_AGAIN = re.compile(
    f"{_EVERY}(?:首月|末月|第[一二三]个月|{MONTH}(?:[、和]{MONTH})*(?:[上中下]旬)?|第?[1-4一二三四]季度|[上下]半年)?"
    f"(?:{DAY})?[初中底末内]?(?:之前|以前|前)?"
)
_AND = re.compile("^(?:[、并且后]|此后|之后|其后)*")


def read_work(text: str) -> bool | None:
    """Whether the work goes on, by the folded words behind a time; None where one of them is not known."""
    rest = _WORK.sub("", text)
    if not rest:
        return False
    return goes_on(_AND.sub("", rest)) or None


def goes_on(text: str) -> bool:
    """Whether a folded text says that work goes on or comes again: 长期坚持并持续推进, 每季度末."""
    if again := _TIMES.match(text) or _AGAIN.match(text):
        return read_work(text[again.end() :]) is not None
    return all(map(_ONGOING.fullmatch, re.split("[、并且]+", text)))
