"""Values in the words of either language: on the command line, in `ipcheck.toml` and in a workbook that comes back."""

import csv
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml

from ipcheck.base.i18n import LANGUAGES, Translator
from ipcheck.cli.commands.report import WEEKS
from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from ipcheck.cli.main import COMMANDS
from ipcheck.cli.options import Choice, Filters
from ipcheck.domain.compliance import FINDINGS
from ipcheck.domain.state import STATES
from ipcheck.reports.check import NONE, parse_kinds
from ipcheck.reports.shared import labels
from ipcheck.reports.shared.value_words import value_meant, values_in_words, words_for
from tests.conftest import Run


def declared(hints: dict[str, Any]) -> Iterator[Choice]:
    for hint in hints.values():
        yield from (extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Choice))


def every_choice() -> list[Choice]:
    """The choices that commands and filters declare, and those that are read by other means."""
    commands = [import_module(f"ipcheck.cli.commands.{name}").command for name in COMMANDS]
    hints = [get_type_hints(command, include_extras=True) for command in commands]
    found = [choice for each in (Filters.__annotations__, *hints) for choice in declared(each)]
    return [*dict.fromkeys([*found, Choice((*FINDINGS, NONE), "finding"), Choice(WEEKS, "week")])]


CHOICES = pytest.mark.parametrize("choice", every_choice(), ids=lambda choice: choice.words)
PRINTED = {
    "role": labels.ROLE_WORDS, "kind": labels.KIND_WORDS, "state": labels.STATE_WORDS, "mark": labels.MARK_WORDS,
    "situation": labels.SITUATION_WORDS, "outcome": labels.OUTCOME_WORDS, "stage": labels.STAGE_WORDS,
    "step": labels.STEP_WORDS, "finding": labels.FINDING_WORDS, "source-kind": labels.SOURCE_WORDS,
    "instrument-kind": labels.INSTRUMENT_KIND_WORDS, "event": labels.EVENT_WORDS,
}  # fmt: skip


@CHOICES
def test_a_value_is_meant_by_its_key_and_by_every_word_for_it_and_no_word_means_two(choice: Choice) -> None:
    meanings: dict[str, str] = {}
    for value in choice.values:
        for word in words_for(value, choice.words):
            assert value_meant(word, choice.values, choice.words) == value
            assert meanings.setdefault(word, value) == value
        assert len(words_for(value, choice.words)) > 1


@pytest.mark.parametrize("language", LANGUAGES)
@CHOICES
def test_what_answers_print_for_a_value_means_it(choice: Choice, language: str) -> None:
    _ = Translator(language)
    for value in choice.values:
        printed = PRINTED.get(choice.words, {}).get(value, value)
        assert value_meant(_(printed), choice.values, choice.words) == value
    for value, said in zip(choice.values, values_in_words(choice.values, choice.words, _), strict=True):
        word = said.removeprefix(value).strip(" ()（）") or value
        assert value_meant(word, choice.values, choice.words) == value


@pytest.mark.parametrize("word", ["DONE-LATE", "done late", "Done_Late", "逾期 完成", " 逾期完成"])
def test_case_width_spaces_and_hyphens_make_no_difference(word: str) -> None:
    assert value_meant(word, ("done", "done-late"), "situation") == "done-late"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (("tasks", "--agency", "甲局", "--role", "牵头"), ("tasks", "--agency", "甲局", "--role", "lead")),
        (("due", "--situation", "未核实"), ("due", "--situation", "unverified")),
        (("tasks", "--kind", "目标", "--basis", "不限"), ("tasks", "--kind", "goal", "--basis", "any")),
        (("tasks", "--state", "无记录", "--outcome", "未查"), ("tasks", "--state", "unknown", "--outcome", "unknown")),
        (("instruments", "--stage", "出台", "--standing", "无步骤记录", "--kind", "法律", "--step", "无"),
         ("instruments", "--stage", "issued", "--standing", "no-step", "--kind", "law", "--step", "none")),
        (("diff", "dated", "yearly", "--only", "新增"), ("diff", "dated", "yearly", "--only", "new")),
        (("report", "--week", "上周"), ("report", "--week", "last")),
        (("report", "--week", "this week"), ("report", "--week", "this")),
        (("news", "--since", "上周"), ("news", "--since", "last-week")),
        (("check", "--fail-on", "逾期，due soon"), ("check", "--fail-on", "overdue,due-soon")),
    ],
)  # fmt: skip
def test_a_call_in_words_has_the_answer_of_the_call_in_keys(
    run: Run, words: tuple[str, ...], keys: tuple[str, ...]
) -> None:
    answer = run(*words)
    assert answer.code in (FINE, FOUND), answer.err
    assert answer.raw == run(*keys).raw


