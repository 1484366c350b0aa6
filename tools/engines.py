"""The questions of docs/export.md, put to DuckDB, to Spark and to ipcheck itself: python -m tools.engines ENGINE FOLDER

FOLDER holds a Parquet export named `export`. Prints the answers as JSON. What is run is what the document shows, so
that it cannot say what does not work; tests and benchmarks.engines compare the answers.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.examples import ROOT

_CODE = re.compile(r"```(?:sql|python) (?P<name>\S+)\n(?P<code>.*?)```", re.DOTALL)

Answer = list[list[Any]]
# Each question with the call of ipcheck that answers it, and its rows in that answer.
QUESTIONS: dict[str, tuple[tuple[str, ...], Callable[[Any], Answer]]] = {
    "due": (("due", "--before", "2025-12"), lambda tasks: [[task["id"]] for task in tasks]),
    "load": (("agency",), lambda agencies: [list(agency.values()) for agency in agencies]),
    "trace": (
        ("trace", "商标法"),
        lambda found: [
            [task["plan"], task["id"], each["stage"]]
            for task in found["tasks"] for each in task["instruments"] if each["name"] == "商标法"
        ],
    ),
}  # fmt: skip


def code(document: str = "export.md") -> dict[str, str]:
    """The queries of a document by the names that it gives them: due.sql, due.py."""
    return dict(_CODE.findall((ROOT / "docs" / document).read_text(encoding="utf-8")))


@contextmanager
def asking_duckdb(folder: Path) -> Iterator[Callable[[str], Answer]]:
    """What answers a question, by DuckDB, of the export in `folder`."""
    import duckdb

    own = code()
    with _inside(folder), duckdb.connect() as connection:
        connection.execute(own["tables.sql"])
        yield lambda question: [list(row) for row in connection.execute(own[f"{question}.sql"]).fetchall()]


@contextmanager
def asking_spark(folder: Path) -> Iterator[Callable[[str], Answer]]:
    """The same by Spark, on this machine alone. Paths count from the folder in which the first session began."""
    own = code()
    names: dict[str, Any] = {}

    def answer(question: str) -> Answer:
        exec(own[f"{question}.py"], names)
        return [list(row) for row in names["answer"].collect()]

    with _inside(folder):
        exec(own["tables.py"], names)
        try:
            yield answer
        finally:
            names["spark"].stop()


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


ENGINES = {"duckdb": asking_duckdb, "spark": asking_spark}


def main(engine: str, folder: str) -> None:
    """Print what an engine answers, by question."""
    with ENGINES[engine](Path(folder)) as ask:
        answers = {question: ask(question) for question in QUESTIONS}
    sys.stdout.write(json.dumps(answers, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
