"""A links file becomes rows: both ends must exist, in plans that follow each other in time."""

from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import nearest
from ipcheck.datafiles.rows import LinkedPlansRow, LinkRow, Row
from ipcheck.datafiles.schema import LinkEntry, LinksFile
from ipcheck.datafiles.shape import check_shape
from ipcheck.datafiles.yaml_reader import YamlMapping
from ipcheck.domain.task import plan_of


class KnownPlan(NamedTuple):
    """What a links file must fit: the plan's day (ISO text, None where it is not known) and the ids of its tasks (None
    where faults of its file keep them from being known)."""

    day: str | None
    tasks: Set[str] | None


def load_links(
    content: Any, path: str, known: Mapping[str, KnownPlan] | None, _: Translator, whole: bool = True
) -> tuple[list[Row], list[Finding]]:
    """The rows of a links file (from `source.read`), and its faults.

    `known` holds the plans of the call by id; None leaves out what only they can tell: that both ends exist and that
    the plans stand in time order. They are not the `whole` where some file cannot be read: a plan may be in that one.
    """
    if isinstance(content, YamlMapping) and "contents" in content and "links" not in content:
        said = _("a plan, where links are expected; give it another name, and a folder that is not called links")
        return [], [Finding(path, content.line, content.column, "error", "schema", said)]
    file, content, findings = check_shape(LinksFile, content, path, _)
    if file is None:
        return [], findings
    pair = LinkedPlansRow(file.earlier, file.later, content["earlier"].line, content["earlier"].column)
    rows = [
        LinkRow(link.earlier, link.later, link.grade, link.why, block["from"].line, block["from"].column)
        for link, block in zip(file.links, content["links"], strict=True)
    ]
    return [pair, *rows], [*findings, *_Checking(file, path, known, whole, _).findings(content)]


class _Checking:
    def __init__(
        self, file: LinksFile, path: str, known: Mapping[str, KnownPlan] | None, whole: bool, _: Translator
    ) -> None:
        self.file = file
        self.path = path
        self.known = known
        self.whole = whole
        self._ = _

    def findings(self, content: YamlMapping) -> Iterator[Finding]:
        """Every fault that the shape of the file does not show."""
        yield from self._plans(content)
        lines: dict[tuple[str, str], int] = {}
        for link, block in zip(self.file.links, content["links"], strict=True):
            yield from self._ends(link, block)
            pair = (link.earlier, link.later)
            if pair in lines:
                said = self._("this link is given twice; first on line {line}").format(line=lines[pair])
                yield self._finding(block["from"], "duplicate-link", said)
            lines.setdefault(pair, block["from"].line)

    def _plans(self, content: YamlMapping) -> Iterator[Finding]:
        earlier, later = self.file.earlier, self.file.later
        if earlier == later:
            said = self._("the tasks of a plan are linked to those of another plan, not to its own")
            yield self._finding(content["later"], "link-order", said)
        if self.known is None:
            return
        for key, plan in (("earlier", earlier), ("later", later)):
            if plan not in self.known and self.whole:
                said = self._("no plan has the id {name}").format(name=plan)
                yield self._finding(
                    content[key], "unknown-plan", said + self._.did_you_mean(nearest(plan, self.known, 1))
                )
        first, last = (self.known[plan].day if plan in self.known else None for plan in (earlier, later))
        if first and last and first > last:
            said = self._("{earlier} is of {first}, after {later} ({last}); exchange the two")
            said = said.format(earlier=earlier, later=later, first=first, last=last)
            yield self._finding(content["earlier"], "link-order", said)

    def _ends(self, link: LinkEntry, block: YamlMapping) -> Iterator[Finding]:
        """A link leads from a task of the earlier plan to one of the later."""
        for key, task, plan in (("from", link.earlier, self.file.earlier), ("to", link.later, self.file.later)):
            if plan_of(task) != plan:
                said = self._("{task} is no task of {plan}").format(task=task, plan=plan)
                yield self._finding(block[key], "link-end", said)
                continue
            known = self.known.get(plan) if self.known else None
            if known and known.tasks is not None and task not in known.tasks:
                said = self._("there is no task {task}").format(task=task)
                near = nearest(task, sorted(known.tasks), 1)
                yield self._finding(block[key], "link-end", said + self._.did_you_mean(near))

    def _finding(self, at: Any, rule: str, said: str) -> Finding:
        return Finding(self.path, at.line, at.column, "error", rule, said)
