"""The README is one screen that says the same in both languages, and docs/usage.md names every command; their examples
are run by test_howtos.py."""

import re

import pytest

from ipcheck.cli.exit_codes import FINE, FOUND
from ipcheck.cli.main import COMMANDS
from tests.conftest import Run
from tools.examples import ROOT, called, steps

READMES = ("README.md", "README.zh-CN.md")
USAGE = ("docs/usage.md", "docs/usage.zh-CN.md")
ONE_SCREEN = 5_120  # bytes


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def questions(path: str) -> list[list[str]]:
    """The commands of the table of questions."""
    rows = re.findall(r"^\| [^|`]+ \| `(ipcheck [^`]+)` \|$", text_of(path), re.MULTILINE)
    return [called(command) for command in rows]


@pytest.mark.parametrize("path", USAGE)
def test_every_command_appears_in_the_table_of_commands(path: str) -> None:
    text = text_of(path)
    assert [name for name in COMMANDS if f"\n| `ipcheck {name}" not in text] == []


@pytest.mark.parametrize("path", READMES)
def test_the_readme_is_one_screen(path: str) -> None:
    assert len(text_of(path).encode()) <= ONE_SCREEN


def test_both_languages_show_the_same_two_commands_and_the_same_examples() -> None:
    def shell(path: str) -> list[str]:
        return re.findall(r"```sh\n(.*?)\n```", text_of(path), re.DOTALL)

    def commands(path: str) -> list[str]:
        shown = [step.command for step in steps(text_of(path)) if step.answer is not None]
        return [command.replace(" --lang zh", "") for command in shown]

    assert shell("README.md") == shell("README.zh-CN.md")
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(shell("README.md")) == 2
    assert len(commands("README.md")) == 1


@pytest.mark.parametrize("path", READMES)
def test_the_questions_of_the_readme_have_answers(run_shipped: Run, path: str) -> None:
    assert [call[1] for call in questions(path)] == [
        "due", "agency", "trace", "scorecard", "targets", "news", "check",
    ]  # fmt: skip
    for _program, *arguments in questions(path):
        assert run_shipped(*arguments).code == (FOUND if arguments[0] == "check" else FINE)


@pytest.mark.parametrize("path", READMES)
def test_the_readme_opens_with_a_picture_then_two_commands_then_questions_and_a_real_answer(path: str) -> None:
    text = text_of(path)
    order = (
        "# ipcheck\n\n`ipcheck` ",
        "![",
        "```sh\npython3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/ipcheck due --before 2025-12\n```",
        "```sh\npython3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest -q\n```",
        "`. .venv/bin/activate`",
        "| `ipcheck due",
        "```console\n$ ipcheck ",
    )
    places = [text.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)
