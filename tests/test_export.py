"""`ipcheck export`: the tables, the same in every format whatever the texts hold, and the folder that they stand in."""

import csv
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ipcheck.catalogue.export import rows as export_rows
from ipcheck.catalogue.export.layout import FORMATS, TABLES
from ipcheck.cli.exit_codes import FINE, INTERRUPTED, UNABLE
from tests.conftest import Run

parquet = pytest.mark.parquet
EACH_FORMAT = pytest.mark.parametrize(
    "name", [pytest.param("parquet", marks=[parquet, pytest.mark.slow]), "csv", "sqlite"]
)

Row = dict[str, Any]

# Texts that some reader or other takes for something else: a formula, a missing value, a list, the end of a row.
HOSTILE = [
    "=1+1。", "+86。", "-1。", "@SUM(A1)。", "“引号”与\"quotes\"，'一'个。", "逗号,分号;竖线|。",
    "反斜杠\\n，不是换行。",
    "制\t表。", "'; DROP TABLE tasks; --。", "{\"json\": [\"[]\"]}。", "%s {} ${x} $1。", "NULL；",
]  # fmt: skip
HOSTILE_PLAN = """\
id: a-2025
title: "=标题"
document_number: "NULL"
issuer: "\\\\N"
region: "null"
issued: 2025-04-29
preamble: "甲\\r\\n乙\\n\\n\\"丙\\","
contents:
  - heading: "一、甲；乙, [丙]"
    intro: "None"
    tasks:
"""


def hostile(folder: Path) -> Path:
    """A plan `a-2025` with such texts."""
    tasks = [f"      - number: {number}\n        text: {json.dumps(text)}\n" for number, text in enumerate(HOSTILE, 1)]
    path = folder / "hostile.yaml"
    path.write_text(HOSTILE_PLAN + "".join(tasks), encoding="utf-8")
    return path


def export(run: Run, name: str, *arguments: str, folder: str = "out") -> Path:
    answer = run("export", "--format", name, "-o", folder, *arguments)
    assert answer.code == FINE, answer.err
    assert answer.raw == b""
    return Path(folder)


def table(folder: Path, name: str) -> list[Row]:
    """The rows of a table as Python has them, read by another program and by the types of schema.json."""
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    columns = next(each["columns"] for each in schema["tables"] if each["name"] == name)
    kinds = {column["name"]: column["type"] for column in columns}
    read = {"parquet": from_parquet, "csv": from_csv, "sqlite": from_sqlite}[schema["format"]]
    return [{key: as_python(row[key], kinds[key]) for key in kinds} for row in read(folder, name)]


