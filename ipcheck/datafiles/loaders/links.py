"""Load a links file (docs/links.md): make rows, and check that both ends of each link exist and that the earlier plan
is not later than the other."""

from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import similar_names
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import LINKS
from ipcheck.datafiles.rows import LinkedPlansRow, LinkRow, Row
from ipcheck.datafiles.yaml_reader import YamlMapping, YamlText, plain
from ipcheck.domain.task import plan_of


class KnownPlan(NamedTuple):
    """The facts of a plan that links are checked against: its day (ISO text, None if unknown) and the ids of its tasks
    (None if they are unknown because its file has errors)."""

    day: str | None
    tasks: Set[str] | None


def load_links(
    content: Any, path: str, plans: Mapping[str, KnownPlan] | None, _: Translator, all_known: bool = True
) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of a links file; `content` comes from `yaml_reader.read_yaml`.

    `plans` holds the plans of this call by id. Without `plans`, the existence of both ends and the time order of the
    plans are not checked. `all_known` is false if a file cannot be read: it may hold a plan that seems to be missing.
    """
    if isinstance(content, YamlMapping) and "contents" in content and "links" not in content:
        message = _(
            "this is a plan, where links are expected; give it another name, in a folder that is not called links"
        )
        return [], [Finding(path, content.line, content.column, "error", "schema", message)]
    file, findings = check_content(LINKS, content, path, _)
    if file is None:
        return [], findings
    earlier = file["earlier"]
    rows: list[Row] = [LinkedPlansRow(str(earlier), str(file["later"]), earlier.line, earlier.column)]
    for link in file["links"]:
        values, place = plain(link), link["from"]
        said = (values["from"], values["to"], values["grade"], values["why"], values.get("english"))
        rows.append(LinkRow(*said, place.line, place.column))
    return rows, [*findings, *_LinksCheck(file, path, plans, all_known, _).findings()]


class _LinksCheck:
    """The checks of a links file beyond its schema: its plans, the ends of its links, and duplicate links."""

    def __init__(
        self, file: YamlMapping, path: str, plans: Mapping[str, KnownPlan] | None, all_known: bool, _: Translator
    ) -> None:
        self.file = file
        self.path = path
        self.plans = plans
        self.all_known = all_known
        self._ = _

    def findings(self) -> Iterator[Finding]:
        """Every fault of the file that the check against its schema does not find."""
        yield from self._check_plans()
        first_lines: dict[tuple[str, str], int] = {}
        for link in self.file["links"]:
            yield from self._check_ends(link)
            pair = (link["from"], link["to"])
            if pair in first_lines:
                message = self._("this link is given twice; first on line {line}").format(line=first_lines[pair])
                yield self._finding(link["from"], "duplicate-link", message)
            first_lines.setdefault(pair, link["from"].line)

    def _check_plans(self) -> Iterator[Finding]:
        earlier, later = self.file["earlier"], self.file["later"]
        if earlier == later:
            message = self._("the tasks of a plan are linked to those of another plan, not to its own")
            yield self._finding(later, "link-order", message)
        if self.plans is None:
            return
        for plan in (earlier, later):
            if plan not in self.plans and self.all_known:
                message = self._("no plan has the id {name}").format(name=plan)
                message += self._.did_you_mean(similar_names(plan, self.plans, 1))
                yield self._finding(plan, "unknown-plan", message)
        first, last = (self.plans[plan].day if plan in self.plans else None for plan in (earlier, later))
        if first and last and first > last:
            message = self._("{earlier} dates from {first}, after {later} ({last}); swap the two")
            message = message.format(earlier=earlier, later=later, first=first, last=last)
            yield self._finding(earlier, "link-order", message)

    def _check_ends(self, link: YamlMapping) -> Iterator[Finding]:
        """Check that the link leads from a task of the earlier plan to a task of the later plan."""
        for task, plan in ((link["from"], self.file["earlier"]), (link["to"], self.file["later"])):
            if plan_of(task) != plan:
                message = self._("{task} is not a task of {plan}").format(task=task, plan=plan)
                yield self._finding(task, "link-end", message)
                continue
            known_plan = self.plans.get(plan) if self.plans else None
            if known_plan and known_plan.tasks is not None and task not in known_plan.tasks:
                message = self._("there is no task {task}").format(task=task)
                suggestions = similar_names(task, sorted(known_plan.tasks), 1)
                yield self._finding(task, "link-end", message + self._.did_you_mean(suggestions))

    def _finding(self, value: YamlText, rule: str, message: str) -> Finding:
        return Finding(self.path, value.line, value.column, "error", rule, message)
