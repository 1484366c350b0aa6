"""DuckDB and Spark, asked what docs/export.md asks them, answer what ipcheck answers."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.engines import called
from benchmarks.plans import write_plans
from ipcheck.cli.exit_codes import FINE
from tests.conftest import Run
from tools.engines import QUESTIONS, Answer, code
from tools.examples import ROOT


def own_answers(run: Run) -> dict[str, Answer]:
    return {name: rows(json.loads(run(*call, "-f", "json").raw)) for name, (call, rows) in QUESTIONS.items()}


@pytest.mark.slow
@pytest.mark.parametrize(
    "engine", [pytest.param("duckdb", marks=pytest.mark.parquet), pytest.param("spark", marks=pytest.mark.spark)]
)
def test_an_engine_answers_on_the_export_what_ipcheck_answers(run_shipped: Run, tmp_path: Path, engine: str) -> None:
    assert run_shipped("export", "-o", "export").code == FINE
    call = [sys.executable, "-m", "tools.engines", engine, str(tmp_path)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    expected = own_answers(run_shipped)
    assert json.loads(done.stdout) == expected
    assert [len(expected[question]) for question in ("due", "trace")] == [57, 3]
    assert expected["load"][0][0] == "国家知识产权局"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "most"), [("csv", 60), ("sqlite", 60), pytest.param("parquet", 400, marks=pytest.mark.parquet)]
)
def test_tasks_stream_into_an_export(tmp_path: Path, name: str, most: int) -> None:
    """30,000 here, which held at once would take another 60 MB; 300,000 by python -m benchmarks.engines."""
    write_plans(tmp_path / "plans", 300, 100)
    called(tmp_path, "plans")  # compiles them
    call = called(tmp_path, "export", "-f", name, "-o", "out")
    assert call.megabytes < most


def test_both_languages_show_the_same_queries_and_there_is_one_for_each_question() -> None:
    assert code("export.md") == code("export.zh-CN.md")
    assert code().keys() == {f"{name}.{suffix}" for name in ("tables", *QUESTIONS) for suffix in ("sql", "py")}


@pytest.mark.parametrize("document", ["export.md", "export.zh-CN.md"])
def test_each_question_stands_beside_the_call_that_answers_it(document: str) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    shown = re.findall(r"`(ipcheck [^`\n]+)`.*?\n\n```sql (\w+)\.sql", text)
    asked = {name: f"ipcheck {' '.join(call)}" for name, (call, _rows) in QUESTIONS.items()}
    assert {question: call for call, question in shown} == asked
