"""How long common answers take, as ratios to a Typer app that does nothing.

    python -m benchmarks.startup [ROUNDS]

Every figure is a median over paired runs: in each round all commands run once, one after the other, and each
is divided by its own reference of the same round, so a machine that slows down slows both. Python is called
itself (no shim), byte code is cached, output is thrown away.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

TYPER_APP = """
import typer
{imports}
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

@app.command()
def one() -> None: ...

@app.command()
def two() -> None: ...

app()
"""
IPCHECK = (sys.executable, str(Path(sys.executable).with_name("ipcheck")))


class Row(NamedTuple):
    """A command, what it is compared with, and the ratio that it may reach."""

    name: str
    call: tuple[str, ...]
    reference: str
    most: float | None
    fresh: bool = False


def main(rounds: int) -> int:
    """Measure, print one table, and return 1 where a figure is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        apps = {"typer": "", "typer + rich": "import rich.table, rich.console"}
        for name, imports in apps.items():
            (Path(folder) / f"app {name}.py").write_text(TYPER_APP.format(imports=imports))
        rows = [
            Row("python", (sys.executable, "-c", "pass"), "python", None),
            *(
                Row(name, (sys.executable, str(Path(folder) / f"app {name}.py"), "one"), "python", None)
                for name in apps
            ),
            Row("due -f csv", (*IPCHECK, "due", "--before", "2025-12", "-f", "csv"), "typer", 1.2),
            Row("agency -f csv", (*IPCHECK, "agency", "国家知识产权局", "-f", "csv"), "typer", 1.2),
            Row("agency -f json", (*IPCHECK, "agency", "国家知识产权局", "-f", "json"), "typer", None),
            Row("31 rows -f rich", (*IPCHECK, "tasks", "--plan", "2025", "--agency", "国家知识产权局",
                                    "--role", "participant", "-f", "rich"), "typer + rich", 1.25),
            Row("tasks -f csv (521)", (*IPCHECK, "tasks", "-f", "csv"), "typer", None),
            Row("diff -f csv", (*IPCHECK, "diff", "2022", "2025", "-f", "csv"), "due -f csv", 1.5),
            Row("diff, suggested", (*IPCHECK, "diff", "2022", "2025", "--suggest", "-f", "csv"), "due -f csv", None),
            Row("trace -f csv", (*IPCHECK, "trace", "商标法", "-f", "csv"), "due -f csv", None),
            Row("check -f csv", (*IPCHECK, "check", "-f", "csv"), "due -f csv", None),
            Row("report -f markdown", (*IPCHECK, "report", "-f", "markdown"), "due -f csv", None),
            Row("calendar", (*IPCHECK, "calendar"), "due -f csv", None),
            Row("first call", (*IPCHECK, "due", "--before", "2025-12", "-f", "csv"), "due -f csv", 4, fresh=True),
        ]  # fmt: skip
        return report(measured(rows, rounds, folder), rows)


def measured(rows: list[Row], rounds: int, folder: str) -> dict[str, list[float]]:
    """Seconds of each command in each round."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "IPCHECK"))}
    environ |= {"IPCHECK_CACHE_DIR": f"{folder}/warm", "COLUMNS": "120", "PYTHONUTF8": "1"}
    seconds: dict[str, list[float]] = {row.name: [] for row in rows}
    for index in range(rounds + 2):  # the first two fill caches
        for row in rows:
            own = environ | {"IPCHECK_CACHE_DIR": f"{folder}/fresh-{index}"} if row.fresh else environ
            began = time.perf_counter()
            done = subprocess.run(row.call, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if done.returncode > 1:  # 1: looked and found
                raise SystemExit(f"{row.name}: exit code {done.returncode}")
            if index >= 2:
                seconds[row.name].append(time.perf_counter() - began)
    return seconds


def report(seconds: dict[str, list[float]], rows: list[Row]) -> int:
    """Print the table; 1 where a figure is over its limit."""
    over = False
    print(f"{'command':<20} {'ms':>6} {'/ python':>9}  {'compared with':<14} {'ratio':>6} {'limit':>6}")
    for row in rows:
        ratios = [own / other for own, other in zip(seconds[row.name], seconds[row.reference], strict=True)]
        python = [own / other for own, other in zip(seconds[row.name], seconds["python"], strict=True)]
        ratio = statistics.median(ratios)
        over = over or (row.most is not None and ratio > row.most)
        print(
            f"{row.name:<20} {statistics.median(seconds[row.name]) * 1000:6.0f} {statistics.median(python):9.2f}"
            f"  {row.reference:<14} {ratio:6.2f} {row.most or '':>6}"
        )
    return int(over)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
