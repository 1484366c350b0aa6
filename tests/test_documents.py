"""Documents: their parts are the same in whatever order they are asked for, and made of tasks that are read once."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.plans import write_plans
from ipcheck.catalogue.store import Catalogue
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task
from ipcheck.formats.cells import shown
from ipcheck.formats.document import Document, Table
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.found_tasks import FoundTasks
from tests.builders import a_task
from tests.conftest import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
TEAM = (
    "--plans", str(EXAMPLES / "team" / "plans"), "--ledger", str(EXAMPLES / "team" / "ledger.yaml"),
    "--assignments", str(EXAMPLES / "team" / "assignments.yaml"),
)  # fmt: skip
CALLS = [
    (), ("plans",), ("tasks", "--plan", "2022", *TEAM), ("due", "--before", "2025-12"), ("agency",),
    ("agency", "CNIPA", "--before", "2025-12"), ("section",), ("section", "保护"), ("show", "2025-8", *TEAM),
    ("show", "2025"), ("diff", "2022", "2025"), ("diff", "2022", "2025", "--detail"), ("diff", "2020", "2022", "2025"),
    ("diff", "2025", "--against", str(EXAMPLES / "team")), ("trace", "商标法"), ("trace", "直播"),
    ("news", "--since", "2026-06"), ("check",), ("check", *TEAM),
    ("report", *TEAM), ("calendar", *TEAM), ("sheet", *TEAM), ("validate",), ("rules",),
    ("mark", "2025-3", "done", "--source", "甲局"),
    ("sheet", "--read", str(EXAMPLES / "offices" / "台账-保护处.xlsx")),
]  # fmt: skip


def cells(table: Table[Any]) -> Any:
    """All that a table holds, without the functions that make its cells."""
    made = shown(table, roomy=True, empty_columns=True)
    return [[column._replace(value=str) for column in made.columns], made.rows, table._replace(columns=(), items=())]


def content(document: Document) -> dict[str, Callable[[], Any]]:
    """The parts of a document by name, each to be read whole."""

    def form() -> Any:
        assert document.form
        made = document.form()
        further = [(name, list(map(cells, tables))) for name, tables in made.further]
        return made._replace(table=cells(made.table), further=further)

    parts: dict[str, Callable[[], Any]] = {
        "tables": lambda: list(map(cells, document.tables())),
        "records": lambda: (document.records().fields, list(document.records().rows)),
        "data": lambda: json.dumps(document.data() if document.data else None, default=list),
        "form": form,
    }
    lists = ("cases", "events", "lines", "notes", "sources")
    parts |= {name: lambda name=name: list(getattr(document, name)()) for name in lists}  # type: ignore[misc]
    parts |= {name: getattr(document, name) for name in ("overview", "side_by_side")}
    return {name: part for name, part in parts.items() if getattr(document, name) is not None}


ORDERS: dict[str, Callable[[list[str]], list[str]]] = {
    "as declared": lambda names: names,
    "the last first": lambda names: names[::-1],
    "from the middle": lambda names: names[len(names) // 2 :] + names[: len(names) // 2],
}


def asked_in(order: Callable[[list[str]], list[str]], run: Run, monkeypatch: pytest.MonkeyPatch, *call: str) -> Any:
    """What the parts of the document of a call hold, each asked for twice in this order."""
    found: dict[str, Any] = {}

    def renderer(_name: str, document: Document, _words: Any) -> Callable[..., None]:
        parts = content(document)

        def render(*_arguments: Any) -> None:
            for name in order(list(parts)) * 2:
                held = parts[name]()
                assert found.setdefault(name, held) == held, name

        return render

    monkeypatch.setattr("ipcheck.cli.destination.renderer", renderer)
    assert run(*call, "--lang", "en").code != UNABLE
    return found


@pytest.mark.parametrize(
    "call", [*CALLS[:2], *(pytest.param(call, marks=pytest.mark.slow) for call in CALLS[2:])],
    ids=lambda call: " ".join(call[:3]),
)  # fmt: skip
def test_the_parts_of_a_document_are_the_same_in_any_order_and_each_time(
    run_shipped: Run, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    for form in ("plain", "csv") if call[:1] in [("tasks",), ("agency",), ("check",), ("calendar",)] else ("plain",):
        answers = []
        for order in ORDERS.values():
            Path("ledger.yaml").unlink(missing_ok=True)  # the entry of `mark`
            answers.append(asked_in(order, run_shipped, monkeypatch, *call, "-f", form))
        assert {"tables", "records", "notes"} <= answers[0].keys()
        assert answers == [answers[0]] * len(ORDERS)


def context(streams: bool) -> Context:
    nothing: Any = None
    return Context(nothing, date(2025, 1, 1), Judge(date(2025, 1, 1)), nothing, streams)


class Source:
    """Tasks that are found, with the numbers of times that they were asked for, and of tasks that were given."""

    def __init__(self) -> None:
        self.asked = self.given = 0

    def __call__(self) -> Iterator[Task]:
        self.asked += 1
        for number in range(5):
            self.given += 1
            yield a_task(f"{'ab'[number % 2]}-{number}")


def test_tasks_are_found_once_by_whoever_asks_first() -> None:
    for first in (list, lambda tasks: tasks.plans, lambda tasks: tasks.situations):
        source = Source()
        tasks = FoundTasks(context(streams=False), source)
        first(tasks)
        assert [task.id for task in tasks] == [task.id for task in tasks] == ["a-0", "b-1", "a-2", "b-3", "a-4"]
        assert (tasks.plans, tasks.situations) == ({"a", "b"}, {("open", "unknown"): 5})
        assert (source.asked, source.given) == (1, 5)


def test_tasks_that_stream_are_handed_through_and_counted_in_passing() -> None:
    source = Source()
    tasks = FoundTasks(context(streams=True), source)
    reading = iter(tasks)
    assert (next(reading).id, source.given) == ("a-0", 1)
    assert [task.id for task in reading] == ["b-1", "a-2", "b-3", "a-4"]
    assert (tasks.plans, tasks.situations) == ({"a", "b"}, {("open", "unknown"): 5})
    assert source.asked == 1
    assert len(list(tasks)) == 5  # another part is not wrong, only slower


@pytest.mark.slow
@pytest.mark.parametrize("call", [("due",), ("tasks",), ("agency", "国管局"), ("check",), ("report",)])
def test_a_page_asks_for_no_task_twice(run_shipped: Run, opened: list[Catalogue], call: tuple[str, ...]) -> None:
    """It asks for the sources that it cites; and a report cites them in every format."""
    asked = {}
    for form in ("plain", "html"):
        run_shipped(*call, "--lang", "zh", "-f", form)
        asked[form] = opened.pop().statements
    assert asked["html"] == asked["plain"] + (call != ("report",))


def test_a_check_in_every_format_reads_its_tasks_once(run_shipped: Run, opened: list[Catalogue]) -> None:
    asked = []
    for form in ("csv", "json", "junit", "github"):
        run_shipped("check", "--lang", "zh", "-f", form)
        asked.append(opened.pop().statements)
    assert asked == [asked[0], asked[0], asked[0] - 1, asked[0] - 1]  # the first two have the summaries too


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_streams_takes_no_more_memory_for_many_tasks(run_shipped: Run, tmp_path: Path, form: str) -> None:
    peaks = []
    for tasks in (120, 300):
        plans = tmp_path / str(tasks)
        write_plans(plans, 5, tasks)
        call = ("tasks", "--plans", str(plans), "-o", str(tmp_path / f"{tasks}.{form}"), "--no-public")
        assert run_shipped(*call).code == FINE  # compiles, and imports
        tracemalloc.start()
        assert run_shipped(*call).code == FINE
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000  # to keep 900 more tasks takes a megabyte
