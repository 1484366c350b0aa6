"""The catalogue: always current, never in the way, whatever happens to its file."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import ipcheck.catalogue.calls
import ipcheck.catalogue.current
import ipcheck.catalogue.store
import ipcheck.datafiles.rows
from ipcheck.base.i18n import Translator
from ipcheck.base.rows import stored_fields
from ipcheck.catalogue.lists import plans
from ipcheck.catalogue.store import Catalogue
from ipcheck.catalogue.tables import TABLE_OF, VERSION, in_memory, selection
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.datafiles.discovery import gather
from ipcheck.datafiles.yaml_reader import read_yaml
from ipcheck.domain.plan import Plan
from tests.conftest import SMALL, Run

WORDS = Translator("en")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test alone; the file that the catalogue will be."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("IPCHECK_CACHE_DIR", str(folder))
    return folder / f"catalogue-{VERSION}.sqlite3"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as it happens."""
    names: list[str] = []

    def noticed(path: Path, words: Translator) -> object:
        names.append(path.name)
        return read_yaml(path, words)

    monkeypatch.setattr("ipcheck.datafiles.loaders.file.read_yaml", noticed)
    return names


def texts(run: Run, *arguments: str) -> list[str]:
    answer = run("tasks", *arguments, "-f", "json")
    assert answer.code == FINE, answer.err
    return [task["text"] for task in json.loads(answer.raw)]


def test_unchanged_files_are_not_read_again(run: Run, cache: Path, compiled: list[str]) -> None:
    run("plans")
    assert sorted(compiled) == ["agencies.yaml", "dated-yearly.yaml", "dated.yaml", "instruments.yaml", "yearly.yaml"]
    compiled.clear()
    run("due")
    assert compiled == []


