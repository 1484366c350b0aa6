"""The draft of a plan: the content of a plan file with the program's doubts, and its writing as YAML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.yaml_append import yaml_scalar

FACTS = ("title", "document_number", "issuer", "issued", "published", "period", "region")


@dataclass
class DraftTask:
    """A task of the draft. `at` is the place in the document at which its text begins, as in `Piece.at`.

    `number` is empty until all tasks are known and `number_tasks` sets it; `doubts` are what a person should check.
    """

    text: str
    at: int
    kind: str = "task"
    deadline: str | None = None
    responsible: str | None = None
    own: str | None = None  # the number in the document
    number: str = ""
    doubts: list[str] = field(default_factory=list)


@dataclass
class DraftSection:
    """A heading and what stands below it; `intro` is the prose before its tasks, `contents` are the sections within it.

    `role` says how its tasks are numbered: below the section's own number ("item"), below the number of a box ("box"),
    or by their place alone (""). `own` is the number of the item or box. `deadline` and `responsible` hold for all its
    tasks.
    """

    heading: str
    at: int
    intro: list[str] = field(default_factory=list)
    tasks: list[DraftTask] = field(default_factory=list)
    contents: list["DraftSection"] = field(default_factory=list)
    deadline: str | None = None
    responsible: str | None = None
    role: str = ""
    own: int | None = None
    sub: bool = False  # whether its tasks are a list in small numbers: ①, （1）
    doubts: list[str] = field(default_factory=list)

    def all(self) -> Iterator["DraftSection"]:
        """The section and all sections within it, in order."""
        yield self
        for section in self.contents:
            yield from section.all()


@dataclass
class DraftPlan:
    """The whole draft. `facts` has those of FACTS that the document tells.

    The keys of `doubts` say what a doubt is about: one of FACTS, `id`, `preamble` or `closing`. `url` is the address
    that the document was fetched from, and `retrieved` the day (ISO text) of that. `first_leads` says that the first of
    several agencies leads.
    """

    id: str
    facts: dict[str, str] = field(default_factory=dict)
    publisher: str | None = None
    url: str | None = None
    retrieved: str | None = None
    first_leads: bool = False
    preamble: list[str] = field(default_factory=list)
    contents: list[DraftSection] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    doubts: dict[str, list[str]] = field(default_factory=dict)

    def sections(self) -> Iterator[DraftSection]:
        """Every section, in order."""
        for section in self.contents:
            yield from section.all()

    def tasks(self) -> Iterator[DraftTask]:
        """Every task, in order."""
        for section in self.sections():
            yield from section.tasks

    def doubt(self, part: str, remark: str) -> None:
        """Add a remark on one part of the plan, which a person should check."""
        self.doubts.setdefault(part, []).append(remark)


def number_tasks(plan: DraftPlan) -> None:
    """Set the number of every task: the document's own numbers where they are unique, or else numbers by place.

    A number by place is part.item.sentence: 2.3.1. Sentence 2 of box 1 is b1.2, and goals outside items and boxes are
    g1, g2 and so on. Where the document's numbers are unique, sentence 2 of item 7 is 7.2, and sentence 2 of the first
    section outside items and boxes is o1.2.
    """
    task_numbers = [task.own for task in plan.tasks() if task.own is not None]
    item_numbers = [section.own for section in plan.sections() if section.role == "item"]
    rising = [tuple(map(int, number.split("."))) for number in task_numbers]
    unique = (
        len(set(task_numbers)) == len(task_numbers)
        and rising == sorted(rising)
        and len(set(item_numbers)) == len(item_numbers)
        and bool(task_numbers or item_numbers)
    )
    counts = {"g": 0, "o": 0}

    def number_sections(contents: Sequence[DraftSection], path: tuple[int, ...]) -> None:
        for place, section in enumerate(contents, 1):
            number_tasks_of(section, (*path, place))
            number_sections(section.contents, (*path, place))

    def number_tasks_of(section: DraftSection, path: tuple[int, ...]) -> None:
        prefix = ".".join(map(str, path if not section.contents else (*path, 0)))
        if section.role == "box":
            prefix = f"b{section.own}"
        elif section.role == "item" and unique:
            prefix = str(section.own)
        elif unique and any(task.own is None and task.kind != "goal" for task in section.tasks):
            counts["o"] += 1
            prefix = f"o{counts['o']}"
        for place, task in enumerate(section.tasks, 1):
            if task.own is not None and unique:
                task.number = task.own
            elif task.kind == "goal" and not section.role:
                counts["g"] += 1
                task.number = f"g{counts['g']}"
            else:
                task.number = f"{prefix}.{place}"

    number_sections(plan.contents, ())


def draft_as_yaml(plan: DraftPlan, head: Sequence[str], _: Translator) -> tuple[str, list[tuple[int, str]]]:
    """The draft as YAML below the comment lines `head`, and every doubt with the number (from 1) of the line that has
    it as a comment."""
    writer = _Writer(head)
    writer.plan(plan)
    return "\n".join(writer.lines) + "\n", writer.doubts


class _Writer:
    """The lines of a plan file so far, and the doubts among them. A doubt is a comment above the line that it is
    about."""

    def __init__(self, head: Sequence[str]) -> None:
        self.lines = [f"# {line}" for line in head]
        self.doubts: list[tuple[int, str]] = []

    def plan(self, plan: DraftPlan) -> None:
        """Write the plan, with its fields in the order of a plan file."""
        doubts = plan.doubts
        self._line("", f"id: {yaml_scalar(plan.id)}", doubts.get("id", ()))
        for fact in FACTS:
            if fact in plan.facts:
                self._line("", f"{fact}: {yaml_scalar(plan.facts[fact])}", doubts.get(fact, ()))
            else:
                self._comments("", doubts.get(fact, ()))
        source = {"publisher": plan.publisher, "url": plan.url, "retrieved": plan.retrieved}
        if any(source.values()):
            self._line("", "source:")
            self._fields("  ", source)
        if plan.first_leads:
            self._line("", "lead: first")
        self._prose("", "preamble", plan.preamble, doubts.get("preamble", ()))
        self._line("", "contents:")
        for section in plan.contents:
            self._section("  ", section)
        self._prose("", "closing", plan.closing, doubts.get("closing", ()))

    def _section(self, indent: str, section: DraftSection) -> None:
        self._line(indent, f"- heading: {yaml_scalar(section.heading)}", section.doubts)
        inner = indent + "  "
        if section.deadline or section.responsible:
            self._line(inner, "defaults:")
            self._fields(inner + "  ", {"responsible": section.responsible, "deadline": section.deadline})
        self._prose(inner, "intro", section.intro)
        if section.tasks:
            self._line(inner, "tasks:")
            for task in section.tasks:
                self._task(inner + "  ", task)
        if section.contents:
            self._line(inner, "contents:")
            for child in section.contents:
                self._section(inner + "  ", child)

    def _task(self, indent: str, task: DraftTask) -> None:
        self._line(indent, f"- number: {task.number}", task.doubts)
        kind = None if task.kind == "task" else task.kind
        fields = {"kind": kind, "text": task.text, "deadline": task.deadline, "responsible": task.responsible}
        self._fields(indent + "  ", fields)

    def _fields(self, indent: str, fields: dict[str, str | None]) -> None:
        for key, value in fields.items():
            if value:
                self._line(indent, f"{key}: {yaml_scalar(value)}")

    def _prose(self, indent: str, key: str, paragraphs: Sequence[str], doubts: Sequence[str] = ()) -> None:
        if len(paragraphs) > 1:
            self._line(indent, f"{key}: |-", doubts)
            self.lines += [f"{indent}  {paragraph}" for paragraph in paragraphs]
        elif paragraphs:
            self._line(indent, f"{key}: {yaml_scalar(paragraphs[0])}", doubts)
        else:
            self._comments(indent, doubts)

    def _line(self, indent: str, line: str, doubts: Sequence[str] = ()) -> None:
        self._comments(indent, doubts)
        self.lines.append(indent + line)

    def _comments(self, indent: str, doubts: Sequence[str]) -> None:
        for doubt in doubts:
            self.lines.append(f"{indent}# check: {doubt}")
            self.doubts.append((len(self.lines), doubt))
