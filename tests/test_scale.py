"""What an answer costs as plans become many: counted, not timed."""

import ast
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import ipcheck.catalogue.compile
import ipcheck.catalogue.store
from benchmarks.plans import write_plans
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.compile import Compilation
from ipcheck.catalogue.current import dependencies_of
from ipcheck.catalogue.store import Catalogue
from ipcheck.catalogue.tables import INDEXES, TABLE_OF, in_memory
from ipcheck.cli.exit_codes import FINE, INTERRUPTED
from ipcheck.datafiles.discovery import gather
from ipcheck.datafiles.yaml_reader import read_yaml
from tests.conftest import Run
from tests.test_suggest_many import children_of

WORDS = Translator("en")
# Questions with the same few answers however many plans there are.
CALLS = [
    ("due", "--before", "2023-01", "-f", "csv"),
    ("agency", "国管局", "--plan", "2025", "-f", "csv"),
    ("section", "地理标志", "-f", "csv"),
    ("tasks", "--text", "植物新品种保护条例", "--before", "2022-12", "-f", "csv"),
    ("tasks", "--plan", "2025", "-f", "csv"),
    ("show", "2025-8", "-f", "json"),
    ("news", "--plan", "2025", "--since", "2025", "-f", "csv"),
]


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IPCHECK_CACHE_DIR", str(tmp_path / "cache"))


class Cost:
    """What a call asks of the catalogue: statements, and steps of SQLite's machine (thousands)."""

    def __init__(self) -> None:
        self.statements = self.steps = 0


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> Cost:
    """What the next call costs, once its files are compiled."""
    counted = Cost()
    original = Catalogue._refreshed

    def noticed(self: Catalogue, connection: sqlite3.Connection) -> sqlite3.Connection:
        counted.__init__()  # type: ignore[misc]
        ready = original(self, connection)

        def step() -> None:
            counted.steps += 1

        ready.set_progress_handler(step, 1000)
        ready.set_trace_callback(lambda _sql: setattr(counted, "statements", counted.statements + 1))
        return ready

    monkeypatch.setattr(Catalogue, "_refreshed", noticed)
    return counted