def from_csv(folder: Path, name: str) -> Iterator[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def from_sqlite(folder: Path, name: str) -> Iterator[Row]:
    connection = sqlite3.connect(folder / "ipcheck.sqlite3")
    connection.row_factory = sqlite3.Row
    yield from map(dict, connection.execute(f"SELECT * FROM {name} ORDER BY rowid"))
    connection.close()


def from_parquet(folder: Path, name: str) -> Iterator[Row]:
    import duckdb

    with duckdb.connect() as connection:
        read = connection.read_parquet(f"{folder}/{name}/**/*.parquet", hive_partitioning=True)
        yield from (dict(zip(read.columns, row, strict=True)) for row in read.fetchall())


def as_python(value: Any, kind: str) -> Any:
    if value is None or (value == "" and kind != "list"):
        return None
    if kind == "boolean" and not isinstance(value, bool):
        return {"true": True, "false": False, 1: True, 0: False}[value]
    if kind == "list" and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if kind == "integer" else value


def in_order(rows: list[Row]) -> list[Row]:
    """Parquet keeps no order among the files of a table."""
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


@EACH_FORMAT
def test_a_task_is_exported_with_all_that_its_phrases_mean(run: Run, name: str) -> None:
    tasks = table(export(run, name, "--plan", "yearly"), "tasks")
    assert next(row for row in tasks if row["task"] == "yearly-2") == {
        "year": 2025, "plan": "yearly", "task": "yearly-2", "subject": None, "position": 2, "number": "2",
        "kind": "task", "sections": ["一、制度", "（一）法律"], "text": "会同丙委开展研究。", "deadline": None,
        "due": "2025-12-31", "ongoing": False, "relative_event": None, "relative_count": None, "relative_unit": None,
        "deadline_basis": "plan", "responsible": "乙部、甲总局按职责分工负责", "lead": "乙部", "participants": ["甲局"],
        "divided": True, "others": False, "responsible_basis": "stated", "mentions": ["丙委"], "instruments": [],
        "state": "unknown", "situation": "period-ended", "milestone_met": False, "evidence": None,
        "as_of": "2026-11-23", "outcome": "unknown", "done_on": None, "late": None, "after_period": False,
        "checked": None, "leads": ["乙部"], "milestones": [],
    }  # fmt: skip


@EACH_FORMAT
def test_a_text_comes_out_as_it_went_in_whatever_it_looks_like(run: Run, tmp_path: Path, name: str) -> None:
    folder = export(run, name, "--plans", str(hostile(tmp_path)), "--plan", "a-2025")
    tasks = sorted(table(folder, "tasks"), key=lambda row: row["position"])
    assert [row["text"] for row in tasks] == HOSTILE
    assert {tuple(row["sections"]) for row in tasks} == {("一、甲；乙, [丙]",)}
    plan = table(folder, "plans")[0]
    assert [plan[key] for key in ("plan", "year", "title", "document_number", "issuer", "region")] == [
        "a-2025", 2025, "=标题", "NULL", "\\N", "null",
    ]  # fmt: skip
    assert plan["preamble"] == '甲\r\n乙\n\n"丙",'
    assert (plan["closing"], table(folder, "sections")[0]["intro"]) == (None, "None")


@parquet
def test_an_engine_reads_the_csv_cell_for_cell(run: Run, tmp_path: Path) -> None:
    import duckdb

    folder = export(run, "csv", "--plans", str(hostile(tmp_path)))
    with duckdb.connect() as connection:
        for each in TABLES:
            read = connection.read_csv(f"{folder}/{each.name}.csv", header=True, all_varchar=True)
            rows = [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]
            cells = [{key: value or None for key, value in row.items()} for row in from_csv(folder, each.name)]
            assert rows == cells, each.name


@pytest.mark.slow
@parquet
def test_the_three_formats_hold_the_same(run_shipped: Run) -> None:
    first, *others = [export(run_shipped, name, folder=name) for name in FORMATS]
    for each in TABLES:
        expected = in_order(table(first, each.name))
        assert all(in_order(table(folder, each.name)) == expected for folder in others), each.name


@pytest.mark.slow
@EACH_FORMAT
def test_the_schema_tells_every_column_and_how_many_rows_there_are(run_shipped: Run, name: str) -> None:
    folder = export(run_shipped, name)
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    assert (schema["program"], schema["layout"], schema["format"]) == ("ipcheck export", 1, name)
    assert schema["as_of"] == "2026-11-23"
    assert [each["name"] for each in schema["tables"]] == [each.name for each in TABLES]
    for each in schema["tables"]:
        rows = table(folder, each["name"])
        assert len(rows) == each["rows"], each["name"]
        for column in each["columns"]:
            assert column["description"]
            assert column["nullable"] or all(row[column["name"]] is not None for row in rows), (each["name"], column)
        keys = [tuple(row[key] for key in each["key"]) for row in rows]
        assert len(keys) == len(set(keys)), each["name"]
    assert {each["name"]: each["rows"] for each in schema["tables"]}["tasks"] == 521


def test_tables_agree_with_each_other(run_shipped: Run) -> None:
    folder = export(run_shipped, "csv")
    tasks = {row["task"]: row for row in table(folder, "tasks")}
    roles = {(row["task"], row["agency"], row["role"], row["rank"]) for row in table(folder, "responsibilities")}
    assert roles == {
        (task, agency, role, rank)
        for task, row in tasks.items()
        for role, agencies in (
            ("lead", row["leads"]), ("participant", row["participants"]), ("mentioned", row["mentions"]),
        )
        for rank, agency in enumerate(agencies, 1)
    }  # fmt: skip
    assert [row["lead"] for row in tasks.values()] == [(row["leads"] or [None])[0] for row in tasks.values()]
    named = [(row["task"], row["instrument"]) for row in table(folder, "task_instruments")]
    assert named == [(task, instrument) for task, row in tasks.items() for instrument in row["instruments"]]
    for section in table(folder, "sections"):
        below = [row for row in tasks.values() if row["plan"] == section["plan"]]
        below = [row for row in below if section["first_task"] <= row["position"] <= section["last_task"]]
        assert all(row["sections"][: section["depth"] + 1] == section["headings"] for row in below)
        assert section["headings"][-1] == section["heading"]
    assert all({row["earlier"], row["later"]} <= tasks.keys() for row in table(folder, "links"))
    assert len(table(folder, "links")) > 50
    agencies = {row["agency"] for row in table(folder, "agencies")}
    assert all({row["agency"], row["agency_group"]} <= agencies for row in table(folder, "members"))
    assert {row["agency"] for row in table(folder, "agency_names")} == agencies


@EACH_FORMAT
def test_plans_stand_in_time_order_and_one_without_a_day_stands_last_and_has_no_year(
    run: Run, plan_file: Callable[..., Path], name: str
) -> None:
    folder = export(run, name, "--plans", str(plan_file(plan="another")))
    plans = sorted(table(folder, "plans"), key=lambda row: row["position"])
    assert [(row["plan"], row["position"], row["year"]) for row in plans] == [
        ("dated", 1, 2022), ("yearly", 2, 2025), ("another", 3, None),
    ]  # fmt: skip
    assert {row["year"] for row in table(folder, "tasks") if row["plan"] == "another"} == {None}


@parquet
def test_parquet_is_partitioned_by_year_and_a_table_without_a_row_still_has_its_columns(
    run: Run, plan_file: Callable[..., Path]
) -> None:
    folder = export(run, "parquet", "--plans", str(plan_file()))
    assert sorted(path.name for path in (folder / "tasks").iterdir()) == [
        "year=2022", "year=2025", "year=__HIVE_DEFAULT_PARTITION__",
    ]  # fmt: skip
    assert [path.name for path in (folder / "agencies").iterdir()] == ["data_0.parquet"]
    assert table(folder, "assignments") == []
    assert sorted(path.name for path in folder.iterdir()) == sorted(["schema.json", *(each.name for each in TABLES)])


@pytest.mark.slow
@EACH_FORMAT
def test_the_same_question_gives_the_same_bytes(run_shipped: Run, name: str) -> None:
    first, second = (export(run_shipped, name, folder=folder) for folder in ("one", "two"))
    paths = [path.relative_to(first) for path in first.rglob("*") if path.is_file()]
    assert paths
    assert [path for path in paths if (first / path).read_bytes() != (second / path).read_bytes()] == []


def test_only_the_plans_that_are_named_are_exported(run: Run) -> None:
    both, one = export(run, "csv"), export(run, "csv", "--plan", "dated", folder="one")
    assert {row["plan"] for row in table(one, "tasks")} == {"dated"}
    assert (len(table(both, "links")), len(table(one, "links"))) == (3, 0)
    assert table(one, "agencies") == table(both, "agencies")


def test_of_names_that_two_registries_give_the_later_counts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "agencies.yaml").write_text(
        "agencies:\n  - {name: 甲局, official: 新的甲局, kind: ministry, aliases: [甲总局]}\n", encoding="utf-8"
    )
    folder = export(run, "csv", "--plans", "agencies.yaml")
    found = [row for row in table(folder, "agencies") if row["agency"] == "甲局"]
    assert [row["official"] for row in found] == ["新的甲局"]


