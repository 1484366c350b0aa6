"""The rules that only `ipcheck validate` checks: their lists, a function that applies them to a file, and the manual of
all rules, those of the loaders included.

Each rule is a generator of complaints. Its docstring is its entry in the manual.
"""

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
    """A rule for single texts. It applies to every text of every file or, with `copies_only`, only to the texts that a
    plan copies from its document."""

    check: Callable[[YamlText, Translator], Iterator[texts.Complaint]]
    copies_only: bool = False


class PlanRule(NamedTuple):
    """A rule for whole plans; `level` is the level of its findings."""

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
    PlanRule(plans.issue_day),
    PlanRule(plans.past_day, level="info"),
)
MANUALS: Sequence[Manual] = (
    *OF_LOADERS,
    *(manual(rule.check, "warning") for rule in OF_TEXTS),
    *(manual(rule.check, rule.level) for rule in OF_PLANS),
)

# The keys of a plan whose texts are copied from the document.
_COPIED_KEYS = {
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
    """The findings of all rules for a file. `content` comes from `yaml_reader.read_yaml`; `rows` are the rows that a
    loader made of `content`, empty if the file has errors."""
    is_plan = file.role == PLAN
    for key, text in _texts(content):
        for rule in OF_TEXTS:
            if not rule.copies_only or (is_plan and key in _COPIED_KEYS):
                for complaint in rule.check(text, _):
                    yield _finding(file, complaint, "warning", rule.check)
    if is_plan and isinstance(content, YamlMapping):
        plan = CheckedPlan(content, rows, registry)
        for plan_rule in OF_PLANS:
            for complaint in plan_rule.check(plan, _):
                yield _finding(file, complaint, plan_rule.level, plan_rule.check)


def _finding(file: DataFile, complaint: texts.Complaint, level: str, check: Callable[..., Any]) -> Finding:
    return Finding(file.path, complaint.line, complaint.column, level, rule_id(check), complaint.message)


def _texts(node: Any, key: str = "") -> Iterator[tuple[str, YamlText]]:
    """Every text in `node`, in order, as (key, text); `key` is the nearest key above the text."""
    if isinstance(node, YamlText):
        yield key, node
    elif isinstance(node, YamlList):
        for item in node:
            yield from _texts(item, key)
    elif isinstance(node, YamlMapping):
        for name, value in node.items():
            yield from _texts(value, name)
