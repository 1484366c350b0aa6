"""Print anew what the documentation shows: python tools/examples.py [FILE ...]

Runs every `$ ipcheck …` block of README.md, README.zh-CN.md and docs/*.md on the shipped data and puts what it prints
in the place of what stood there; tests compare the two. Read the difference before it is committed.
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
AS_OF = "2026-11-23"  # the day for which the documentation shows answers
_BLOCK = re.compile(
    r"```console\n\$ (?P<command>.*?)\n(?P<answer>.*?)```|```sh\n(?P<calls>.*?)```"
    r"|<!-- filled in: (?P<workbook>\S+) -->\n\n(?P<table>(?:\|[^\n]*\n)+)",
    re.DOTALL,
)
_CODE = "; echo $?"  # behind a command whose exit code is shown, too
_FILE = re.compile(r"```text (\S+)\n(.*?)```", re.DOTALL)


def documents() -> list[Path]:
    """The files with examples."""
    return [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]


def files(text: str) -> dict[str, str]:
    """The files that a document shows, for its commands, by name."""
    return dict(_FILE.findall(text))


class Step(NamedTuple):
    """What a reader of a document does next: runs a command, which prints `answer` where that is shown, or fills in a
    `workbook`."""

    command: str = ""
    answer: str | None = None
    workbook: str = ""


def steps(text: str) -> Iterator[Step]:
    """The steps of a document, in order."""
    for match in _BLOCK.finditer(text):
        if match["command"]:
            yield Step(match["command"], match["answer"])
        elif match["workbook"]:
            yield Step(workbook=match["workbook"])
        else:
            yield from (Step(line) for line in match["calls"].splitlines() if line.startswith("ipcheck "))


def short(printed: str) -> str:
    """An answer as documentation shows it: no line ends in spaces, and shipped files go without their folder."""
    lines = "\n".join(line.rstrip() for line in printed.splitlines())
    return re.sub(r"\S*/plans/", "…/plans/", lines) + "\n"


def called(command: str) -> list[str]:
    """The words of a command."""
    return shlex.split(command.removesuffix(_CODE), comments=True)


def shows_its_code(command: str) -> bool:
    """Whether a command is shown with its exit code."""
    return command.endswith(_CODE)


def shown(command: str, out: str, err: str, code: int) -> str:
    """What a document shows of a call: what it printed, and, where its exit code is shown, what it complained of."""
    return short(f"{out}{err}{code}\n" if shows_its_code(command) else out)


def renewed(text: str) -> str:
    """A document with the answers that are printed now. Its steps are done in one folder, in their order."""
    filled = fillings(text)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files(text).items():
            (Path(folder) / name).write_text(content, encoding="utf-8")

        def done(match: re.Match[str]) -> str:
            if match["command"]:
                return f"```console\n$ {match['command']}\n{_printed(match['command'], folder)}```"
            for step in steps(match[0]):
                _done(step, filled, Path(folder))
            return match[0]

        return _BLOCK.sub(done, text)


def walked(text: str, folder: Path) -> None:
    """Do the steps of a document in a folder, which then holds the files that it speaks of."""
    for name, content in files(text).items():
        (folder / name).write_text(content, encoding="utf-8")
    for step in steps(text):
        _done(step, fillings(text), folder)


def _done(step: Step, filled: Mapping[str, Any], folder: Path) -> str:
    """What a step prints."""
    if not step.workbook:
        return _printed(step.command, str(folder))
    fill_in(folder / step.workbook, filled[step.workbook])
    return ""


def _printed(command: str, folder: str) -> str:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("IPCHECK_", "LC_", "LANG"))}
    environ |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "IPCHECK_AS_OF": AS_OF, "COLUMNS": "120", "LANG": "C"}
    call = [sys.executable, "-m", "ipcheck", *called(command)[1:]]
    done = subprocess.run(call, cwd=folder, env=environ, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1) and not shows_its_code(command):
        sys.exit(f"{command}: {done.stderr}")
    return shown(command, done.stdout, done.stderr, done.returncode)


def main() -> int:
    """Write the files anew."""
    for path in [Path(name).resolve() for name in sys.argv[1:]] or documents():
        before = path.read_text(encoding="utf-8")
        after = renewed(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"written: {path.relative_to(ROOT).as_posix()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