def test_the_ledger_keeps_the_key(run: Run, tmp_path: Path) -> None:
    assert run("mark", "dated-2", "正在推进", "--on", "2025-03-01", "--note", "初稿").code == FINE
    assert run("mark", "--instrument", "商标法", "--step", "promulgated", "--on", "2025-03-02").code == FINE
    entries = yaml.safe_load((tmp_path / "ledger.yaml").read_text(encoding="utf-8"))
    assert [(entry.get("state"), entry.get("step")) for entry in entries] == [("progress", None), (None, "公布")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Error: --role cannot be leeds; choose from lead (leads), participant (takes part), "),
        ("zh", "错误：--role 的值不能是“leeds”；可用的有：lead（牵头）、participant（参与）、"),
    ],
)
def test_a_value_that_nothing_means_is_refused_with_the_keys_and_the_words_of_the_reader(
    run: Run, language: str, said: str
) -> None:
    answer = run("tasks", "--role", "leeds", "--lang", language)
    assert (answer.code, answer.raw, len(answer.err.splitlines())) == (UNABLE, b"", 1)
    assert answer.err.startswith(said)
    assert ("did you mean lead?" if language == "en" else "您是否指：lead？") in answer.err


def test_the_nearest_is_found_by_its_words_too(run: Run) -> None:
    assert run("instruments", "--step", "promulgat").err.rstrip().endswith("did you mean 公布?")


def test_the_policy_file_understands_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ipcheck.toml").write_text('fail_on = ["逾期", "due soon"]\n', encoding="utf-8")
    assert run("check").out == run("check", "--fail-on", "overdue,due-soon").out
    assert run("validate", "ipcheck.toml").code == FINE
    (tmp_path / "ipcheck.toml").write_text('fail_on = ["逾器"]\n', encoding="utf-8")
    assert "did you mean overdue?" in run("validate", "ipcheck.toml").out


def test_kinds_are_told_apart_by_commas_of_either_language_and_by_spaces() -> None:
    _ = Translator("en")
    assert parse_kinds(["due-soon overdue", "受阻、未核实"], _) == ("overdue", "unverified", "due-soon", "blocked")


@pytest.mark.parametrize(
    ("word", "state"),
    [("进行中", "started"), ("完成", "done"), ("Done", "done"), ("遇阻", "blocked"), ("STARTED", "started")],
)
def test_a_workbook_that_comes_back_is_read_by_the_same_words(run: Run, tmp_path: Path, word: str, state: str) -> None:
    row = {"task id": "dated-2", "status": word, "updated on": "2025-03-01", "proof": "公告第1号"}
    with (tmp_path / "back.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    assert run("sheet", "--read", "back.csv", "--write").code == FINE
    [entry] = yaml.safe_load((tmp_path / "ledger.yaml").read_text(encoding="utf-8"))
    assert entry["state"] == state


def test_every_state_of_the_workbook_is_one_of_a_task() -> None:
    assert {value_meant(word, STATES, "state") for word in ("无公开记录", "no public record")} == {"unknown"}
