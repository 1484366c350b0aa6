"""Every command that the READMEs and docs/ show is run, in the order of its document, and prints what is shown."""

import json
import re
from pathlib import Path

import pytest
import yaml

from ipcheck.cli.exit_codes import FINE, FOUND
from tests.conftest import Run
from tools.examples import AS_OF, ROOT, called, files, shown, shows_its_code, steps
from tools.offices import cells, fill_in, fillings

DOCS = ["README.md", "README.zh-CN.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
HOW_TOS = ("official", "counsel", "city", "ci", "sheet", "export", "scale", "architecture", "journalist")
REFERENCE = ("usage", "filters", "formats", "configuration", "exit-codes", "import", "record")
WRITES_PARQUET = ("docs/export.md", "docs/export.zh-CN.md")
LONG = (
    "docs/city.md", "docs/counsel.md", "docs/journalist.md", "docs/ledger.md", "docs/official.md", "docs/record.md",
)  # fmt: skip
WALK_THROUGH = ("docs/sheet.md", "docs/sheet.zh-CN.md")  # a test of its own has their steps, and looks at what came out


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def run_on_the_day(run_shipped: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program on the shipped data, as of the day for which the documentation shows answers."""
    monkeypatch.setenv("IPCHECK_AS_OF", AS_OF)
    monkeypatch.delenv("IPCHECK_WIDTH")
    return run_shipped


def tiers(name: str) -> list[pytest.MarkDecorator]:
    """What it takes to run a document; the Chinese twin of one goes through the same commands."""
    is_twin = name.startswith("docs/") and name.endswith(".zh-CN.md")
    slow = [pytest.mark.slow] if is_twin or name in LONG else []
    return [*slow, pytest.mark.parquet] if name in WRITES_PARQUET else slow


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=tiers(name)) for name in DOCS if name not in WALK_THROUGH and list(steps(read(name)))],
)
def test_the_steps_of_a_document_do_what_it_says(run_on_the_day: Run, tmp_path: Path, name: str) -> None:
    for own, content in files(read(name)).items():
        (tmp_path / own).write_text(content, encoding="utf-8")
    for command, answer, workbook in steps(read(name)):
        if workbook:
            fill_in(tmp_path / workbook, fillings(read(name))[workbook])
            continue
        program, *arguments = called(command)
        assert program == "ipcheck"
        printed = run_on_the_day(*arguments)
        allowed = (FINE, FOUND) if arguments[0] in ("check", "validate") else (FINE,)
        assert printed.code in allowed or shows_its_code(command), f"{command}: {printed.err}"
        if answer is not None:
            assert shown(command, printed.out.replace("\r\n", "\n"), printed.err, printed.code) == answer, command


@pytest.mark.parametrize("name", [*HOW_TOS, *REFERENCE, "README"])
def test_a_page_has_its_twin_and_each_leads_to_the_other(name: str) -> None:
    english, chinese = read(f"docs/{name}.md"), read(f"docs/{name}.zh-CN.md")
    assert f"[中文]({name}.zh-CN.md)" in english
    assert f"[English]({name}.md)" in chinese
    commands = [{called(step.command)[1] for step in steps(text) if step.command} for text in (english, chinese)]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("name", REFERENCE)
def test_a_page_of_reference_shows_the_same_answers_in_both_languages(name: str) -> None:
    def answered(path: str) -> list[str]:
        return [step.command.replace(" --lang zh", "") for step in steps(read(path)) if step.answer is not None]

    assert answered(f"docs/{name}.md") == answered(f"docs/{name}.zh-CN.md")


@pytest.mark.parametrize("language", ["", ".zh-CN"])
def test_the_map_of_the_documentation_leads_to_every_page(language: str) -> None:
    linked = set(re.findall(r"\]\(([^)#]+)", read(f"docs/README{language}.md")))
    pages = {path.name for path in (ROOT / "docs").glob("*.md") if path.name.endswith(".zh-CN.md") == bool(language)}
    assert pages - {f"README{language}.md"} - linked == set()


@pytest.mark.parametrize("path", DOCS)
def test_what_a_document_links_to_is_there(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    linked = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in linked if link and not (ROOT / path).parent.joinpath(link).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(name, marks=tiers(name)) for name in WALK_THROUGH])
def test_the_walk_through_leads_from_the_plan_to_the_filled_workbook_to_the_report(
    run_on_the_day: Run, tmp_path: Path, name: str
) -> None:
    """The workbooks in the examples are those of the Chinese one. To write them anew: python -m tools.returned"""
    text = read(name)
    test_the_steps_of_a_document_do_what_it_says(run_on_the_day, tmp_path, name)
    filled = {row: values for workbook in fillings(text).values() for row, values in workbook.items()}
    report = json.loads(run_on_the_day("report", "--plan", "2022", "--week", "this", "-f", "json").raw)
    assert (report["new"], report["entered"]) == ([], len(filled))  # all of it happened earlier
    recorded = {each["task"]: each for each in yaml.safe_load((tmp_path / "ledger.yaml").read_text(encoding="utf-8"))}
    assert recorded.keys() == filled.keys() == {"2022-31", "2022-48", "2022-45/1", "2022-45/2"}
    for row, values in filled.items():
        said = recorded[row].values()
        assert [value for value in list(values.values())[1:-1] if value not in said] == []  # all but state and day
    assert [(each["task"], each["office"], each["days"]) for each in report["reminders"]] == [("2022-31", "保护处", 5)]
    assert [each["id"] for each in report["upcoming"]] == []
    assert report["summary"]["due"] == 54
    if name.endswith(".zh-CN.md"):
        folder = ROOT / "examples" / "offices"
        for workbook in fillings(text):
            for sheet in range(3):
                assert cells(folder / workbook, sheet) == cells(tmp_path / workbook, sheet)
        given = (tmp_path / "assignments.yaml").read_text(encoding="utf-8")
        assert (folder / "assignments.yaml").read_text(encoding="utf-8").partition("\n")[2] == given
