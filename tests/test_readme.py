"""The README is run: every `$ ipcheck` block is executed on the shipped data and its printed answer compared."""

import re
import shlex
from pathlib import Path

import pytest

from ipcheck.cli.main import COMMANDS
from ipcheck.files import shipped_folder
from tests.conftest import Run

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def examples(path: str) -> list[tuple[str, str]]:
    """(command, printed answer) of every console block."""
    text = (ROOT / path).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n\$ (.*?)\n(.*?)```", text, re.DOTALL)
    return [(command, answer.replace("…/plans/", f"{shipped_folder()}/plans/")) for command, answer in blocks]


def files(path: str) -> list[tuple[str, str]]:
    """(name, content) of every file that a README shows, for the commands below it."""
    return re.findall(r"```text (\S+)\n(.*?)```", (ROOT / path).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(
    ("path", "command", "answer"),
    [pytest.param(path, *example, id=f"{path}: {example[0]}") for path in READMES for example in examples(path)],
)
def test_an_example_prints_what_the_readme_shows(run_shipped: Run, path: str, command: str, answer: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "ipcheck"
    for name, content in files(path):
        Path(name).write_text(content, encoding="utf-8")  # the run is in a folder of its own
    printed = run_shipped(*arguments).out.replace("\r\n", "\n")
    assert [line.rstrip() for line in printed.splitlines()] == [line.rstrip() for line in answer.splitlines()]


@pytest.mark.parametrize("path", READMES)
def test_every_command_appears_in_the_readme(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`ipcheck {name}" not in text] == []


def test_both_languages_show_the_same_two_commands_and_the_same_examples() -> None:
    def shell(path: str) -> list[str]:
        return re.findall(r"```sh\n(.*?)\n```", (ROOT / path).read_text(encoding="utf-8"), re.DOTALL)

    def commands(path: str) -> list[str]:
        return [command.replace(" --lang zh", "") for command, _answer in examples(path)]

    assert shell("README.md") == shell("README.zh-CN.md")
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(shell("README.md")) == 2


def test_the_readme_opens_with_a_real_answer_before_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("```console\n$ ipcheck due --before") < text.index("```sh\npython3 -m venv")
    assert ".venv/bin/ipcheck due --before 2025-12" in text
    assert "pip install -q -e '.[test]' && .venv/bin/pytest" in text