def test_a_changed_file_alone_is_read_again(
    run: Run, cache: Path, compiled: list[str], plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 一。")
    assert texts(run, "--plan", "own", "--plans", str(own)) == ["一。"]
    compiled.clear()
    plan_file("text: 二。")
    assert texts(run, "--plan", "own", "--plans", str(own)) == ["二。"]
    assert compiled == ["own.yaml"]


def test_an_edited_registry_is_seen_in_the_plans_that_were_read_with_it(
    run: Run, cache: Path, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    own = plan_file("text: 做好工作。\nresponsible: 小局负责")
    registry = tmp_path / "agencies.yaml"

    def lead(uniform: str) -> str:
        registry.write_text(
            f"agencies:\n  - name: {uniform}\n    aliases: [小局]\n    kind: bureau\n", encoding="utf-8"
        )
        answer = run("tasks", "--plan", "own", "--plans", str(own), "--plans", str(registry), "-f", "json")
        return str(json.loads(answer.raw)[0]["responsibility"]["lead"])

    assert [lead("大局"), lead("总局"), lead("大局")] == ["大局", "总局", "大局"]


def test_two_sets_of_plans_live_side_by_side(
    run: Run, cache: Path, compiled: list[str], plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    one, two = plan_file("text: 一。", name="one.yaml"), plan_file("text: 二。", name="two.yaml")
    registry = tmp_path / "agencies.yaml"
    registry.write_text("agencies:\n  - name: 丁局\n    kind: bureau\n", encoding="utf-8")
    calls = [("--plans", str(one)), ("--plans", str(two)), ("--plans", str(two), "--plans", str(registry))]
    answers = [texts(run, "--plan", "own", *call) for call in calls]
    compiled.clear()
    assert [texts(run, "--plan", "own", *call) for call in calls] == answers == [["一。"], ["二。"], ["二。"]]
    assert compiled == []


def test_rows_of_contexts_long_gone_are_cleared_away(run: Run, cache: Path, tmp_path: Path) -> None:
    registry = tmp_path / "agencies.yaml"
    for number in range(6):
        registry.write_text(f"agencies:\n  - name: 第{number}局\n    kind: bureau\n", encoding="utf-8")
        assert run("plans", "--plans", str(registry)).code == FINE
    with closing(sqlite3.connect(cache)) as connection:
        kept = connection.execute("SELECT count(*) FROM files WHERE path LIKE '%dated.yaml'").fetchone()
    assert kept == (3,)


def test_rows_that_this_package_made_before_it_was_changed_are_cleared_away(
    run: Run, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(program: str) -> list[str]:
        for module in ("current", "calls", "compile"):
            monkeypatch.setattr(f"ipcheck.catalogue.{module}.program_stamp", lambda: program)
        assert len(texts(run)) == 10
        with closing(sqlite3.connect(cache)) as connection:
            rows = connection.execute("SELECT dependencies FROM files WHERE path LIKE '%dated.yaml' ORDER BY id")
            return [context.partition(";")[0] for (context,) in rows]

    assert kept("/one/ipcheck 100 5") == ["/one/ipcheck 100 5"]
    assert kept("/other/ipcheck 100 5") == ["/one/ipcheck 100 5", "/other/ipcheck 100 5"]
    assert kept("/one/ipcheck 101 6") == ["/other/ipcheck 100 5", "/one/ipcheck 101 6"]


def test_a_file_with_faults_leaves_the_old_rows_untouched(
    run: Run, cache: Path, plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 一。")
    run("plans", "--plans", str(own))
    whole = own.read_text(encoding="utf-8")
    rows = "SELECT path, size, mtime FROM files ORDER BY path"
    with closing(sqlite3.connect(cache)) as connection:
        before = connection.execute(rows).fetchall()
        own.write_text(whole.replace("text", "txet"), encoding="utf-8")
        assert run("plans", "--plans", str(own)).code == UNABLE
        assert connection.execute(rows).fetchall() == before
    own.write_text(whole, encoding="utf-8")
    assert texts(run, "--plan", "own", "--plans", str(own)) == ["一。"]


def test_a_damaged_catalogue_is_rebuilt(run: Run, cache: Path) -> None:
    whole = texts(run)
    for damage in (
        b"",
        b"this is no database",
        cache.read_bytes()[:5000],
        cache.read_bytes()[:4096] + b"\xff" * 60_000,
    ):
        for suffix in ("-wal", "-shm"):
            Path(f"{cache}{suffix}").unlink(missing_ok=True)
        cache.write_bytes(damage)
        assert texts(run) == whole
        with closing(sqlite3.connect(cache)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("SELECT count(*) FROM tasks").fetchone() == (10,)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_cache_that_cannot_be_written_is_done_without(run: Run, cache: Path) -> None:
    cache.parent.mkdir()
    cache.parent.chmod(0o500)
    assert len(texts(run)) == 10
    assert list(cache.parent.iterdir()) == []


def test_a_cache_folder_that_cannot_be_made_is_done_without(run: Run, cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert len(texts(run)) == 10


def test_a_read_only_catalogue_that_is_stale_is_done_without(
    run: Run, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a read-only file system, which a test cannot make: the connection refuses to write."""
    run("plans")
    connect = sqlite3.connect

    def read_only(path: str, **options: object) -> sqlite3.Connection:
        if path == ":memory:":
            return connect(path, isolation_level=None)
        return connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    for module in (ipcheck.catalogue.current, ipcheck.catalogue.calls):
        monkeypatch.setattr(module, "program_stamp", lambda: "another version of the program")
    assert len(texts(run)) == 10


def test_a_catalogue_that_another_process_holds_is_waited_for_and_then_done_without(
    run: Run, cache: Path, monkeypatch: pytest.MonkeyPatch, plan_file: Callable[..., Path]
) -> None:
    run("plans")
    monkeypatch.setattr(ipcheck.catalogue.store, "PATIENCE", 0.2)
    with closing(sqlite3.connect(cache, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert texts(run, "--plan", "own", "--plans", str(plan_file("text: 一。"))) == ["一。"]
        assert time.monotonic() - began >= 0.2
        assert len(texts(run)) == 10  # what is current is read without waiting
        other.execute("ROLLBACK")


def test_a_reader_keeps_its_snapshot_while_another_call_compiles(
    cache: Path, run: Run, plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 一。")
    catalogue = Catalogue(gather([str(own)], WORDS), str(cache.parent), WORDS)
    plan_file("text: 二。")
    assert texts(run, "--plan", "own", "--plans", str(own)) == ["二。"]
    rows = catalogue.select("SELECT t.text FROM tasks t JOIN active a ON a.file = t.file WHERE t.id = 'own-1'")
    assert list(rows) == [("一。",)]
    catalogue.close()


def test_a_catalogue_answers_from_what_the_command_itself_has_written(
    cache: Path, plan_file: Callable[..., Path]
) -> None:
    own = plan_file("text: 一。")
    with closing(Catalogue(gather([str(own)], WORDS), str(cache.parent), WORDS)) as catalogue:
        assert [plan.tasks for plan in plans(catalogue, ["own"])] == [1]
        plan_file("text: 二。")
        catalogue.reread(gather([str(own)], WORDS))
        rows = catalogue.select("SELECT t.text FROM tasks t JOIN active a ON a.file = t.file WHERE t.id = 'own-1'")
        assert list(rows) == [("二。",)]


@pytest.mark.parametrize("name", TABLE_OF)
def test_what_a_class_of_rows_stores_are_the_columns_of_its_table(name: str) -> None:
    with closing(in_memory()) as connection:
        columns = [column for _at, column, *_rest in connection.execute(f"PRAGMA table_info({TABLE_OF[name]})")]
    assert columns == ["file", *stored_fields(getattr(ipcheck.datafiles.rows, name))]


def test_a_select_names_the_fields_of_a_class_in_their_order() -> None:
    others = {"path": "f.path", "tasks": "p.tasks", "dated": "p.dated"}
    names = [part.rpartition(".")[2].strip('"') for part in selection(Plan, "d", **others).split(", ")]
    assert tuple(names) == Plan._fields[: len(names)]
    with pytest.raises(KeyError):  # path is left out, and a field behind it is not
        selection(Plan, "d", tasks="p.tasks")


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ipcheck", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip


@pytest.mark.slow
def test_first_calls_at_once_all_answer_alike(cache: Path) -> None:
    calls = [start("plans", "-f", "json") for _ in range(6)]
    answers = [call.communicate(timeout=60) for call in calls]
    assert [call.returncode for call in calls] == [FINE] * 6, answers
    assert len({out for out, _err in answers}) == 1


@pytest.mark.slow
def test_a_compile_that_is_killed_harms_nothing(cache: Path) -> None:
    """Killed at many moments of its first call; the next call always answers whole."""
    whole = start("plans", "-f", "json").communicate(timeout=60)[0]
    for moment in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4):
        for path in cache.parent.glob("*"):
            path.unlink()
        call = start("plans", "-f", "json")
        time.sleep(moment)
        call.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        call.communicate(timeout=60)
        assert start("plans", "-f", "json").communicate(timeout=60)[0] == whole


@pytest.mark.parametrize(
    ("call", "most"),
    [
        (("plans",), 1),
        (("due", "--before", "2025-12"), 5),
        (("tasks",), 3),
        (("tasks", "--text", "商标"), 6),
        (("agency", "甲局"), 8),
        (("agency",), 3),
        (("section",), 2),
        (("section", "制度"), 6),
        (("show", "yearly-2"), 10),
        (("diff", "dated", "yearly"), 9),
        (("trace", "商标法"), 9),
        (("instruments",), 4),
        (("instruments", "--agency", "甲局", "--plan", "dated"), 9),
        (("scorecard",), 5),
        (("scorecard", "yearly"), 6),
        (("targets",), 7),
        (("news",), 4),
        (("news", "--agency", "甲局", "--instrument", "商标法", "--plan", "dated"), 11),
        ((), 12),
    ],
)
def test_a_command_asks_the_catalogue_a_fixed_number_of_questions(
    run: Run, opened: list[Catalogue], call: tuple[str, ...], most: int
) -> None:
    # in English names, abbreviations and summaries are asked for as well, each once; programs only get the summaries
    for language, asked, further in (("zh", call, 0), ("en", call, 3), ("en", (*call, "-f", "csv"), 1)):
        assert run(*asked, "--lang", language).code == FINE
        assert opened.pop().statements <= most + further
    assert opened == []


def test_shipped_data_is_found_beside_a_checkout() -> None:
    names = {Path(file.path).name for file in gather([], WORDS) if file.shipped}
    assert {"agencies.yaml", "instruments.yaml", "2020.yaml", "2022.yaml", "2025.yaml"} <= names
    assert SMALL.is_dir()
