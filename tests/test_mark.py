"""`ipcheck mark`: what it writes and where, what it refuses, and that nothing it said was recorded is ever lost."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

import ipcheck.datafiles.yaml_append
from ipcheck.base.atomic import replace
from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.datafiles.yaml_append import read_content
from tests.conftest import Run

HEAD = "# What became of the plans' tasks, entry by entry. Written by ipcheck mark, and by hand.\n"
DONE = ("mark", "dated-1", "done", "--on", "2022-12-01", "--evidence", "公告")
DONE_ENTRY = "- task: dated-1\n  state: done\n  on: 2022-12-01\n  recorded: 2026-11-23\n  evidence: 公告\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The ledger of the working folder, which is not there yet."""
    return tmp_path / "ledger.yaml"


def text(path: Path) -> str:
    return path.read_bytes().decode()


# what is written, and where


def test_a_law_named_in_english_is_recorded_by_its_uniform_name(run: Run, tmp_path: Path) -> None:
    call = (
        "mark",
        "yearly-1",
        "--instrument",
        "trademark law",
        "--step",
        "公开征求意见",
        "--on",
        "2025-01-13",
        "--source",
        "x",
    )
    assert run(*call).code == FINE
    assert "instrument: 商标法" in (tmp_path / "ledger.yaml").read_text(encoding="utf-8")
    assert run("tasks").code == FINE


def test_the_first_entry_begins_a_ledger_in_the_working_folder(run: Run, ledger: Path) -> None:
    answer = run(*DONE)
    assert answer.out.splitlines() == [
        "Recorded",
        "Created the ledger ledger.yaml:2.",
        "",
        "task     day         what happened    evidence or source",
        "-------  ----------  ---------------  --------------------",
        "dated-1  2022-12-01  done             公告",
        "",
        "dated-1 is now: 🟢 ongoing, milestone met 2022-12-01",
    ]
    assert (answer.code, answer.err) == (FINE, "")
    assert text(ledger) == HEAD + DONE_ENTRY


def test_the_next_one_is_added_below(run: Run, ledger: Path) -> None:
    run(*DONE)
    answer = run("mark", "dated-2", "started")
    assert answer.out.splitlines()[:2] == ["Recorded", "Added to ledger.yaml:7."]
    assert text(ledger) == HEAD + DONE_ENTRY + "- task: dated-2\n  state: started\n  on: 2026-11-23\n"


def test_every_part_of_an_entry_can_be_given(run: Run, ledger: Path) -> None:
    said = {
        "instrument": "商标法", "agency": "甲局", "subject": "广州市", "event": "issued",
        "evidence": "https://a.b/c: d", "source": "《公报》", "by": "张三", "note": "甲\n乙", "next": "# 丙",
    }  # fmt: skip
    options = [part for key, value in said.items() for part in (f"--{key}", value)]
    answer = run("mark", "yearly-1", "done", "--part", "1", "--step", "公布", "--on", "2026-11-20", *options)
    assert answer.code == FINE, answer.err
    assert text(ledger).splitlines()[1:] == [
        "- task: yearly-1", '  part: "1"', "  instrument: 商标法", "  agency: 甲局", "  subject: 广州市",
        "  state: done", "  step: 公布", "  event: issued", "  on: 2026-11-20", "  recorded: 2026-11-23",
        '  evidence: "https://a.b/c: d"', "  source: 《公报》", "  by: 张三", '  note: "甲\\n乙"', '  next: "# 丙"',
    ]  # fmt: skip
    [found] = json.loads(run("show", "yearly-1", "-f", "json").raw)["entries"]
    assert {key: found[key] for key in said} == said