@pytest.fixture
def cities(plan_file: Callable[..., Path], tmp_path: Path) -> None:
    """A plan `own` with a span after selection, two cities that were selected, and who in the house does it."""
    plan_file("text: 制定办法。\ndeadline: 入选后3个月内\nresponsible: 甲局负责", "text: 做好工作。")
    (tmp_path / "ledger.yaml").write_text(
        "- {task: own-1, event: selected, subject: 广州市, on: 2026-01-15, source: 公告}\n"
        "- {task: own-1, event: selected, subject: 深圳市, on: 2026-02-15, source: 公告}\n"
        "- {task: own-1, state: done, subject: 广州市, on: 2026-03-01, evidence: '=文件', by: 张三}\n",
        encoding="utf-8",
    )
    (tmp_path / "assignments.yaml").write_text(
        "- {task: own-1, office: 法规处, person: 李四, internal_due: 2026-03-01, remind: [14d, 7d]}\n", encoding="utf-8"
    )


@EACH_FORMAT
def test_a_task_comes_once_for_each_city_of_which_the_event_is_recorded(run: Run, cities: None, name: str) -> None:
    folder = export(run, name, "--plans", "own.yaml", "--plan", "own")
    told = [[row[key] for key in ("task", "subject", "position", "due", "state")] for row in table(folder, "tasks")]
    assert sorted(told, key=str) == [
        ["own-1", "广州市", 1, "2026-04-15", "done"], ["own-1", "深圳市", 1, "2026-05-15", "unknown"],
        ["own-2", None, 2, None, "unknown"],
    ]  # fmt: skip
    assert [(row["task"], row["agency"]) for row in table(folder, "responsibilities")] == [("own-1", "甲局")]


