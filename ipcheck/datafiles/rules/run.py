"""What `validate` looks for beside what loaders refuse: each rule a generator, all of them in two lists."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.discovery import PLAN, DataFile
from ipcheck.datafiles.rows import Row
from ipcheck.datafiles.rules import plans, texts
from ipcheck.datafiles.rules.loading import OF_LOADERS
from ipcheck.datafiles.rules.manual import Manual, manual, rule_id
from ipcheck.datafiles.rules.plans import CheckedPlan
from ipcheck.datafiles.yaml_reader import YamlList, YamlMapping, YamlText
from ipcheck.domain.registry import Registry


class TextRule(NamedTuple):
    """A rule of single texts: of every text of every file, or only of the words that a plan copies."""

    check: Callable[[YamlText, Translator], Iterator[texts.Complaint]]
    copies_only: bool = False


class PlanRule(NamedTuple):
    """A rule of plans as a whole."""

    check: Callable[[CheckedPlan, Translator], Iterator[texts.Complaint]]
    level: str = "warning"


OF_TEXTS = (
    TextRule(texts.half_width, copies_only=True),
    TextRule(texts.unbalanced),
    TextRule(texts.traditional, copies_only=True),
    TextRule(texts.radical),
    TextRule(texts.private_use),
    TextRule(texts.mojibake),
    TextRule(texts.pinyin),
)
OF_PLANS = (
    PlanRule(plans.full_stop),
    PlanRule(plans.unknown_instrument),
    PlanRule(plans.empty_section),
    PlanRule(plans.numbered_intro),
    PlanRule(plans.day_order),
    PlanRule(plans.past_day, level="info"),
)
MANUALS: Sequence[Manual] = (
    *OF_LOADERS,
    *(manual(rule.check, "warning") for rule in OF_TEXTS),
    *(manual(rule.check, rule.level) for rule in OF_PLANS),
)

# The words that a plan copies from its document.
_COPIED = {
    "title",
    "document_number",
    "issuer",
    "preamble",
    "heading",
    "intro",
    "text",
    "deadline",
    "responsible",
    "closing",
}


def rule_findings(
    file: DataFile, content: Any, rows: Sequence[Row], registry: Registry, _: Translator
) -> Iterator[Finding]:
    """What the rules say of a file that could be read; `rows` are what it became, none where it has errors."""
    of_plan = file.role == PLAN
    for key, text in _texts(content):
        for rule in OF_TEXTS:
            if not rule.copies_only or (of_plan and key in _COPIED):
                for complaint in rule.check(text, _):
                    yield _finding(file, complaint, "warning", rule.check)
    if of_plan and isinstance(content, YamlMapping):
        plan = CheckedPlan(content, rows, registry)
        for each in OF_PLANS:
            for complaint in each.check(plan, _):
                yield _finding(file, complaint, each.level, each.check)


def _finding(file: DataFile, complaint: texts.Complaint, level: str, check: Callable[..., Any]) -> Finding:
    return Finding(file.path, complaint.line, complaint.column, level, rule_id(check), complaint.said)


def _texts(node: Any, key: str = "") -> Iterator[tuple[str, YamlText]]:
    """Every text of a file, with the key at which it stands."""
    if isinstance(node, YamlText):
        yield key, node
    elif isinstance(node, YamlList):
        for item in node:
            yield from _texts(item, key)
    elif isinstance(node, YamlMapping):
        for name, value in node.items():
            yield from _texts(value, name)
