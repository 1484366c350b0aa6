"""Agencies that are no more: plans of their time keep their names, and questions find them by either name."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ipcheck.cli.exit_codes import FINE, FOUND
from tests.conftest import Run

# All bodies are invented.
AGENCIES = """\
agencies:
  - name: 农林庚部
    aliases: [農林庚部]
    english: Ministry G
    kind: ministry
    former:
      - {name: 农庚部, also: [农管部], english: Ministry F}
      - {name: 林庚部}
  - {name: 辛部, kind: ministry}
"""
OLD = """\
id: old
title: 旧计划
period: 2016
region: 全国
contents:
  - heading: 一、任务
    tasks:
      - {number: 1, text: 做好工作。, responsible: 农庚部牵头，辛部配合}
      - {number: 2, text: 做好农庚部工作。, responsible: 农管部负责}
      - {number: 3, text: 做好工作。, responsible: 辛部负责}
"""
NEW = """\
id: new
title: 新计划
period: 2026
region: 全国
contents:
  - heading: 一、任务
    tasks:
      - {number: 1, text: 做好工作。, responsible: 农林庚部牵头，辛部配合}
      - {number: 2, text: 与农林庚部会商。, responsible: 辛部负责}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a registry, a plan that prints a former agency, and one that prints the agency of today."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for name, text in (("agencies", AGENCIES), ("old", OLD), ("new", NEW)):
        (plans / f"{name}.yaml").write_text(text, encoding="utf-8")
    return plans


@pytest.fixture
def said(run: Run, folder: Path) -> Callable[..., list[str]]:
    """The lines of an answer."""

    def ask(*arguments: str) -> list[str]:
        answer = run(*arguments, "--plans", str(folder))
        assert answer.code == FINE, answer.err
        return answer.out.splitlines()

    return ask


@pytest.fixture
def ids(run: Run, folder: Path) -> Callable[..., list[str]]:
    """The ids of the tasks of an answer."""

    def ask(*arguments: str) -> list[str]:
        answer = run(*arguments, "--plans", str(folder), "-f", "json")
        assert answer.code == FINE, answer.err
        return [task["id"] for task in json.loads(answer.raw)]

    return ask


def test_a_plan_keeps_the_name_of_its_time_and_nothing_is_unknown(run: Run, folder: Path) -> None:
    answer = run("validate", str(folder), "--strict")
    assert (answer.code, answer.out) == (FINE, "No faults in 3 files.\n")
    tasks = json.loads(run("tasks", "--plan", "old", "--plans", str(folder), "-f", "json").raw)
    assert [task["responsibility"]["lead"] for task in tasks[:2]] == ["农庚部", "农庚部"]
    assert tasks[1]["mentions"] == ["农庚部"]
    assert all("local" not in task["responsibility"] for task in tasks)


def test_each_of_the_two_has_its_own_tasks(ids: Callable[..., list[str]]) -> None:
    for name in ("农庚部", "农管部", "農庚部", "Ministry F"):
        assert ids("tasks", "--agency", name) == ["old-1", "old-2"]
        assert ids("agency", name) == ["old-1", "old-2"]
    assert ids("tasks", "--agency", "农林庚部") == ["new-1"]
    assert ids("agency", "农林庚部", "--role", "local") == []


def test_the_agency_of_today_tells_of_the_former_one(said: Callable[..., list[str]]) -> None:
    command_for_it = "ipcheck tasks --agency 农庚部"
    line = f"Earlier plans also name Ministry F, whose tasks are not among these. List them: {command_for_it}"
    for command in (("tasks", "--agency"), ("due", "--agency"), ("agency",)):
        assert line in said(*command, "农林庚部")
    assert f"{line} --role lead" in said("tasks", "--agency", "农林庚部", "--role", "lead")
    assert not any("of before" in told for told in said("tasks", "--agency", "农林庚部", "--plan", "new"))
    assert not any("of before" in told for told in said("tasks", "--agency", "农庚部"))
    assert not any("林庚部" in told for told in said("tasks", "--agency", "辛部", "--plan", "new")[:3])


