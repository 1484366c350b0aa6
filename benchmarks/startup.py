"""The time of common answers on the shipped plans, beside a Typer app that does nothing.

python -m benchmarks.startup [ROUNDS]
"""

import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from benchmarks.side_by_side import IPCHECK, SHORT, Row, figures, measured, printed, python_row

TYPER, TYPER_AND_RICH = "typer", "typer + rich"
DUE = "due -f csv"
_TYPER_APP = """
import typer
{imports}
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

@app.command()
def one() -> None: ...

@app.command()
def two() -> None: ...

app()
"""


def apps(folder: Path) -> list[Row]:
    """The rows to compare with: Python, and Typer apps of two commands that do nothing, written into `folder`."""
    rows = [python_row()]
    for name, imports in ((TYPER, ""), (TYPER_AND_RICH, "import rich.table, rich.console")):
        path = folder / f"app {name}.py"
        path.write_text(_TYPER_APP.format(imports=imports))
        rows.append(Row(name, (sys.executable, str(path), "one")))
    return rows


def rows(folder: Path) -> list[Row]:
    """The rows of ipcheck's answers, with their limits. The caches are in `folder`."""
    warm = {"IPCHECK_CACHE_DIR": str(folder / "warm")}
    new = count()
    fresh = {"IPCHECK_CACHE_DIR": str(folder / "fresh")}

    def row(name: str, *call: str, beside: str = DUE, most: float | None = None) -> Row:
        return Row(name, (*IPCHECK, *call), beside, most, environ=warm)

    return [
        row(DUE, "due", "--before", "2025-12", "-f", "csv", beside=TYPER, most=1.2),
        row("agency -f csv", "agency", "国家知识产权局", "-f", "csv", beside=TYPER, most=1.2),
        row("agency -f json", "agency", "国家知识产权局", "-f", "json", beside=TYPER),
        row("31 rows -f rich", "tasks", "--plan", "2025", "--agency", "国家知识产权局", "--role", "participant",
            "-f", "rich", beside=TYPER_AND_RICH, most=1.25),
        row("tasks -f csv (521)", "tasks", "-f", "csv", beside=TYPER),
        row("diff -f csv", "diff", "2022", "2025", "-f", "csv", most=1.5),
        row("diff, suggested", "diff", "2022", "2025", "--suggest", "-f", "csv"),
        row("trace -f csv", "trace", "商标法", "-f", "csv"),
        row("check -f csv", "check", "-f", "csv"),
        row("report -f markdown", "report", "-f", "markdown"),
        row("calendar", "calendar"),
        row("first call", "due", "--before", "2025-12", "-f", "csv", most=4)._replace(
            environ=fresh, before=lambda: _forget(folder / "fresh", next(new))
        ),
    ]  # fmt: skip


def _forget(cache: Path, number: int) -> None:
    if cache.exists():
        cache.rename(cache.with_name(f"{cache.name}-{number}"))


def main(arguments: Sequence[str]) -> int:
    """Measure and print one table. Returns 1 if a figure is over its limit, else 0."""
    with tempfile.TemporaryDirectory() as name:
        all_rows = [*apps(Path(name)), *rows(Path(name))]
        return printed(list(figures(all_rows, measured(all_rows, int(arguments[0]) if arguments else SHORT))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
