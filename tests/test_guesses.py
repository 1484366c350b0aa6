"""First guesses: a call that is not understood leads to the calls that answer, and runs nothing."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from ipcheck.cli.guesses import _NEEDS, _WORDS
from ipcheck.cli.main import COMMANDS
from tests.conftest import Run

GUESSES = [
    ("甲局", "there is no command 甲局; try: ipcheck agency 甲局"),
    ("JIA", "there is no command JIA; try: ipcheck agency JIA"),
    ("逾期", "there is no command 逾期; try: ipcheck check, ipcheck due --situation overdue"),
    ("未核实", "there is no command 未核实; try: ipcheck due --situation unverified"),
    ("部分完成", "there is no command 部分完成; try: ipcheck tasks --outcome partly"),
    ("help", "there is no command help; try: ipcheck --help"),
    ("help due", "there is no command help; try: ipcheck due --help"),
    ("help laws", "there is no command help; try: ipcheck instruments --help"),
    ("dated", "there is no command dated; try: ipcheck show dated, ipcheck tasks --plan dated"),
    ("dated-2", "there is no command dated-2; try: ipcheck show dated-2"),
    ("2025", "there is no command 2025; try: ipcheck due --within 2025"),
    ("商标法", "there is no command 商标法; try: ipcheck trace 商标法, ipcheck tasks --text 商标法"),
    ("'Trademark Law'",
     "there is no command Trademark Law; try: ipcheck trace 'Trademark Law', ipcheck tasks --text 'Trademark Law'"),
    ("search", "there is no command search; try: ipcheck tasks --text TEXT"),
    ("search 商标", "there is no command search; try: ipcheck tasks --text 商标"),
    ("find", "there is no command find; try: ipcheck tasks --text TEXT"),
    ("stats", "there is no command stats; try: ipcheck check, ipcheck scorecard"),
    ("compare dated yearly", "there is no command compare; try: ipcheck diff dated yearly"),
    ("对比", "there is no command 对比; try: ipcheck diff PLAN PLAN..."),
    ("laws", "there is no command laws; try: ipcheck instruments"),
    ("laws 商标法", "there is no command laws; try: ipcheck trace 商标法, ipcheck tasks --text 商标法"),
    ("部门 甲局", "there is no command 部门; try: ipcheck agency 甲局"),
    ("指标", "there is no command 指标; try: ipcheck targets"),
    ("检查 dated", "there is no command 检查; try: ipcheck check --plan dated"),
    ("ledger", "there is no command ledger; try: ipcheck sheet, ipcheck mark TASK STATE"),
    ("chek", "there is no command chek; try: ipcheck check"),
    ("tasks 商标法", "not expected here: 商标法; try: ipcheck tasks --text 商标法, ipcheck trace 商标法"),
    ("check dated", "not expected here: dated; try: ipcheck check --plan dated"),
    ("check dated yearly", "not expected here: dated yearly; try: ipcheck check --plan dated --plan yearly"),
    ("due 2025", "not expected here: 2025; try: ipcheck due --within 2025"),
    ("tasks 甲局", "not expected here: 甲局; try: ipcheck tasks --agency 甲局, ipcheck agency 甲局"),
    ("due 逾期", "not expected here: 逾期; try: ipcheck due --situation overdue"),
    ("plans dated", "not expected here: dated; try: ipcheck show dated, ipcheck tasks --plan dated"),
    ("export csv", "not expected here: csv; try: ipcheck export -o FOLDER -f csv"),
    ("show 商标法", "no task or plan has the id 商标法; try: ipcheck trace 商标法, ipcheck tasks --text 商标法"),
    ("show 甲局", "no task or plan has the id 甲局; try: ipcheck agency 甲局"),
    ("targets dated-2", "no plan has the id dated-2; try: ipcheck show dated-2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("due --status overdue", "there is no option --status; did you mean --situation?"),
        ("plans --status overdue", "there is no option --status"),
        ("due --situaton overdue", "there is no option --situaton; did you mean --section, --situation, --state?"),
    ],
)
def test_an_option_under_the_word_of_the_answers_leads_to_its_key(run: Run, call: str, said: str) -> None:
    answer = run(*shlex.split(call))
    assert (answer.code, answer.raw, answer.err.splitlines()[-1]) == (UNABLE, b"", f"Error: {said}")


@pytest.mark.parametrize(("guess", "said"), GUESSES, ids=[guess for guess, _said in GUESSES])
def test_a_guess_leads_to_the_calls_that_answer(run: Run, tmp_path: Path, guess: str, said: str) -> None:
    answer = run(*shlex.split(guess))
    assert (answer.code, answer.raw, answer.err) == (UNABLE, b"", f"Error: {said}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("said", sorted({said for _guess, said in GUESSES}))
def test_the_calls_that_it_leads_to_answer(run: Run, said: str) -> None:
    for call in said.partition("; try: ")[2].split(", "):
        words = shlex.split(call)[1:]
        if not any(word.isupper() and word != "JIA" for word in words):  # TEXT is for the user to fill in
            assert run(*words).code in (FINE, FOUND), call


def test_in_chinese_it_is_said_in_chinese(run: Run) -> None:
    assert run("甲局", "--lang", "zh").err == "错误：没有名为“甲局”的命令；请用：ipcheck agency 甲局\n"


@pytest.mark.parametrize(("guess", "said"), [("duo", "did you mean due?"), ("xyzzy", "there is no command xyzzy\n")])
def test_what_nobody_knows_leads_nowhere_but_to_the_help(run: Run, guess: str, said: str) -> None:
    answer = run(guess)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert "Try: ipcheck --help\n" in answer.err
    assert said in answer.err
    assert "; try: " not in answer.err


def test_a_guess_beside_faulty_data_is_still_one_about_the_call(run: Run, plan_file: Callable[..., Path]) -> None:
    broken = plan_file("text: 做好工作。\ndeadline: [")
    answer = run("--plans", str(broken), "tasks", "甲局")
    assert answer.code == UNABLE
    assert answer.err.splitlines()[-1] == "Error: not expected here: 甲局"


def test_the_plans_of_the_call_are_known_to_the_guess(run: Run, plan_file: Callable[..., Path]) -> None:
    assert "try: ipcheck tasks --plan own, ipcheck show" not in run("tasks", "own").err
    assert "try: ipcheck tasks --plan own" in run("--plans", str(plan_file()), "tasks", "own").err


def test_every_word_leads_to_a_command_that_exists_and_takes_what_stands_behind_it() -> None:
    assert {command.partition(" ")[0] for command in _WORDS if not command.startswith("-")} <= set(COMMANDS)
    assert set(_NEEDS) - set(COMMANDS) == {"tasks --text"}
    assert not {word for words in _WORDS.values() for word in words.split()} & set(COMMANDS)


def test_a_call_that_is_understood_loads_no_guess(run: Run) -> None:
    sys.modules.pop("ipcheck.cli.guesses", None)
    assert run("due").code == FINE
    assert "ipcheck.cli.guesses" not in sys.modules
