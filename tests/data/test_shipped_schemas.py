"""Shipped data and examples: nothing to be said of them, and each names the schema that it follows."""

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from ipcheck.cli.exit_codes import FINE
from ipcheck.datafiles.discovery import role_of
from tests.conftest import Run

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SCHEMAS = ROOT / "data" / "schema"
FILES = sorted([*(ROOT / "data").rglob("*.yaml"), *EXAMPLES.rglob("*.yaml")])

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())


def test_nothing_is_wrong_with_what_ships(run_shipped: Run) -> None:
    answer = run_shipped("validate", "--strict", "-f", "json")
    said = [(each["level"], each["rule"], each["message"]) for each in json.loads(answer.raw)]
    # the one task of 2022 whose day had passed when the plan came out
    assert said == [("info", "past-day", "the deadline 2022-06-30 is before the publication of the plan on 2022-11-01")]
    assert answer.code == FINE


@pytest.mark.slow
@pytest.mark.parametrize("name", ["new-plan.yaml", "city", "team"])
def test_nothing_is_wrong_with_an_example(run_shipped: Run, name: str) -> None:
    answer = run_shipped("validate", str(EXAMPLES / name), "--strict", "-f", "json")
    assert (json.loads(answer.raw), answer.code) == ([], FINE)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["city", "team"])
def test_nothing_is_wrong_with_an_example_in_its_own_folder(
    run_shipped: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(EXAMPLES / name)
    answer = run_shipped("validate", "--strict", "-f", "json")
    assert [each for each in json.loads(answer.raw) if "/examples/" in each["path"]] == []
    assert answer.code == FINE


def test_the_template_shows_every_key_of_a_plan() -> None:
    text = (EXAMPLES / "new-plan.yaml").read_text(encoding="utf-8")
    keys = json.loads((SCHEMAS / "plan.json").read_text(encoding="utf-8"))
    definitions = keys["definitions"].values()
    named = {key for each in (keys, *definitions) for key in each["properties"]}
    assert {"id", "heading", "number", "retrieved", "responsible"} < named
    assert [
        key for key in named if f"\n{key}:" not in text and f" {key}: " not in text and f" {key}:\n" not in text
    ] == []


@every_file
def test_a_file_names_its_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    schema = os.path.relpath(SCHEMAS / f"{role_of(str(path))}.json", path.parent).replace(os.sep, "/")
    assert first == f"# yaml-language-server: $schema={schema}"
    assert (path.parent / schema).is_file()


def checked(kind: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    """These files held against a schema, by a program that is not ours."""
    program = shutil.which("check-jsonschema", path=sysconfig.get_path("scripts")) or "check-jsonschema"
    call = [program, "--schemafile", str(SCHEMAS / f"{kind}.json"), *map(str, paths)]
    return subprocess.run(call, capture_output=True, encoding="utf-8", timeout=120)


@pytest.mark.workflows
@pytest.mark.parametrize("kind", ["plan", "ledger", "links", "agencies", "instruments", "baseline", "gist"])
def test_the_files_follow_their_schemas(kind: str) -> None:
    paths = [path for path in FILES if role_of(str(path)) == kind]
    assert paths
    done = checked(kind, *paths)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.workflows
def test_the_schemas_are_schemas() -> None:
    program = shutil.which("check-jsonschema", path=sysconfig.get_path("scripts")) or "check-jsonschema"
    call = [program, "--check-metaschema", *map(str, SCHEMAS.glob("*.json"))]
    done = subprocess.run(call, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.workflows
@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("plan", "id: 2026", "id: A_1"),
        ("plan", "period: 2021/2022", "period: 二五"),
        ("plan", "issued: 2025-04-29", "issued: 2025年"),
        ("plan", "document_number:", "docnumber: 1"),
        ("plan", "source: {retrieved: 2025-04-29}", "source: 网页"),
        ("plan", "number: 3.10", "number: 第一"),
        ("plan", "kind: goal", "kind: gaol"),
        ("plan", "text: 做好工作。", "text: 做好工作"),
        ("ledger", "part: 2", "part: 二"),
        ("ledger", "state: done", "state: finished"),
        ("ledger", "on: 2025-12-01", "on: 12月1日"),
        ("baseline", "finding: blocked", "finding: late"),
        ("links", "grade: weak", "grade: medium"),
        ("agencies", "members: [甲]", "members: 甲"),
        ("instruments", "kind: law", "kind: laws"),
        ("gist", "seen: 0f1e2d3c", "seen: xyz"),
    ],
)
def test_editors_take_what_loaders_take_and_mark_what_they_refuse(
    tmp_path: Path, kind: str, good: str, bad: str
) -> None:
    for line, code in ((good, 0), (bad, 1)):
        path = tmp_path / "file.yaml"
        path.write_text(file_with(kind, line), encoding="utf-8")
        done = checked(kind, path)
        assert done.returncode == code, done.stdout + done.stderr


NEEDED = {
    "ledger": {"task": "2025-1", "on": "2025-12-01"},
    "baseline": {"task": "2025-1", "finding": "overdue", "reason": "待核实"},
    "links": {"from": "2022-1", "to": "2025-1", "grade": "strong", "why": "甲"},
    "agencies": {"name": "甲局", "kind": "local"},
    "instruments": {"title": "甲法", "kind": "law"},
    "gist": {"of": "1", "gist": "A summary"},
    "task": {"number": "1", "text": "做好工作。"},
    "plan": {"id": "own", "title": "计划"},
}
HEADS = {
    "links": 'earlier: "2022"\nlater: "2025"\nlinks:\n',
    "agencies": "agencies:\n",
    "gist": 'plan: "2025"\nlanguage: en\ngists:\n',
    "instruments": "instruments:\n",
}


def file_with(kind: str, line: str) -> str:
    """A file of this kind in which the line stands where its key may, with what else is needed."""
    if kind != "plan":
        return HEADS.get(kind, "") + entry("- ", kind, line)
    of_task = line.partition(":")[0] in ("number", "kind", "text", "deadline", "responsible")
    head = entry("", "plan", "" if of_task else line)
    return f"{head}contents:\n  - heading: 一、任务\n    tasks:\n" + entry("      - ", "task", line if of_task else "")


def entry(lead: str, kind: str, line: str) -> str:
    """An entry with this line and the keys that it must have."""
    given = line.partition(":")[0]
    lines = [*([line] if line else []), *(f"{key}: {value}" for key, value in NEEDED[kind].items() if key != given)]
    return "".join(f"{lead if not index else ' ' * len(lead)}{each}\n" for index, each in enumerate(lines))