def test_entries_and_assignments_are_exported_as_they_were_written(run: Run, cities: None) -> None:
    folder = export(run, "csv", "--plans", "own.yaml", "--plan", "own")
    entries = [{key: value for key, value in row.items() if value is not None} for row in table(folder, "entries")]
    assert entries[2] == {
        "plan": "own", "task": "own-1", "position": 3, "subject": "广州市", "state": "done", "day": "2026-03-01",
        "recorded": "2026-03-01", "evidence": "=文件", "recorded_by": "张三", "on_from": "2026-03-01",
        "on_to": "2026-03-01", "written_on": "2026-03-01",
    }  # fmt: skip
    assert table(folder, "assignments") == [{
        "year": None, "plan": "own", "task": "own-1", "part": None, "office": "法规处", "person": "李四",
        "internal_due": "2026-03-01", "remind": ["14", "7"], "note": None,
    }]  # fmt: skip


def test_sqlite_refuses_a_second_row_of_one_key_and_finds_by_index(run: Run, cities: None) -> None:
    folder = export(run, "sqlite", "--plans", "own.yaml")
    connection = sqlite3.connect(folder / "ipcheck.sqlite3")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for each in TABLES:
        if connection.execute(f"SELECT count(*) FROM {each.name}").fetchone()[0]:
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"INSERT INTO {each.name} SELECT * FROM {each.name} LIMIT 1")
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT task FROM tasks WHERE due <= '2025-12-31'").fetchone()[3]
    assert "tasks_by_due" in plan
    connection.close()


def test_descriptions_are_in_the_language_of_the_call_and_names_never(run: Run) -> None:
    english, chinese = export(run, "csv"), export(run, "csv", "--lang", "zh", folder="zh")
    schemas = [json.loads((folder / "schema.json").read_text(encoding="utf-8")) for folder in (english, chinese)]
    said = [schema["tables"][0]["columns"][1]["description"] for schema in schemas]
    assert said == ["The id of the plan.", "计划编号。"]
    assert (english / "plans.csv").read_bytes() == (chinese / "plans.csv").read_bytes()


def test_what_was_written_is_told_on_stderr(run: Run) -> None:
    assert run("export", "-f", "csv", "-o", "out").err == "Wrote 2 plans, 10 tasks to out.\n"
    assert run("export", "-f", "csv", "-o", "zh", "--lang", "zh").err == "已写入zh：共2份计划、共10项任务。\n"