@pytest.fixture(scope="module")
def few_and_many(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Plans of 2 and of 100 tasks."""
    folder = tmp_path_factory.mktemp("scale")
    return {tasks: write_plans(folder / str(tasks) / "plans", 40, tasks)[0].parent for tasks in (2, 100)}


@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call[:3]))
def test_a_question_costs_as_much_of_many_tasks_as_of_few(
    run_shipped: Run, monkeypatch: pytest.MonkeyPatch, cost: Cost, few_and_many: dict[int, Path], call: tuple[str, ...]
) -> None:
    found = {}
    for tasks, plans in few_and_many.items():
        monkeypatch.setenv("IPCHECK_CACHE_DIR", str(plans.parent / "cache"))
        answer = run_shipped(*call, "--plans", str(plans))
        assert answer.code == FINE, answer.err
        assert answer.raw.count(b"\n") > 1
        found[tasks] = (answer.raw, cost.statements, cost.steps)
    assert found[2][:2] == found[100][:2]
    assert found[100][2] <= found[2][2] + 4  # thousands; to look at 3,900 more tasks takes sixty


@pytest.mark.parametrize("call", [("due", "--agency"), ("agency",), ("trace",)], ids=" ".join)
def test_a_question_costs_as_much_by_an_id_as_by_a_name(run_shipped: Run, cost: Cost, call: tuple[str, ...]) -> None:
    name, id_ = ("UPOV公约", "upov-convention") if call == ("trace",) else ("NPCSC", "npc-standing-committee")
    found = []
    for named in (name, id_):
        assert run_shipped(*call, named, "-f", "csv").code == FINE
        found.append(cost.statements)
    assert found[1] <= found[0]


def test_an_unchanged_file_is_neither_opened_nor_looked_up(
    run_shipped: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plans(tmp_path / "plans", 20, 2)
    call = ("due", "--before", "2023-01", "--plans", str(tmp_path / "plans"), "-f", "csv")
    first = run_shipped(*call)

    def refuse(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(ipcheck.catalogue.store, "compare_files", refuse)
    monkeypatch.setattr("ipcheck.datafiles.loaders.file.read_yaml", refuse)
    assert run_shipped(*call) == first


@pytest.mark.parametrize("edited", [1, 3])
def test_only_what_has_changed_is_read(
    run_shipped: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: int
) -> None:
    paths = write_plans(tmp_path / "plans", 20, 2)
    call = ("plans", "--plans", str(tmp_path / "plans"), "-f", "csv")
    run_shipped(*call)
    opened: list[str] = []

    def noticed(path: Path, words: Translator) -> Any:
        opened.append(str(path))
        return read_yaml(path, words)

    monkeypatch.setattr("ipcheck.datafiles.loaders.file.read_yaml", noticed)
    for path in paths[:edited]:
        path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: 新"), encoding="utf-8")
    answer = run_shipped(*call)
    assert opened == [str(path) for path in paths[:edited]]
    assert answer.out.count("新") == edited


@pytest.mark.slow
def test_a_changed_plan_is_compiled_without_a_heavy_library(tmp_path: Path) -> None:
    [path] = write_plans(tmp_path / "plans", 1, 5)
    program = (
        "import sys\nfrom ipcheck.cli.main import main\n"
        "code = main(sys.argv[1:])\nprint(sorted(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    loaded: set[str] = set()
    for _time in range(2):
        with path.open("a", encoding="utf-8") as file:
            file.write("# edited\n")
        call = [sys.executable, "-c", program, "due", "--plans", str(path.parent), "-f", "csv"]
        done = subprocess.run(call, capture_output=True, check=True, encoding="utf-8", timeout=60)
        loaded = set(ast.literal_eval(done.stderr.splitlines()[-1]))
    assert "ipcheck.datafiles.loaders.plan" in loaded
    assert not loaded & {"rich", "tabulate", "tempfile", "pickle"}


def statements_to_compile(folder: Path, plans: int) -> int:
    """How many statements SQLite runs to compile so many plans from nothing."""
    write_plans(folder, plans, 10)
    files = gather([str(folder)], WORDS)
    seen: list[str] = []
    with closing(in_memory()) as connection:
        connection.set_trace_callback(seen.append)
        assert Compilation(connection, files, dependencies_of(files), WORDS).compile(files) == []
    rows = sum(sql.startswith("INSERT") for sql in seen)
    return len(seen) - rows


@pytest.mark.slow
def test_the_work_of_compiling_grows_with_the_files_and_no_faster(tmp_path: Path) -> None:
    five, ten, twenty = (statements_to_compile(tmp_path / str(count), count) for count in (5, 10, 20))
    assert (twenty - ten) == 2 * (ten - five) > 0


def content(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every row of every table, files by their paths."""
    paths = dict(connection.execute("SELECT id, path FROM files"))
    return {
        table: sorted(((paths[file], *row) for file, *row in connection.execute(f"SELECT * FROM {table}")), key=repr)
        for table in TABLE_OF.values()
    }


def catalogue_of(folder: Path, cache: Path) -> Iterator[dict[str, list[Any]]]:
    told: list[tuple[int, int]] = []
    catalogue = Catalogue(gather([str(folder)], WORDS), str(cache), WORDS, lambda done, of: told.append((done, of)))
    catalogue.close()
    assert told == [(number, told[-1][1]) for number in range(1, told[-1][1] + 1)]
    [path] = cache.glob("*.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        assert {name for (name,) in connection.execute("SELECT name FROM sqlite_master")} >= INDEXES.keys()
        yield content(connection)


@pytest.mark.slow
def test_several_processes_compile_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_plans(tmp_path / "plans", 30, 10)
    [alone] = catalogue_of(tmp_path / "plans", tmp_path / "one")
    for name, value in (("_MANY", 0), ("_BULK", 1), ("processors", lambda: 3)):
        monkeypatch.setattr(ipcheck.catalogue.compile, name, value)
    [together] = catalogue_of(tmp_path / "plans", tmp_path / "several")
    assert together == alone
    assert len(together["tasks"]) > 300


@pytest.mark.slow
def test_faults_in_some_of_many_plans_are_all_told_and_nothing_is_kept(
    run_shipped: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_MANY", 0), ("_BULK", 1), ("processors", lambda: 2)):
        monkeypatch.setattr(ipcheck.catalogue.compile, name, value)
    paths = write_plans(tmp_path / "plans", 30, 3)
    paths[3].write_text("id: [\n", encoding="utf-8")
    paths[21].write_text(paths[21].read_text("utf-8").replace("number: 2", "number: 1"), encoding="utf-8")
    answer = run_shipped("plans", "--plans", str(tmp_path / "plans"))
    assert answer.code == 2
    assert [line.split(": ")[0] for line in answer.err.splitlines()[:2]] == [f"{paths[3]}:1:6", f"{paths[21]}:19:17"]
    assert "2 errors; no answer was given." in answer.err
    for path in (paths[3], paths[21]):
        path.unlink()
    assert run_shipped("plans", "--plans", str(tmp_path / "plans"), "-f", "csv").raw.count(b"\n") == 1 + 5 + 28


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_first_call_that_is_interrupted_harms_nothing(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "plans", 300, 60)
    arguments = ["plans", "--plans", str(tmp_path / "plans"), "-f", "csv"]
    program = (
        "import signal, sys\nfrom ipcheck.cli import main\nimport ipcheck.catalogue.compile as compile\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
        "compile.processors = lambda: 2\nsys.exit(main.main(sys.argv[1:]))"
    )
    call = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while len(children := children_of(call.pid)) < 2 and time.monotonic() < until and call.poll() is None:
        time.sleep(0.01)
    assert len(children) == 2
    time.sleep(0.2)
    os.killpg(call.pid, signal.SIGINT)  # as a terminal does: every process of the group
    out, err = call.communicate(timeout=30)
    assert (call.returncode, out, err) == (INTERRUPTED, b"", b"")
    while any(os.path.exists(f"/proc/{child}") for child in children) and time.monotonic() < until:
        time.sleep(0.02)
    assert not [child for child in children if os.path.exists(f"/proc/{child}")]
    for path in paths[10:]:
        path.unlink()
    done = subprocess.run([sys.executable, "-m", "ipcheck", *arguments], capture_output=True, check=True, timeout=60)
    assert done.stdout.count(b"\n") == 1 + 5 + 10


def test_rows_that_are_gone_answer_no_call(run: Run, tmp_path: Path) -> None:
    """A registry as it was long ago, to the very stamp: what it made has been cleared away since."""
    registry, first = tmp_path / "agencies.yaml", 1_700_000_000_000_000_000

    def plans(number: int) -> bytes:
        registry.write_text(f"agencies:\n  - name: 第{number}局\n    kind: bureau\n", encoding="utf-8")
        os.utime(registry, ns=(first + number, first + number))
        answer = run("plans", "--plans", str(registry), "-f", "json")
        assert answer.code == FINE, answer.err
        return answer.raw

    assert len({plans(number) for number in (1, 2, 3, 4, 5, 1, 2)}) == 1


@pytest.mark.slow
def test_of_many_plans_an_answer_names_some(run_shipped: Run, tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", 20, 100)
    said = run_shipped("due", "--before", "2022-12", "--plans", str(tmp_path / "plans"), "--lang", "en").out
    assert (
        "Left out: 257 of plans whose period has ended (2020: 91, 2025: 118, c000-2025: 24, c001-2025: 24), 468" in said
    )
    assert ", c001-2030: 24 and 8 more), 448 only ongoing" in said


@pytest.mark.slow
def test_the_generated_plans_are_the_same_each_time_and_without_fault(run_shipped: Run, tmp_path: Path) -> None:
    one, other = (write_plans(tmp_path / name, 12, 30) for name in ("one", "other"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    answer = run_shipped("validate", str(tmp_path / "one"), "--lang", "en")
    assert (answer.code, answer.out) == (FINE, "No faults in 12 files.\n")