def test_the_same_entry_again_is_already_recorded(run: Run, ledger: Path) -> None:
    run(*DONE)
    before = ledger.stat()
    answer = run(*DONE, "--as-of", "2026-12-01")  # when it is entered does not count
    assert answer.out.splitlines()[:2] == [
        "Already recorded",
        "Already recorded in ledger.yaml:2; nothing was added.",
    ]
    assert (answer.code, answer.err) == (FINE, "")
    assert (ledger.stat().st_ino, ledger.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_entry_by_hand_under_another_name_is_the_same(run: Run, ledger: Path) -> None:
    by_hand = (
        "- {task: yearly-1/1, agency: 国家甲局, instrument: 《中华人民共和国商标法》, state: started, on: 2026-11-23}\n"
    )
    ledger.write_text(by_hand, encoding="utf-8")
    answer = run("mark", "yearly-1", "started", "--part", "1", "--agency", "甲局", "--instrument", "商标法")
    assert "Already recorded in ledger.yaml:1" in answer.out
    assert text(ledger) == by_hand


def test_the_json_answer_holds_the_entry_and_its_place(run: Run, ledger: Path) -> None:
    entry: dict[str, Any] = {
        "task": "dated-1", "part": None, "instrument": None, "agency": None, "subject": None, "state": "done",
        "step": None, "event": None, "on": "2022-12-01", "recorded": "2026-11-23", "evidence": "公告", "source": None,
        "by": None, "note": None, "problem": None, "next": None, "row": None, "round": None, "until": None,
        "number": None, "document": None, "english": None, "checked": None, "searched": [], "actual": None,
        "on_from": "2022-12-01", "on_to": "2022-12-01", "sources": [],
        "place": {"path": str(ledger), "line": 2, "column": 3},
    }  # fmt: skip
    answer = run(*DONE, "-f", "json")
    shown = json.loads(answer.raw)
    task = shown.pop("task")
    assert shown == {"added": True, "entry": entry}
    assert (task["id"], task["state"]) == ("dated-1", "done")
    assert answer.err == "Created the ledger ledger.yaml:2.\ndated-1 is now: 🟢 ongoing, milestone met 2022-12-01\n"
    assert json.loads(run(*DONE, "-f", "json").raw) == {"added": False, "entry": entry, "task": task}
    assert json.loads(run("show", "dated-1", "-f", "json").raw)["entries"] == [entry]


@pytest.mark.parametrize(
    ("on", "as_of", "days"),
    [
        ((), "2026-11-25", "  on: 2026-11-25\n"),
        (("--on", "2026-11-25"), "2026-11-25", "  on: 2026-11-25\n"),
        (("--on", "2026-11-20"), "2026-11-25", "  on: 2026-11-20\n  recorded: 2026-11-25\n"),
        (("--on", "2026年11月20日"), "2026-11-24T20:00Z", "  on: 2026-11-20\n  recorded: 2026-11-25\n"),
    ],
)
def test_the_day_of_recording_is_given_where_it_is_another(
    run: Run, ledger: Path, on: Sequence[str], as_of: str, days: str
) -> None:
    assert run("mark", "dated-2", "started", *on, "--as-of", as_of).code == FINE
    assert text(ledger) == f"{HEAD}- task: dated-2\n  state: started\n{days}"


def test_a_step_is_one_of_the_only_instrument(run: Run, ledger: Path) -> None:
    assert run("mark", "dated-1", "--step", "公布").code == FINE
    assert text(ledger) == f"{HEAD}- task: dated-1\n  instrument: 商标法\n  step: 公布\n  on: 2026-11-23\n"


@pytest.mark.parametrize(
    "said", [["own-1/2"], ["own-1", "--part", "2"], ["own-1", "--part", "own-1/2"], ["own-1/2", "--part", "2"]]
)
def test_a_part_is_given_with_the_task_or_apart(
    run: Run, ledger: Path, plan_file: Callable[..., Path], said: Sequence[str]
) -> None:
    own = ("--plans", str(plan_file("text: 一。二。")))
    task, *part = said
    assert run("mark", task, "started", *part, *own).code == FINE
    assert "Already recorded" in run("mark", "own-1/2", "started", *own).out
    [entry] = json.loads(run("show", "own-1", "-f", "json", *own).raw)["entries"]
    assert entry["part"] == 2


def test_a_day_to_come_is_recorded_by_force(run: Run, ledger: Path) -> None:
    assert run("mark", "dated-2", "started", "--on", "2027-01-01", "--force").code == FINE
    assert text(ledger).endswith("  on: 2027-01-01\n  recorded: 2026-11-23\n")


@pytest.mark.parametrize("mode", ["option", "environment", "policy", "before the command"])
def test_the_ledger_that_is_named_is_written(
    run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    ledger.write_text("# this one is not\n", encoding="utf-8")
    call = list(DONE)
    place = "own.yaml"
    if mode == "option":
        call += ["--ledger", "own.yaml"]
    elif mode == "before the command":
        call = ["--ledger", "own.yaml", *call]
    elif mode == "environment":
        monkeypatch.setenv("IPCHECK_LEDGER", "own.yaml")
    else:
        (tmp_path / "ipcheck.toml").write_text('ledger = ["own.yaml"]\n', encoding="utf-8")
        (tmp_path / "deep").mkdir()
        monkeypatch.chdir(tmp_path / "deep")
        place = str(tmp_path / "own.yaml")
    assert run(*call).out.splitlines()[1] == f"Created the ledger {place}:2."
    assert text(tmp_path / "own.yaml") == HEAD + DONE_ENTRY
    assert text(ledger) == "# this one is not\n"


def test_a_ledger_behind_a_link_is_written_where_it_is(run: Run, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real = tmp_path / "far" / "real.yaml"
    real.write_text("# far\n", encoding="utf-8")
    ledger.symlink_to(real)
    assert "Added to ledger.yaml:2." in run(*DONE).out
    assert ledger.is_symlink()
    assert text(real) == "# far\n" + DONE_ENTRY


def test_chinese_is_answered_in_chinese(run: Run, ledger: Path) -> None:
    answer = run(*DONE, "--lang", "zh")
    assert (answer.code, answer.err) == (FINE, "")
    assert "dated-1" in answer.out
    assert run(*DONE, "--lang", "zh", encoding="ascii").code == FINE
    assert text(ledger).endswith(DONE_ENTRY)


@pytest.mark.parametrize("options", [("-o", "none/answer.json"), ("-f", "ics"), ("-f", "junit")])
def test_an_answer_that_could_not_be_written_is_refused_before_anything_is_recorded(
    run: Run, ledger: Path, options: tuple[str, ...]
) -> None:
    assert run(*DONE, *options).code == UNABLE
    assert not ledger.exists()


def test_what_was_recorded_is_followed_by_how_the_task_stands_now(run: Run, ledger: Path) -> None:
    assert run(*DONE).out.splitlines()[-1] == "dated-1 is now: 🟢 ongoing, milestone met 2022-12-01"
    assert json.loads(run(*DONE, "-f", "json").raw)["task"]["milestone_met"]


def test_a_task_may_be_typed_in_any_width(run: Run, ledger: Path) -> None:
    assert "Recorded" in run("mark", "ｄａｔｅｄ－２", "started").out


# what is refused: exit 2, the reason, and nothing is written

NO_TEXT = "contains a control character, or bytes that are not text; remove them"
REFUSED = [
    (("dated-11", "started"), "there is no task dated-11; did you mean dated-1?"),
    (("datd-1", "started"), "no plan has the id datd; did you mean dated?"),
    (("dated", "started"), "task: a task's id is written 2025-8; 2022-29/2 is its second sentence"),
    (("dated-1/2", "started"), "dated-1 has 1 sentence, so there is no part 2"),
    (("dated-1", "started", "--part", "2"), "dated-1 has 1 sentence, so there is no part 2"),
    (("dated-1/1", "started", "--part", "2"), "part 2 does not belong to dated-1/1"),
    (("dated-1", "started", "--part", "dated-2/1"), "part dated-2/1 does not belong to dated-1"),
    (("dated-1", "started", "--part", "two"), "part: a part is the number of a sentence: 2, or 2022-29/2"),
    (
        ("dated-1", "started", "--instrument", "专利法"),
        "dated-1 does not name the instrument 专利法; the task names 商标法",
    ),
    (("dated-2", "started", "--instrument", "商标法"), "dated-2 does not name the instrument 商标法"),
    (("yearly-1", "started", "--agency", "甲纵局"), "no agency is called 甲纵局; did you mean 甲局?"),
    (("yearly-1", "started", "--agency", "海关"), "no agency is called 海关"),
    (("dated-2", "--step", "公布"), "a step belongs to an instrument; name it: instrument: 商标法"),
    (("dated-1", "done"), "done needs evidence or a source: what shows that it is done?"),
    (("dated-11", "done"),
     "there is no task dated-11; did you mean dated-1? done needs evidence or a source: what shows that it is done?"),
    (("other-1", "done"), "no plan has the id other; done needs evidence or a source: what shows that it is done?"),
    (("dated-1", "done", "--note", "开了会"), "done needs evidence or a source: what shows that it is done?"),
    (("dated-1", "withdrawn", "--evidence", "纪要"),
     "withdrawn needs a source: who withdrew it, and where is that stated?"),
    (("dated-1",), "an entry needs at least one of state, step, event, evidence, note, problem, next or actual"),
    (
        ("dated-1", "--by", "张三"),
        "an entry needs at least one of state, step, event, evidence, note, problem, next or actual",
    ),
    (("dated-1", "started", "--on", "2026-11-24"), "2026-11-24 is in the future; record it then, or use --force"),
    (
        ("dated-1", "started", "--on", "2026-W46"),
        "--on: cannot read “2026-W46” as a day, month or year; write 2025-12-31, 2025-12 or 2025",
    ),
    (("dated-1", "started", "--by", ""), "by: empty; leave the key out instead"),
    (("dated-1", "started", "--by", " 张三"), "by: begins or ends with a space"),
    (("dated-1", "started", "--by", "张三\n李四"), "by: is on several lines; write it on one"),
    (("dated-1", "started", "--note", "开了会 "), "note: begins or ends with a space"),
    (("dated-1", "started", "--note", "开\u202e会"), f"开\ufffd会 {NO_TEXT}"),
    (("dated-1", "started", "--note", "开\uffff会"), f"开\ufffd会 {NO_TEXT}"),
    (("dated-1", "started", "--ledger", "a.yaml", "--ledger", "b.yaml"),
     "several ledgers are named (a.yaml, b.yaml); say which one: --ledger PATH"),
    (("dated-1", "started", "-f", "json", "-o", "ledger.yaml"),
     "-o ledger.yaml is a file that this answer is read from; name another"),
    (("dated-1", "started", "--by", "a", "--agency", "海关", "--part", "2"),
     "dated-1 has 1 sentence, so there is no part 2; no agency is called 海关"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said"), REFUSED)
def test_a_bad_entry_is_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, call: Sequence[str], said: str
) -> None:
    answer = run("mark", *call)
    assert (answer.code, answer.raw, answer.err) == (UNABLE, b"", f"Error: {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_of_an_unknown_task_that_is_said_first_and_no_semicolon_follows_a_question(run: Run) -> None:
    said = run("mark", "dated-11", "done", "--lang", "zh").err
    assert said.startswith("错误：没有任务dated-11")
    assert "？；" not in said
    assert said.count("？") == 2


@pytest.mark.parametrize("call", [call for call, _said in REFUSED])
def test_it_is_refused_in_chinese_too(run: Run, tmp_path: Path, call: Sequence[str]) -> None:
    answer = run("mark", *call, "--lang", "zh")
    assert (answer.code, answer.raw, answer.err.startswith("错误：")) == (UNABLE, b"", True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            ("dated-1", "startd"),
            "STATE cannot be startd; choose from started, progress, blocked, done, withdrawn; did you mean started?",
        ),
        (
            ("dated-1", "--step", "通过"),
            (
                "--step cannot be 通过; choose from 公开征求意见 (public consultation), 审议 (deliberated), 审议通过 "
                "(adopted), 公布 (promulgated), 施行 (in force), 废止 (repealed); did you mean 审议通过?"
            ),
        ),
        (
            ("dated-1", "--event", "x"),
            (
                "--event cannot be x; choose from selected (the selection), designated (the designation), issued "
                "(its issue)"
            ),
        ),
        ((), "an entry needs a task (task: 2025-8) or, as a step of a law or document, instrument and step"),
    ],
)
def test_an_unknown_word_is_answered_with_the_known_ones(
    run: Run, tmp_path: Path, call: Sequence[str], said: str
) -> None:
    answer = run("mark", *call)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert answer.err.splitlines()[-1] == f"Error: {said}"
    assert list(tmp_path.iterdir()) == []


def test_a_day_that_does_not_exist_is_refused(run: Run, tmp_path: Path) -> None:
    answer = run("mark", "dated-1", "started", "--on", "2026-02-30")
    assert answer.err.startswith("Error: --on: “2026-02-30” does not exist in the calendar; write ")
    assert (answer.code, list(tmp_path.iterdir())) == (UNABLE, [])


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ('ledger = "ledger.yaml"\n', "1:1: error: ledger must be a list of texts [policy]"),
        ("# 甲\n  ledger = [1]\n", "2:3: error: ledger must be a list of texts [policy]"),
        ("as_of = 2026-11-23\n", "1:1: error: as_of must be a text [policy]"),
    ],
)
def test_a_policy_of_the_wrong_type_is_refused_with_its_place(run: Run, tmp_path: Path, policy: str, said: str) -> None:
    (tmp_path / "ipcheck.toml").write_text(policy, encoding="utf-8")
    answer = run(*DONE)
    assert answer.err.splitlines()[0] == f"{tmp_path}/ipcheck.toml:{said}"
    assert (answer.code, [each.name for each in tmp_path.iterdir()]) == (UNABLE, ["ipcheck.toml"])


def test_several_ledgers_of_a_policy_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ipcheck.toml").write_text('ledger = ["a.yaml", "b.yaml"]\n', encoding="utf-8")
    answer = run(*DONE)
    assert (
        answer.err
        == f"Error: several ledgers are named ({tmp_path}/a.yaml, {tmp_path}/b.yaml); say which one: --ledger PATH\n"
    )
    assert "Created the ledger" in run(*DONE, "--ledger", "a.yaml").out


# ledgers that cannot be written to


def refused(run: Run, path: Path, *call: str) -> str:
    """Why nothing was written to the ledger, without the last line that counts the faults."""
    before = path.read_bytes()
    answer = run(*(call or DONE), "--ledger", str(path))
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert path.read_bytes() == before
    assert [each for each in path.parent.iterdir() if each.name.endswith(".tmp")] == []
    return answer.err.removesuffix("1 error; no answer was given.\n").rstrip("\n")


A_PLAN = "this is a plan or a file of links, where a ledger is expected: a list of entries (- task: 2025-8)"
FORM = "entries can only be added to a list of lines that begin with -; this file is written differently"
LINE = "an entry added below this line would be misread, or change this line; rewrite the line"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("- task: dated-1\n  state: started\n  on: 2022-12-01\n  note: 商标法已经公布\n".encode("gbk"),
         "4:9: error: the file is in GB18030 or GBK, not UTF-8; convert it: iconv -f gb18030 -t utf-8 [encoding]"),
        (b"- task: dated-1\n  note: \xff\n", "2:9: error: the file is not in UTF-8; save it as UTF-8 [encoding]"),
        ("- {task: dated-1, note: 开\u200b会}\n".encode(),
         "1:26: error: control or bidirectional character U+200B; remove it [hidden-character]"),
        ("id: own\ntitle: 计划\ncontents: []\n".encode(), f"1:1: error: {A_PLAN} [schema]"),
        (b"dated-1: done\n", "1:1: error: the file is not a list (lines that begin with -) [schema]"),
        (b"[{task: dated-2, state: started, on: 2022-12-01}]\n", f"1:1: error: {FORM} [ledger-form]"),
        (b"- {task: dated-2, state: started, on: 2022-12-01}\n...\n", f"2:1: error: {LINE} [ledger-form]"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_readable_list_is_refused_with_its_place(
    run: Run, tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(data)
    assert refused(run, path) == f"{path}:{said}"


def test_all_faults_of_a_ledger_are_listed(run: Run, ledger: Path) -> None:
    ledger.write_text(
        "- {task: dated-9, state: started, on: 2022-12-01}\n"
        "- {task: dated-2, state: done, on: 2022-12-01}\n"
        "- {task: yearly-1, agency: 丁局, state: started, on: 2022-12-01}\n",
        encoding="utf-8",
    )
    assert refused(run, ledger).splitlines() == [
        f"{ledger}:1:10: error: there is no task dated-9; did you mean dated-1? [ledger-name]",
        f"{ledger}:2:26: error: done needs evidence or a source: what shows that it is done? [ledger-proof]",
        f"{ledger}:3:28: error: no agency is called 丁局; did you mean 甲局? [ledger-name]",
        "3 errors; no answer was given.",
    ]


def test_a_folder_is_no_ledger(run: Run, tmp_path: Path) -> None:
    answer = run(*DONE, "--ledger", str(tmp_path))
    assert answer.err == f"Error: {tmp_path} is a folder; name the ledger itself: {tmp_path}/ledger.yaml\n"
    assert (answer.code, list(tmp_path.iterdir())) == (UNABLE, [])


def test_a_folder_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    answer = run(*DONE, "--ledger", "a/b/own.yaml")
    path = tmp_path / "a" / "b"
    assert answer.err == f"Error: {path}/own.yaml: there is no folder {path}; create it, or name another file\n"
    assert (answer.code, list(tmp_path.iterdir())) == (UNABLE, [])


def test_a_read_only_ledger_is_refused_also_to_root(run: Run, ledger: Path) -> None:
    ledger.write_text("# 甲\n", encoding="utf-8")
    ledger.chmod(0o444)
    assert refused(run, ledger) == f"Error: {ledger} is read-only; nothing was written"


@pytest.mark.parametrize(
    ("code", "why"), [(errno.EROFS, "the file system is read-only"), (errno.EACCES, "permission denied")]
)
def test_a_read_only_folder_is_refused(
    run: Run, tmp_path: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch, code: int, why: str
) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> NoReturn:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    answer = run(*DONE)
    assert (answer.code, answer.raw, answer.err) == (UNABLE, b"", f"Error: {ledger}: {why}\n")
    assert list(tmp_path.iterdir()) == []


# contradictions


def test_an_entry_that_a_later_one_contradicts_is_refused_with_its_place(run: Run, ledger: Path) -> None:
    ledger.write_text("# 甲\n- {task: dated-1, state: started, on: 2023-01-01}\n", encoding="utf-8")
    assert refused(run, ledger) == (
        f"Error: dated-1 cannot be done on 2022-12-01: {ledger}:2 says started on 2023-01-01. Correct that entry first."
    )
    assert run("mark", "dated-1", "done", "--on", "2023-01-01", "--source", "公告").code == FINE


def test_entries_beside_the_plans_contradict_as_well(run: Run, ledger: Path, tmp_path: Path) -> None:
    other = tmp_path / "more" / "ledgers" / "spring.yaml"
    other.parent.mkdir(parents=True)
    other.write_text("- {task: dated-1, state: blocked, on: 2023-01-01}\n", encoding="utf-8")
    answer = run(*DONE, "--plans", str(tmp_path / "more"))
    assert f"{other}:1 says blocked on 2023-01-01" in answer.err
    assert (answer.code, ledger.exists()) == (UNABLE, False)


# other writers


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str], None]:
    """Have an editor save this text just before the next entry takes its place."""

    def prepare(path: Path, text: str) -> None:
        saves = [text]

        def late(target: str, *arguments: Any) -> None:
            if saves:
                path.write_text(saves.pop(), encoding="utf-8")
            replace(target, *arguments)

        monkeypatch.setattr(ipcheck.datafiles.yaml_append, "replace", late)

    return prepare


OLD = "- {task: dated-2, state: started, on: 2022-12-01}\n"


@pytest.mark.parametrize("before", [None, OLD])
def test_an_entry_lands_after_what_an_editor_saved_meanwhile(
    run: Run, ledger: Path, edited: Callable[[Path, str], None], before: str | None
) -> None:
    if before:
        ledger.write_text(before, encoding="utf-8")
    edited(ledger, f"# 乙\n{OLD}")
    assert "Added to ledger.yaml:3." in run(*DONE).out
    assert text(ledger) == f"# 乙\n{OLD}{DONE_ENTRY}"


def test_what_an_editor_saved_meanwhile_is_heeded(run: Run, ledger: Path, edited: Callable[[Path, str], None]) -> None:
    ledger.write_text("- {task: dated-1, state: started, on: 2022-06-01}\n", encoding="utf-8")
    edited(ledger, DONE_ENTRY)
    assert "Already recorded in ledger.yaml:1" in run(*DONE).out
    edited(ledger, "- {task: dated-1, state: blocked, on: 2023-06-01}\n")
    assert "ledger.yaml:1 says blocked on 2023-06-01" in run(*DONE[:-1], "别的").err
    assert text(ledger) == "- {task: dated-1, state: blocked, on: 2023-06-01}\n"


def test_what_an_editor_corrected_meanwhile_contradicts_no_longer(
    run: Run, ledger: Path, edited: Callable[[Path, str], None]
) -> None:
    run("mark", "dated-2", "started")
    edited(ledger, OLD)
    assert run("mark", "dated-2", "done", "--on", "2026-11-23", "--source", "公告").code == FINE
    assert [row["state"] for row in read_content(str(ledger), Translator("en"))] == ["started", "done"]


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        ("- 甲\n", "1:3: error: item 1 must be a mapping (key: value) [schema]"),
        ("- {task: dated-2, state: done, on: 2022-12-01}\n",
         "1:26: error: done needs evidence or a source: what shows that it is done? [ledger-proof]"),
        ("- {task: dated-1, agency: 丁局, state: started, on: 2022-12-01}\n",
         "1:27: error: no agency is called 丁局; did you mean 甲局? [ledger-name]"),
        ("- task: dated-1\n  sta",
         "2:6: error: not valid YAML: could not find expected ':'; the file seems to be cut off here [yaml]"),
    ],
)  # fmt: skip
def test_faults_that_an_editor_saved_meanwhile_are_listed(
    run: Run, ledger: Path, edited: Callable[[Path, str], None], saved: str, said: str
) -> None:
    edited(ledger, saved)
    answer = run(*DONE)
    assert (answer.code, answer.err.splitlines()[0]) == (UNABLE, f"{ledger}:{said}")
    assert text(ledger) == saved