def test_options_may_stand_before_the_command(run: Run) -> None:
    assert run("-f", "csv", "-o", "out", "export").code == FINE
    assert Path("out/plans.csv").exists()
    refused = run("-f", "json", "export", "-o", "other")
    assert (refused.code, refused.err) == (
        UNABLE, "Error: tables are written as parquet, csv, sqlite, not as json\n",
    )  # fmt: skip


def test_settings_for_answers_are_no_settings_for_tables(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPCHECK_FORMAT", "json")
    monkeypatch.setenv("IPCHECK_OUTPUT", "answer.json")
    assert run("export", "-f", "csv").code == UNABLE
    assert run("export", "-f", "csv", "-o", "out").code == FINE


@pytest.mark.parametrize("arguments", [(), ("-o", "-"), ("-o", "/dev/stdout")])
def test_without_a_folder_it_says_so(run: Run, arguments: tuple[str, ...]) -> None:
    refused = run("export", "-f", "csv", *arguments)
    assert (refused.code, refused.err) == (UNABLE, "Error: name the folder to write to: -o FOLDER\n")


def test_a_format_of_answers_is_none_of_tables(run: Run) -> None:
    refused = run("export", "-f", "xlsx", "-o", "out")
    assert refused.code == UNABLE
    assert "parquet, csv, sqlite" in refused.err


@pytest.mark.parametrize("installed", [None, SimpleNamespace(__version__="1.4.4")])
def test_without_duckdb_parquet_is_refused_with_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", installed)
    refused = run("export", "-o", "out")
    assert (refused.code, refused.err) == (
        UNABLE,
        "Error: Parquet needs duckdb 1.5 or newer: pip install 'ipcheck[parquet]'; csv and sqlite need nothing more\n",
    )  # fmt: skip
    assert not Path("out").exists()
    assert run("export", "-f", "sqlite", "-o", "out").code == FINE


def test_a_plan_that_is_not_there_is_refused_and_nothing_is_written(run: Run) -> None:
    refused = run("export", "-f", "csv", "-o", "out", "--plan", "yearli")
    assert (refused.code, refused.err) == (UNABLE, "Error: no plan has the id yearli; did you mean yearly?\n")
    assert os.listdir() == []


def test_a_file_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    for force in ((), ("--force",)):
        refused = run("export", "-f", "csv", "-o", "out", *force)
        assert (refused.code, refused.err) == (UNABLE, "Error: out is a file; name a folder\n")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled_and_one_that_holds_anything_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(run, "csv")
    refused = run("export", "-f", "csv", "-o", "out")
    assert refused.code == UNABLE
    assert refused.err == "Error: out is not empty; name another folder, or replace an export with --force\n"


def test_force_replaces_an_export_also_one_of_another_format(run: Run) -> None:
    export(run, "sqlite")
    export(run, "csv", "--force")
    assert sorted(os.listdir("out")) == sorted(["schema.json", *(f"{each.name}.csv" for each in TABLES)])
    assert os.listdir() == ["out"]


@pytest.mark.parametrize("schema", [None, "", "[]", "{}", '{"program": "another", "tables": [{"name": "mine.csv"}]}'])
def test_force_replaces_nothing_that_no_export_wrote(run: Run, tmp_path: Path, schema: str | None) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.csv").write_text("mine", encoding="utf-8")
    if schema is not None:
        (tmp_path / "out" / "schema.json").write_text(schema, encoding="utf-8")
    refused = run("export", "-f", "csv", "-o", "out", "--force")
    assert refused.code == UNABLE
    assert "mine.csv" in refused.err
    assert (tmp_path / "out" / "mine.csv").read_text(encoding="utf-8") == "mine"


def test_force_spares_an_export_in_which_somebody_keeps_work(run: Run) -> None:
    folder = export(run, "csv")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    refused = run("export", "-f", "csv", "-o", "out", "--force")
    assert (refused.code, refused.err) == (
        UNABLE, "Error: out contains files that no export wrote (notes.txt); name another folder\n",
    )  # fmt: skip


def test_the_folder_in_which_it_runs_is_not_pulled_away(run: Run, tmp_path: Path) -> None:
    for folder in (".", "..", str(tmp_path)):
        refused = run("export", "-f", "csv", "-o", folder)
        assert refused.code == UNABLE
        assert "the folder in which ipcheck runs" in refused.err


@pytest.mark.slow
@EACH_FORMAT
def test_an_interrupt_leaves_the_old_export_whole_and_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = export(run, name)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def interrupted(*_: Any, **_given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(export_rows, "_TASK", interrupted)
    assert run("export", "-f", name, "-o", "out", "--force").code == INTERRUPTED
    assert run("export", "-f", name, "-o", "new").code == INTERRUPTED
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert os.listdir() == ["out"]


@parquet
def test_an_interrupt_that_duckdb_hears_first_is_one_all_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stops its query and raises an error of its own."""
    import duckdb

    def interrupted(**_: Any) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(duckdb, "connect", interrupted)
    assert run("export", "-o", "out").code == INTERRUPTED
    assert os.listdir() == []


@parquet
def test_what_duckdb_cannot_do_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    def full(**_: Any) -> None:
        raise duckdb.IOException('Could not write file "tasks": No space left on device\nmore')

    monkeypatch.setattr(duckdb, "connect", full)
    refused = run("export", "-o", "out")
    assert (refused.code, refused.err) == (
        UNABLE, 'Error: out: Could not write file "tasks": No space left on device\n',
    )  # fmt: skip
    assert os.listdir() == []


@pytest.mark.parametrize("at", [1, 2])
def test_an_interrupt_between_the_old_and_the_new_brings_the_old_one_back(
    run: Run, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """The first rename sets the old one aside, the second puts the new one in its place."""
    folder = export(run, "csv", "--plan", "dated")
    rename, calls = os.rename, []

    def interrupted(*names: str) -> None:
        calls.append(names)
        if len(calls) == at:
            raise KeyboardInterrupt
        rename(*names)

    monkeypatch.setattr(os, "rename", interrupted)
    assert run("export", "-f", "csv", "-o", "out", "--force").code == INTERRUPTED
    assert {row["plan"] for row in table(folder, "plans")} == {"dated"}
    assert os.listdir() == ["out"]


@pytest.mark.parametrize(
    ("folder", "reason"),
    [("missing/out", "there is no such file or folder"), ("file/out", "a part of the path is not a folder")],
)
def test_a_folder_that_cannot_be_written_is_told_as_what_was_asked_for(
    run: Run, tmp_path: Path, folder: str, reason: str
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    refused = run("export", "-f", "csv", "-o", folder)
    assert (refused.code, refused.err) == (UNABLE, f"Error: {folder}: {reason}\n")


@EACH_FORMAT
def test_a_disk_that_is_full_is_told_in_one_line(run: Run, name: str) -> None:
    """A limit on the size of files stands in for the disk."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    run("plans")  # the catalogue is there
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        refused = run("export", "-f", name, "-o", "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert refused.code == UNABLE
    assert refused.err.startswith("Error: out: ")
    assert refused.err.count("\n") == 1
    assert os.listdir() == []


def test_a_link_to_a_folder_stays_a_link_and_permissions_stay(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o750)
    (tmp_path / "out").symlink_to("real")
    export(run, "csv")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "real" / "plans.csv").exists()


@pytest.mark.slow
@parquet
def test_a_folder_may_be_called_what_engines_take_for_a_pattern(run: Run) -> None:
    folder = export(run, "parquet", folder="x=1 [a]* 'b'")
    assert (folder / "tasks" / "year=2025" / "data_0.parquet").exists()
    os.rename(folder, "plain")
    assert "x" not in next(from_parquet(Path("plain"), "tasks"))
    assert len(table(Path("plain"), "tasks")) == 10
