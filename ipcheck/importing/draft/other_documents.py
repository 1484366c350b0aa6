"""Documents that are divided as plans are, but are none: reports, explanations, rules, guides to services."""

import re
from collections.abc import Sequence

from ipcheck.base.i18n import Translator
from ipcheck.importing.draft import facts
from ipcheck.importing.draft.draft import DraftPlan
from ipcheck.importing.draft.outline import Outline
from ipcheck.importing.draft.paragraphs import Line

_HEADLINE = re.compile("[\u4e00-\u9fff0-9“”]{10,50}")
# The headline of a page that explains a plan: 《甲方案》政策解读.
_EXPLAINS = re.compile("《[^《》]+》[^。，]{0,8}(?:解读|图解)")
_OF_SERVICE = re.compile(
    "(?:办理|申请|申报|受理)(?:依据|条件|材料|流程|程序|时限|地点|方式)|收费(?:标准|依据)|咨询(?:方式|电话)|服务对象"
)
_FEWEST = 2  # headings or articles that show what a document is


def why_no_plan(plan: DraftPlan, body: Outline, before: Sequence[Line], _: Translator) -> str | None:
    """Why a document is no plan although it has items, in the language of the call; None where nothing says so.
    `before` are the lines above the items."""
    headlines = [line.text for line in before if _HEADLINE.fullmatch(line.text)]
    if facts.is_report(plan.facts["title"], headlines, plan.preamble) or (
        "title" in plan.doubts and any(_EXPLAINS.fullmatch(line.text) for line in before)
    ):
        return _("it is a report or an explanation, not a plan: {title}").format(title=plan.facts["title"])
    if sum(item.marker.style == "article" for item in body.all()) > _FEWEST:
        return _("it is a set of rules in articles (第一条), not a plan")
    if sum(bool(_OF_SERVICE.search(section.heading)) for section in plan.sections()) >= _FEWEST:
        return _("it explains how to apply for a service (办理流程, 申请材料); is this a plan?")
    return None
