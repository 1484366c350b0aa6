"""The team's repository in examples/ works as the README beside it says."""

import re
import shlex
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from ipcheck.cli.exit_codes import FINE, FOUND
from tests.conftest import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
TEAM = EXAMPLES / "team"
DAY = ("--as-of", "2026-05-18")


@pytest.fixture
def team(run_shipped: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the folder, without its reports, to work in."""
    copy = tmp_path / "team"
    shutil.copytree(TEAM, copy, ignore=shutil.ignore_patterns("report", ".*.lock"))
    (copy / "report").mkdir()
    monkeypatch.chdir(copy)
    return copy


def calls() -> list[tuple[list[str], int]]:
    """The README's calls, each with the exit code that it states; 0 where it states none."""
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    split = [line.partition("# exit code ") for line in lines]
    return [(shlex.split(call)[1:], int(code or FINE)) for call, _comment, code in split]


def reports(folder: Path) -> dict[str, bytes]:
    """What the reports in a folder say; not how a library has drawn charts, or packed a document."""
    found = {path.name: path.read_bytes() for path in (folder / "report").iterdir()}
    with ZipFile(folder / "report" / "weekly.docx") as packed:
        text = packed.read("word/document.xml").decode()
    found["weekly.docx"] = "\n".join(re.findall("<w:t[^>]*>(.*?)</w:t>", text)).encode()
    found["weekly.html"] = re.sub(rb'<svg [^>]*role="img".*?</svg>', b"", found["weekly.html"], flags=re.DOTALL)
    return found


def test_the_readme_gives_the_reports_that_are_there_and_the_exit_codes(run_shipped: Run, team: Path) -> None:
    """To write the reports anew, run the README's calls in examples/team."""
    codes = [(call, run_shipped(*call).code) for call, _code in calls()]
    assert codes == calls()
    written = reports(team)
    assert written == reports(TEAM)
    assert sorted(written) == ["weekly.csv", "weekly.docx", "weekly.html", "weekly.md"]
    assert {code for _call, code in codes} == {FINE, FOUND}


def test_the_check_finds_what_the_readme_says(run_shipped: Run, team: Path) -> None:
    said = run_shipped("check", *DAY, "--lang", "en").out
    lines = [line for line in said.splitlines() if re.match("shili-", line)]
    assert [line.split()[0] for line in lines] == ["shili-2", "shili-6", "shili-3"]
    for words, line in zip(("overdue 1/2", "unverified", "blocked"), lines, strict=True):
        assert words in line
    assert "Accepted by the baseline: 1." in said


def test_what_is_marked_lands_in_the_teams_own_ledger(
    run_shipped: Run, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = team / "ledger.yaml"
    before = ledger.read_text(encoding="utf-8")
    monkeypatch.chdir(team / "plans")  # the settings are found from there
    answer = run_shipped("mark", "shili-6", "done", "--on", "2026-05-15", "--evidence", "名录", *DAY)
    assert answer.code == FINE, answer.err
    assert ledger.read_text(encoding="utf-8") == before + (
        "- task: shili-6\n  state: done\n  on: 2026-05-15\n  recorded: 2026-05-18\n  evidence: 名录\n"
    )
    assert "shili-6" not in run_shipped("check", *DAY).out
