"""The questions of docs/export.md, put to DuckDB or to Spark: python -m tools.engines ENGINE FOLDER

ENGINE is `duckdb` or `spark`. FOLDER holds a Parquet export named `export`. Prints the answers as JSON. The queries are
taken from the document itself, so that it cannot show what does not work; tests/test_engines.py and benchmarks.engines
compare the answers with those of ipcheck.
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
# Each question with the arguments of ipcheck that answer it, and a function that takes the rows from that answer.
QUESTIONS: dict[str, tuple[tuple[str, ...], Callable[[Any], Answer]]] = {
    "due": (("due", "--before", "2025-12"), lambda tasks: [[task["id"]] for task in tasks]),
    "load": (("agency",), lambda agencies: [list(agency.values())[:4] for agency in agencies]),
    "trace": (
        ("trace", "商标法"),
        lambda answer: [
            [task["plan"], task["id"], instrument["stage"]]
            for task in answer["tasks"] for instrument in task["instruments"] if instrument["name"] == "商标法"
        ],
    ),
}  # fmt: skip


def code(document: str = "export.md") -> dict[str, str]:
    """The queries of a document in docs/, by the names that it gives them, such as due.sql and due.py."""
    return dict(_CODE.findall((ROOT / "docs" / document).read_text(encoding="utf-8")))


@contextmanager
def asking_duckdb(folder: Path) -> Iterator[Callable[[str], Answer]]:
    """A function by which DuckDB answers a question, given by name, from the export in `folder`."""
    import duckdb

    queries = code()
    with _inside(folder), duckdb.connect() as connection:
        connection.execute(queries["tables.sql"])
        yield lambda question: [list(row) for row in connection.execute(queries[f"{question}.sql"]).fetchall()]


@contextmanager
def asking_spark(folder: Path) -> Iterator[Callable[[str], Answer]]:
    """A function by which Spark answers a question, given by name, from the export in `folder`.

    Spark runs on this machine alone, and takes paths from the folder in which its first session began.
    """
    queries = code()
    names: dict[str, Any] = {}

    def answer(question: str) -> Answer:
        exec(queries[f"{question}.py"], names)
        return [list(row) for row in names["answer"].collect()]

    with _inside(folder):
        exec(queries["tables.py"], names)
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
    """Print the answers of an engine as JSON, by question."""
    with ENGINES[engine](Path(folder)) as ask:
        answers = {question: ask(question) for question in QUESTIONS}
    sys.stdout.write(json.dumps(answers, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