HOLDING = "import sys, filelock\nwith filelock.FileLock(sys.argv[1]):\n    print(flush=True)\n    sys.stdin.read()\n"


def test_another_writer_is_waited_for_and_then_left_alone(
    run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipcheck.datafiles.yaml_append, "PATIENCE", 1.0)
    call = [sys.executable, "-c", HOLDING, str(tmp_path / ".ledger.yaml.lock")]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        answer = run(*DONE)
        holder.communicate(b"")
    assert answer.err == f"Error: {ledger}: another call has been writing for 1 seconds; try again\n"
    assert (answer.code, ledger.exists()) == (UNABLE, False)
    assert run(*DONE).code == FINE


# many at once, and killed


@pytest.fixture
def calls(
    tmp_path: Path, plan_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the program itself in the working folder, with one plan of its own; everything is compiled already."""
    plan_file(*(f"text: 第{n}项工作。" for n in range(1, 20)))
    monkeypatch.setenv("IPCHECK_AS_OF", "2026-11-23")
    monkeypatch.setenv("IPCHECK_PLANS", str(tmp_path / "own.yaml"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        call = [sys.executable, "-m", "ipcheck", *arguments]
        process = subprocess.Popen(
            call, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        started.append(process)
        return process

    assert start("plans").wait() == FINE
    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_sixteen_at_once_are_all_recorded(calls: Callable[..., subprocess.Popen[str]], ledger: Path) -> None:
    running = [calls("mark", f"own-{n}", "started", "--note", f"第{n}") for n in range(1, 17)]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [FINE] * 16, said
    rows = read_content(str(ledger), Translator("en"))
    assert sorted(row["note"] for row in rows) == sorted(f"第{n}" for n in range(1, 17))
    # each names the place of its own entry
    places = [re.search(r"ledger.yaml:(\d+)\.", out) for out, _err in said]
    assert {int(place[1]) for place in places if place} == {row.line for row in rows}
    assert sum("Created the ledger" in out for out, _err in said) == 1


def test_of_several_that_say_the_same_one_is_recorded(
    calls: Callable[..., subprocess.Popen[str]], ledger: Path
) -> None:
    running = [calls("mark", "own-1", "started") for _n in range(4)]
    said = [process.communicate(timeout=120)[0] for process in running]
    assert sorted(out.partition("\n")[0] for out in said) == ["Already recorded"] * 3 + ["Recorded"]
    assert len(read_content(str(ledger), Translator("en"))) == 1


APPENDING = """
import sys
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.yaml_append import append_entries

ENTRY = {"task": "own-1", "state": "started", "on": "2026-01-01"}
number = int(sys.argv[2])
while True:
    append_entries(sys.argv[1], "# head\\n", lambda _rows: [ENTRY | {"note": f"n{number}"}], Translator("en"))
    print(f"n{number}", flush=True)
    number += 1
"""


def killed_again_and_again(path: Path, times: int) -> None:
    """Entry after entry is appended by a process that is killed at another moment each time; after each, everything
    that it acknowledged is in the file."""
    acknowledged: set[str] = set()
    for turn in range(times):
        call = [sys.executable, "-c", APPENDING, str(path), str(turn * 1000)]
        with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            heard = [process.stdout.readline() for _n in range(turn % 4)]
            time.sleep(turn * 7 % 23 / 1000 + (0.15 if not heard else 0))  # an entry takes some milliseconds
            process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            heard += process.stdout.readlines()
        acknowledged.update(line.strip() for line in heard if line.endswith("\n"))
        assert_whole(path, acknowledged)
    assert len(acknowledged) > times


def assert_whole(path: Path, acknowledged: set[str]) -> None:
    """The file parses, holds what was acknowledged, nothing twice, and at most one new file is left over."""
    notes = [row["note"] for row in read_content(str(path), Translator("en")) or ()] if path.exists() else []
    assert acknowledged <= set(notes)
    assert len(notes) == len(set(notes))
    assert len(list(path.parent.glob(".*.tmp"))) <= 1


@pytest.mark.slow
def test_killed_it_loses_nothing_that_it_acknowledged(run: Run, ledger: Path, plan_file: Callable[..., Path]) -> None:
    killed_again_and_again(ledger, 8)
    assert run("mark", "own-1", "started", "--plans", str(plan_file())).code == FINE
    assert not list(ledger.parent.glob(".*.tmp"))


@pytest.mark.slow
def test_killed_a_hundred_times_it_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    killed_again_and_again(tmp_path / "ledger.yaml", 100)
    ipcheck.datafiles.yaml_append.append_entries(
        str(tmp_path / "ledger.yaml"), "", lambda _rows: [{"task": "own-1"}], Translator("en")
    )
    assert not list(tmp_path.glob(".*.tmp"))


@pytest.mark.slow
def test_the_command_itself_killed_at_any_moment_loses_nothing(
    calls: Callable[..., subprocess.Popen[str]], ledger: Path
) -> None:
    began = time.monotonic()
    assert calls("mark", "own-1", "started", "--note", "first").wait() == FINE
    takes = time.monotonic() - began
    acknowledged = {"first"}
    for turn in range(30):
        process = calls("mark", "own-1", "started", "--note", f"n{turn}")
        time.sleep(takes * (0.3 + turn / 20))
        process.kill()
        if re.search(r"ledger.yaml:\d+\.", process.communicate()[0]):
            acknowledged.add(f"n{turn}")
        assert_whole(ledger, acknowledged)
    last = calls("mark", "own-1", "started", "--note", "last")
    assert last.wait() == FINE
    assert_whole(ledger, acknowledged | {"last"})
    assert not list(ledger.parent.glob(".*.tmp"))
    assert 1 < len(acknowledged) < 31


def test_csv_holds_the_entry_key_by_key(run: Run) -> None:
    header, row = run("mark", "dated-2", "started", "--note", "开了会", "-f", "csv").out.splitlines()
    assert header.startswith("task,entry_part,")
    assert dict(zip(header.split(","), row.split(","), strict=True))["entry_note"] == "开了会"


def test_how_each_city_stands_is_told_where_an_entry_is_about_all(run: Run, ledger: Path) -> None:
    ledger.write_text(
        "- {task: yearly-4, event: selected, subject: 广州市, on: 2024-03-31}\n"
        "- {task: yearly-4, event: selected, subject: 深圳市, on: 2025-03-31}\n", encoding="utf-8",
    )  # fmt: skip
    assert run("mark", "yearly-4", "progress").out.splitlines()[-2:] == [
        "yearly-4 (广州市) is now: 🔴 overdue", "yearly-4 (深圳市) is now: 🔵 open",
    ]  # fmt: skip
    done = run("mark", "yearly-4", "done", "--subject", "深圳市", "--source", "验收").out
    assert done.splitlines()[-1] == "yearly-4 (深圳市) is now: 🟢 done"


def test_an_output_that_is_a_folder_is_refused_before_anything_is_recorded(
    run: Run, ledger: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    answer = run(*DONE, "-f", "json", "-o", "folder")
    assert (answer.code, "folder is a folder; name the file itself" in answer.err) == (UNABLE, True)
    assert not ledger.exists()


# months, sources, steps without a task, searches in vain


def test_a_month_is_recorded_as_it_was_given(run: Run, ledger: Path) -> None:
    assert run("mark", "dated-1", "done", "--on", "2022年12月", "--evidence", "公告").code == FINE
    assert "  on: 2022-12\n  recorded: 2026-11-23\n" in text(ledger)


def test_a_source_has_its_publisher_and_address_and_the_day_it_was_read(run: Run, ledger: Path) -> None:
    call = (
        "--source",
        "《办法》公布",
        "--publisher",
        "甲局",
        "--url",
        "https://www.gov.cn/a?b=c,d",
        "--source-kind",
        "official",
    )
    answer = run("mark", "dated-1", "done", *call)
    assert "《办法》公布（甲局）" in answer.out
    [entry] = json.loads(run("show", "dated-1", "-f", "json").raw)["entries"]
    assert entry["sources"] == [{
        "title": "《办法》公布", "publisher": "甲局", "url": "https://www.gov.cn/a?b=c,d", "kind": "official",
        "read": "2026-11-23",
    }]  # fmt: skip


def test_a_step_of_a_law_needs_no_task_and_may_be_announced(run: Run, ledger: Path) -> None:
    law = ("mark", "--instrument", "商标法", "--source", "公报", "--round", "2026年修订")
    assert run(*law, "--step", "审议通过", "--on", "2026-06-26").code == FINE
    assert run(*law, "--step", "施行", "--on", "2027-01-01").code == FINE
    found = json.loads(run("trace", "商标法", "-f", "json").raw)
    assert [(step["step"], step["task"]) for step in (*found["steps"], *found["announced"])] == [
        ("审议通过", None), ("施行", None),
    ]  # fmt: skip


def test_a_step_that_cannot_have_come_then_is_refused_and_nothing_written(run: Run, ledger: Path) -> None:
    law = ("mark", "--instrument", "商标法", "--source", "公报")
    assert run(*law, "--step", "公布", "--on", "2026-06-26").code == FINE
    before = text(ledger)
    answer = run(*law, "--step", "审议通过", "--on", "2026-07-01")
    assert (answer.code, answer.raw, text(ledger)) == (UNABLE, b"", before)
    assert answer.err.startswith("Error: 审议通过 on 2026-07-01 comes after 公布 on 2026-06-26")


def test_a_search_in_vain_is_recorded_and_is_no_entry_on_the_work(run: Run, ledger: Path) -> None:
    answer = run("mark", "dated-1", "--searched", "商标法 公布", "--searched", "trademark law")
    assert answer.out.splitlines()[-1] == "dated-1 is now: ⚪ unverified: none found (searched 2026-11-23)"
    found = json.loads(run("show", "dated-1", "-f", "json").raw)
    assert (found["entries"], found["state"], found["outcome"]) == ([], "unknown", "no-record")
    assert "searched: [商标法 公布, trademark law]" in text(ledger)


@pytest.mark.parametrize("state", ["started", "blocked"])
def test_what_is_done_is_opened_again_only_by_force(run: Run, ledger: Path, state: str) -> None:
    assert run(*DONE).code == FINE
    before = text(ledger)
    refused = run("mark", "dated-1", state)
    assert (refused.code, refused.raw, text(ledger)) == (UNABLE, b"", before)
    said = f"Error: dated-1 has been done since 2022-12-01; {state} would reopen it. If that is intended: --force"
    assert refused.err.splitlines()[-1] == said
    assert run("mark", "dated-1", state, "--force").code == FINE


def test_progress_of_work_that_goes_on_opens_nothing_again(run: Run, ledger: Path) -> None:
    assert run(*DONE).code == FINE
    answer = run("mark", "dated-1", "progress", "--note", "持续推进")
    assert answer.code == FINE
    assert answer.out.splitlines()[-1] == "dated-1 is now: 🟢 ongoing, milestone met 2022-12-01"


def test_a_sentence_that_is_done_is_opened_again_only_by_force(run: Run, plan_file: Callable[..., Path]) -> None:
    own = ("--plans", str(plan_file("text: 一。二。")))
    assert run("mark", "own-1", "done", "--part", "1", "--source", "甲", *own).code == FINE
    assert run("mark", "own-1", "started", "--part", "1", *own).code == UNABLE
    assert run("mark", "own-1", "started", "--part", "2", *own).code == FINE
