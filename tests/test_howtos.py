"""Every command that the READMEs and docs/ show is run, in the order of its document, and prints what is shown."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipcheck.cli.exits import FINE, FOUND
from tests.conftest import Run
from tools.examples import ROOT, files, short

DOCS = ["README.md", "README.zh-CN.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
HOW_TOS = ("official", "counsel", "city", "ci")


def steps(text: str) -> Iterator[tuple[str, str | None]]:
    """(command, what it prints, where that is shown) of every shell and console block, in order."""
    for kind, inside in re.findall(r"```(sh|console)\n(.*?)```", text, re.DOTALL):
        if kind == "console":
            command, _line, answer = inside.removeprefix("$ ").partition("\n")
            yield command, answer
        else:
            yield from ((line, None) for line in inside.splitlines() if line.startswith("ipcheck "))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in DOCS if list(steps(read(name)))])
def test_the_commands_of_a_document_do_what_it_says(run_shipped: Run, tmp_path: Path, name: str) -> None:
    for own, content in files(read(name)).items():
        (tmp_path / own).write_text(content, encoding="utf-8")
    for command, answer in steps(read(name)):
        program, *arguments = shlex.split(command, comments=True)
        assert program == "ipcheck"
        printed = run_shipped(*arguments)
        allowed = (FINE, FOUND) if arguments[0] in ("check", "validate") else (FINE,)
        assert printed.code in allowed, f"{command}: {printed.err}"
        if answer is not None:
            assert short(printed.out.replace("\r\n", "\n")) == answer, command


@pytest.mark.parametrize("name", HOW_TOS)
def test_a_how_to_has_its_twin_and_each_leads_to_the_other(name: str) -> None:
    english, chinese = read(f"docs/{name}.md"), read(f"docs/{name}.zh-CN.md")
    assert f"[中文]({name}.zh-CN.md)" in english
    assert f"[English]({name}.md)" in chinese
    called = [{shlex.split(command)[1] for command, _answer in steps(text)} for text in (english, chinese)]
    assert called[0] == called[1]


@pytest.mark.parametrize("path", DOCS)
def test_what_a_document_links_to_is_there(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    linked = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in linked if link and not (ROOT / path).parent.joinpath(link).exists()] == []
