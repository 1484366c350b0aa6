"""The README says the same in both languages, names every command, and begins as it must; its examples are run by
test_howtos.py."""

import re

import pytest

from ipcheck.cli.main import COMMANDS
from tools.examples import ROOT, steps

READMES = ("README.md", "README.zh-CN.md")


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", READMES)
def test_every_command_appears_in_the_readme(path: str) -> None:
    text = text_of(path)
    assert [name for name in COMMANDS if f"`ipcheck {name}" not in text] == []


def test_both_languages_show_the_same_two_commands_and_the_same_examples() -> None:
    def shell(path: str) -> list[str]:
        return re.findall(r"```sh\n(.*?)\n```", text_of(path), re.DOTALL)

    def commands(path: str) -> list[str]:
        shown = [step.command for step in steps(text_of(path)) if step.answer is not None]
        return [command.replace(" --lang zh", "") for command in shown]

    assert shell("README.md") == shell("README.zh-CN.md")
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(shell("README.md")) == 2


def test_the_readme_opens_with_a_real_answer_before_the_two_commands() -> None:
    text = text_of("README.md")
    assert text.index("```console\n$ ipcheck due --before") < text.index("```sh\npython3 -m venv")
    assert ".venv/bin/ipcheck due --before 2025-12" in text
    assert "pip install -q -e '.[test]' && .venv/bin/pytest" in text
