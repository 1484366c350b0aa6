"""Calls of other programs that answer the question of `ipcheck due` about the same tasks: Taskwarrior, and sqlite-utils
and SQLite's own shell on the file that `ipcheck export` writes."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.side_by_side import IPCHECK

# The question of `ipcheck due`, put to an export. The end of a plan's period does not count as a deadline.
_DUE = """
    SELECT task, plan, due, lead, text FROM tasks
    WHERE due <= '{last}' AND deadline_basis IN ('stated', 'paragraph') ORDER BY due
"""


def taskwarrior(folder: Path, plans: Path, environ: Mapping[str, str]) -> list[str]:
    """Store the tasks of `plans` and of the shipped plans for Taskwarrior in `folder`. Returns the call of Taskwarrior,
    to which a filter is to be added. Its settings are the default ones, but for added fields that ipcheck has.

    The tasks are written straight into its data file, since it takes hours to import 100,000.
    """
    (folder / "data").mkdir(parents=True)
    lines = (_line(number, task) for number, task in enumerate(_tasks(plans, environ), 1))
    (folder / "data" / "pending.data").write_text("".join(lines), encoding="utf-8")
    for name in ("backlog.data", "completed.data", "undo.data"):
        (folder / "data" / name).touch()
    settings = folder / "taskrc"
    fields = "".join(f"uda.{field}.type=string\n" for field in ("task", "section", "deadline", "responsible"))
    settings.write_text(f"data.location={folder / 'data'}\nconfirmation=off\n{fields}")
    return [shutil.which("task") or "task", f"rc:{settings}"]


def _tasks(plans: Path, environ: Mapping[str, str]) -> list[dict[str, Any]]:
    call = [*IPCHECK, "tasks", "-f", "json", "--plans", str(plans)]
    process = subprocess.run(call, env=dict(environ), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    tasks: list[dict[str, Any]] = json.loads(process.stdout)
    return tasks


def _line(number: int, task: Mapping[str, Any]) -> str:
    """A task as a line of Taskwarrior's data file, with what ipcheck's tables say of it. Its due time is the beginning
    of its day (UTC)."""
    deadline, responsibility = task["deadline"], task["responsibility"]
    agencies = [name for name in (responsibility["lead"], *responsibility["participants"]) if name]
    fields = {
        "description": task["text"], "entry": "1735689600", "modified": "1735689600", "status": "pending",
        "project": task["plan"], "tags": ",".join(agencies), "uuid": str(UUID(int=number)), "task": task["id"],
        "section": " > ".join(task["sections"]), "deadline": deadline["phrase"] or "",
        "responsible": responsibility["phrase"] or "",
        **{f"tags_{name}": "x" for name in agencies},
    }  # fmt: skip
    if deadline["due"] and deadline["basis"] in ("stated", "paragraph"):
        due = datetime.combine(date.fromisoformat(deadline["due"]), datetime.min.time(), UTC)
        fields["due"] = str(int(due.timestamp()))
    attributes = " ".join(f'{key}:"{_escaped(value)}"' for key, value in sorted(fields.items()) if value)
    return f"[{attributes}]\n"


def _escaped(text: str) -> str:
    return text.replace('"', "&dquot;").replace("[", "&open;").replace("]", "&close;")


def exported(folder: Path, plans: Path, environ: Mapping[str, str]) -> Path:
    """Export these plans and the shipped ones with `ipcheck export`. Returns the path of the SQLite file."""
    call = [*IPCHECK, "export", "-f", "sqlite", "-o", str(folder), "--plans", str(plans)]
    subprocess.run(call, env=dict(environ), stderr=subprocess.DEVNULL, check=True)
    return folder / "ipcheck.sqlite3"


def sqlite_shell(database: Path, last: str) -> list[str]:
    """The call that asks SQLite's shell what is due up to the day `last` (ISO text)."""
    return [shutil.which("sqlite3") or "sqlite3", "-csv", str(database), _DUE.format(last=last)]


def sqlite_utils(database: Path, last: str) -> list[str]:
    """The call that asks sqlite-utils what is due up to the day `last` (ISO text)."""
    program = Path(sys.executable).with_name("sqlite-utils")
    return [sys.executable, str(program), "query", "--csv", str(database), _DUE.format(last=last)]
