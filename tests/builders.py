"""Things made with what a test is about; all else is the same everywhere."""

from typing import Any

from ipcheck.base.rows import stored_fields
from ipcheck.domain.entry import Entry
from ipcheck.domain.task import Task

# A task of a plan of 2025 that says nothing but its text.
_TASK = Task(
    position=0, section=0, id="later-1", number="1", kind="task", headings="一、任务", text="做好工作。",
    deadline_phrase=None, due=None, ongoing=0, relative_event=None, relative_count=None, relative_unit=None,
    milestones="", deadline_basis="none", deadline_reading="", responsibility_phrase=None, leads="", participants="",
    divided=0, others=0,
    responsibility_basis="none", responsibility_reading="", printed="", mentions="", instruments="", line=1, column=1,
    plan="later", path="later.yaml", published="2025-04-29",
)  # fmt: skip


def a_task(name: str = "later-1", text: str = "做好工作。", **said: Any) -> Task:
    """A task by its id; `due` is a stated day unless `deadline_basis` says otherwise."""
    plan, _hyphen, number = name.rpartition("-")
    if "due" in said:
        said = {"deadline_basis": "stated"} | said
    return _TASK._replace(id=name, plan=plan, number=number, text=text, **said)


def tasks_of(plan: str, *texts: str) -> list[Task]:
    """The tasks of a plan, numbered from 1."""
    return [a_task(f"{plan}-{number}", text) for number, text in enumerate(texts, 1)]


def an_entry(on: str, state: str | None = None, **said: Any) -> Entry:
    """An entry on `later-1` in a user's ledger, entered on the day it happened; `done` and `withdrawn` have proof."""
    task = said.pop("task", "later-1")
    proof = {"source": "来源"} if state in ("done", "withdrawn") else {}
    nothing = dict.fromkeys(stored_fields(Entry))
    where = {"plan": task.rpartition("-")[0], "task": task, "on": on, "recorded": on, "state": state}
    return Entry(**{**nothing, "line": 1, "column": 3, "path": "ledger.yaml", **where, **proof, **said})
