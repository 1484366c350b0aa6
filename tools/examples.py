"""Renew the output that the documentation shows: python -m tools.examples [FILE ...]

Runs every `$ ipcheck …` block of README.md, README.zh-CN.md and docs/*.md (or of the files named) on the shipped data,
and replaces the output below it. Tests compare the two. Read the difference before you commit it.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tools.offices import fill_in, fillings

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-30"  # the day for which the documentation shows answers
_BLOCK = re.compile(
    r"```console\n\$ (?P<command>.*?)\n(?P<answer>.*?)```|```sh\n(?P<calls>.*?)```"
    r"|<!-- filled in: (?P<workbook>\S+) -->\n\n(?P<table>(?:\|[^\n]*\n)+)",
    re.DOTALL,
)
_CODE = "; echo $?"  # follows a command whose exit code is shown as well
_FILE = re.compile(r"```text (\S+)\n(.*?)```", re.DOTALL)


def documents() -> list[Path]:
    """The files of the documentation that may hold examples."""
    return [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]


def files(text: str) -> dict[str, str]:
    """The files that a document shows for its commands to read: the content by name."""
    return dict(_FILE.findall(text))


class Step(NamedTuple):
    """A step that a document asks of its reader: run `command` (`answer` is the output that is shown, None where none
    is), or fill in `workbook`."""

    command: str = ""
    answer: str | None = None
    workbook: str = ""


def steps(text: str) -> Iterator[Step]:
    """The steps that a document asks of its reader, in order."""
    for match in _BLOCK.finditer(text):
        if match["command"]:
            yield Step(match["command"], match["answer"])
        elif match["workbook"]:
            yield Step(workbook=match["workbook"])
        else:
            yield from (Step(line) for line in match["calls"].splitlines() if line.startswith("ipcheck "))


def short(printed: str) -> str:
    """An output as the documentation shows it: without spaces at the ends of lines, and with … for the folder of
    shipped plans."""
    lines = "\n".join(line.rstrip() for line in printed.splitlines())
    return re.sub(r"\S*/plans/", "…/plans/", lines) + "\n"


def called(command: str) -> list[str]:
    """The words of a command, without the request for its exit code."""
    return shlex.split(command.removesuffix(_CODE), comments=True)


def shows_its_code(command: str) -> bool:
    """Whether a command is shown with its exit code."""
    return command.endswith(_CODE)


def shown(command: str, out: str, err: str, code: int) -> str:
    """What a document shows of a call: its output; where the exit code is shown, also its errors and that code."""
    return short(f"{out}{err}{code}\n" if shows_its_code(command) else out)


def renewed(text: str) -> str:
    """A document with the output that its commands print now. All its steps are taken in one folder, in order."""
    rows_by_workbook = fillings(text)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files(text).items():
            (Path(folder) / name).write_text(content, encoding="utf-8")

        def renewed_block(match: re.Match[str]) -> str:
            if match["command"]:
                return f"```console\n$ {match['command']}\n{_run(match['command'], folder)}```"
            for step in steps(match[0]):
                _take_step(step, rows_by_workbook, Path(folder))
            return match[0]

        return _BLOCK.sub(renewed_block, text)


def walked(text: str, folder: Path) -> None:
    """Take the steps of a document in a folder, which then holds the files that the document speaks of."""
    for name, content in files(text).items():
        (folder / name).write_text(content, encoding="utf-8")
    for step in steps(text):
        _take_step(step, fillings(text), folder)


def _take_step(step: Step, rows_by_workbook: Mapping[str, Any], folder: Path) -> str:
    """Take a step: run its command and return what that prints, or fill in its workbook."""
    if not step.workbook:
        return _run(step.command, str(folder))
    fill_in(folder / step.workbook, rows_by_workbook[step.workbook])
    return ""


def _run(command: str, folder: str) -> str:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("IPCHECK_", "LC_", "LANG"))}
    environ |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "IPCHECK_AS_OF": AS_OF, "COLUMNS": "120", "LANG": "C"}
    call = [sys.executable, "-m", "ipcheck", *called(command)[1:]]
    done = subprocess.run(call, cwd=folder, env=environ, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1) and not shows_its_code(command):
        sys.exit(f"{command}: {done.stderr}")
    return shown(command, done.stdout, done.stderr, done.returncode)


def main() -> int:
    """Renew the files named as arguments, or all of the documentation."""
    for path in [Path(name).resolve() for name in sys.argv[1:]] or documents():
        before = path.read_text(encoding="utf-8")
        after = renewed(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"written: {path.relative_to(ROOT).as_posix()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
