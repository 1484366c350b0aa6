"""Baselines: what keeps one from being read, and what is added to one that people keep by hand."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.datafiles.yaml_append import Appended, append_entries, read_content
from tests.conftest import Run

GOOD = "- {task: dated-1, finding: unverified, reason: 待核实}\n"
KINDS = "overdue, unverified, stale, due-soon, blocked, period-ended or unread"
ADDING = ("check", "--write-baseline", "--reason", "待核实", "--baseline", "accepted.yaml")


@pytest.fixture
def baseline(tmp_path: Path) -> Callable[[str], Path]:
    """Write a baseline, in UTF-8 unless it is bytes."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "accepted.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "- {task: dated-9, finding: overdue, reason: 甲}\n",
         ["2:10: error: there is no task dated-9; did you mean dated-1? [baseline]"]),
        ("- {task: dated-1, finding: late, reason: 甲}\n",
         [f"1:28: error: finding is late; expected {KINDS} [schema]"]),
        ("- {task: dated-1, finding: overdue}\n- {task: dated-1, finding: overdue, reason: }\n",
         ["1:3: error: reason is missing [schema]", "2:37: error: reason must be text [schema]"]),
        ("- {task: dated-1/1, finding: overdue, reason: 甲}\n",
         ["1:10: error: task: a task's id is written 2025-8 [schema]"]),
        ("- {task: dated-1, finding: overdue, reason: 甲, accepted: 昨天}\n",
         ["1:58: error: accepted: not a day of the calendar; write it as 2025-04-29 [schema]"]),
        ("- {task: dated-1, finding: overdue, raeson: 甲}\n",
         ["1:3: error: reason is missing [schema]", "1:37: error: unknown key raeson; did you mean reason? [schema]"]),
        ("- dated-1\n", ["1:3: error: item 1 must be a mapping (key: value) [schema]"]),
        ("dated-1: overdue\n", ["1:1: error: the file is not a list (lines that begin with -) [schema]"]),
        ("- {task: dated-1, finding: overdue, reason: 开\u200b会}\n",
         ["1:46: error: control or bidirectional character U+200B; remove it [hidden-character]"]),
        ("- {task: dated-1, finding: overdue, reason: 商标法}\n".encode("gbk"),
         ["1:45: error: the file is in GB18030 or GBK, not UTF-8; convert it: iconv -f gb18030 -t utf-8 [encoding]"]),
        ("- task: dated-1\n  task: dated-2\n", ["2:3: error: the key task appears twice here [duplicate-key]"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("call", [("check", "--baseline", "accepted.yaml"), ADDING])
def test_a_faulty_baseline_is_refused_with_all_its_faults(
    run: Run, baseline: Callable[[str | bytes], Path], text: str | bytes, said: list[str], call: tuple[str, ...]
) -> None:
    path = baseline(text)
    before = path.read_bytes()
    answer = run(*call)
    assert [
        line.removeprefix("accepted.yaml:").removeprefix(f"{path}:") for line in answer.err.splitlines()[:-1]
    ] == said
    assert (answer.code, answer.raw, path.read_bytes()) == (UNABLE, b"", before)


def test_a_baseline_that_is_not_there_is_refused_where_it_is_read(run: Run, tmp_path: Path) -> None:
    answer = run("check", "--baseline", "accepted.yaml")
    assert answer.err == "Error: accepted.yaml: there is no such baseline; --write-baseline creates one\n"
    assert (answer.code, list(tmp_path.iterdir())) == (UNABLE, [])


def test_a_folder_is_no_baseline(run: Run, tmp_path: Path) -> None:
    answer = run("check", "--baseline", str(tmp_path))
    assert answer.err.splitlines()[0] == f"{tmp_path}:1:1: error: cannot be read: it is a folder [file]"
    assert answer.code == UNABLE


def test_a_read_only_baseline_is_not_added_to(run: Run, baseline: Callable[[str], Path]) -> None:
    path = baseline("# 甲\n")
    path.chmod(0o444)
    answer = run(*ADDING)
    assert answer.err == f"Error: {path} is read-only; nothing was written\n"
    assert (answer.code, path.read_text(encoding="utf-8")) == (UNABLE, "# 甲\n")


def test_what_is_found_is_added_below_what_stands_there(run: Run, baseline: Callable[[str], Path]) -> None:
    text = f"# 甲\n{GOOD}"
    path = baseline(text)
    path.chmod(0o640)
    assert run(*ADDING).code == FINE
    written = path.read_text(encoding="utf-8")
    assert written.startswith(text)
    assert "- task: dated-2\n  finding: unverified\n  reason: 待核实\n  accepted: 2026-11-23\n" in written
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o640


def test_what_another_call_accepted_meanwhile_is_not_accepted_twice(
    run: Run, baseline: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = baseline("# 甲\n")
    run(*ADDING)
    written = path.read_text(encoding="utf-8")
    path.write_text("# 甲\n", encoding="utf-8")

    def late(*arguments: Any) -> Appended:
        path.write_text(written, encoding="utf-8")
        return append_entries(*arguments)

    monkeypatch.setattr("ipcheck.datafiles.yaml_append.append_entries", late)
    assert run(*ADDING).code == FINE
    assert path.read_text(encoding="utf-8") == written
    keys = [(row["task"], row["finding"]) for row in read_content(str(path), Translator("en"))]
    assert len(keys) == len(set(keys)) > 1