def test_where_nothing_names_the_former_one_the_answer_is_that_of_today_and_says_so(
    ids: Callable[..., list[str]], said: Callable[..., list[str]]
) -> None:
    def line(former: str) -> str:
        return f"No task here names {former}; these are the tasks of Ministry G, its successor."

    assert ids("tasks", "--agency", "林庚部") == ["new-1"]
    assert line("林庚部") in said("tasks", "--agency", "林庚部")
    assert line("林庚部") in said("agency", "林庚部")
    assert ids("tasks", "--agency", "农庚部", "--plan", "new") == ["new-1"]
    assert line("Ministry F") in said("agency", "农庚部", "--plan", "new")
    assert ids("tasks", "--agency", "农庚部", "--role", "mentioned") == ["old-2"]
    assert not any("followed" in told for told in said("tasks", "--agency", "农庚部"))


def test_an_agency_is_described_with_the_one_that_followed_it(
    run: Run, folder: Path, said: Callable[..., list[str]]
) -> None:
    assert "Former: Ministry F (now Ministry G)" in said("agency", "农庚部")
    assert any("Ministry F (now Ministry G)" in line for line in said("show", "old-1"))
    shown = json.loads(run("show", "old-1", "--plans", str(folder), "-f", "json").raw)
    assert shown["agencies"] == [{"name": "农庚部", "region": None, "counterpart": "农林庚部"}]
    loads = json.loads(run("agency", "--plan", "old", "--plans", str(folder), "-f", "json").raw)
    counts = {"leads": 2, "participates": 0, "mentioned": 1}
    assert {"name": "农庚部", **counts, "counterpart": "农林庚部", "region": None, "id": None} in loads
    table = said("agency", "--plan", "old")
    assert any("followed by" in line and "reports to" not in line for line in table)


def test_a_search_for_the_former_name_finds_the_name_of_today_too(ids: Callable[..., list[str]]) -> None:
    assert sorted(ids("tasks", "--text", "农庚部")) == ["new-2", "old-2"]


def test_in_a_ledger_either_name_means_the_one_that_the_task_names(run: Run, folder: Path) -> None:
    for task, agency in (("old-1", "农庚部"), ("new-1", "农林庚部")):
        for at, name in enumerate(("农管部", "农林庚部")):
            answer = run(
                *("mark", task, "started", "--on", f"2026-03-0{at + 1}", "--agency", name, "--note", "已开始"),
                *("--plans", str(folder)),
            )
            assert answer.code == FINE, answer.err
        Path("ledger.yaml").rename(folder / f"{task}.txt")
        entries = yaml.load((folder / f"{task}.txt").read_text(encoding="utf-8"), yaml.BaseLoader)
        assert [entry["agency"] for entry in entries] == [agency, agency]
        Path("ledger.yaml").write_text(f"- {{task: {task}, agency: 农管部, on: 2026-03-01, note: 已开会}}\n", "utf-8")
        shown = json.loads(run("show", task, "--plans", str(folder), "-f", "json").raw)
        assert [entry["agency"] for entry in shown["entries"]] == [agency]
        Path("ledger.yaml").unlink()
    answer = run("mark", "old-3", "started", "--agency", "农庚部", "--note", "已开始", "--plans", str(folder))
    assert "old-3 is not a task of 农林庚部; it names 辛部" in answer.err


def test_an_export_has_the_former_agency_as_one_of_its_own(run: Run, folder: Path) -> None:
    assert run("export", "-f", "csv", "-o", "out", "--plans", str(folder)).code == FINE
    [path] = Path("out").rglob("agencies*.csv")
    rows = {row["agency"]: row for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())}
    assert [rows["农庚部"][key] for key in ("kind", "counterpart", "english")] == ["former", "农林庚部", "Ministry F"]


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("  - {name: 壬部, kind: ministry, former: [{name: 农庚部}]}", "农庚部 already means 农庚部 (now 农林庚部)"),
        ("  - {name: 林庚部, kind: ministry}", "林庚部 already means 林庚部 (now 农林庚部)"),
        ("  - {name: 壬部, kind: ministry, former: [{name: 癸部, also: [辛部]}]}", "辛部 already means 辛部"),
        ("  - {name: 壬部, kind: ministry, former: [癸部]}", "must be a mapping"),
        ("  - {name: 壬部, kind: ministry, former: [{also: [癸部]}]}", "name"),
    ],
)
def test_a_name_means_one_body_only(run: Run, folder: Path, more: str, complaint: str) -> None:
    path = folder / "agencies.yaml"
    path.write_text(f"{AGENCIES}{more}\n", encoding="utf-8")
    answer = run("validate", str(path))
    assert answer.code == FOUND
    assert complaint in answer.out
    assert f"{path}:{len(AGENCIES.splitlines()) + 1}:" in answer.out
