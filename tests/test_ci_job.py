"""The CI jobs and the action do what they say: their very shell steps are run, in a copy of examples/team."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
import yaml

from ipcheck.base.dates import CHINA
from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from ipcheck.reports.report import Week
from ipcheck.reports.report_document import title

ROOT = Path(__file__).parent.parent
TEAM = ROOT / "examples" / "team"
SCRIPTS = Path(sysconfig.get_path("scripts"))
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
SUNDAY_AFTERNOON = "2025-12-14T16:30:00Z"  # half past midnight on Monday in China
REPORTS = ["check.xml", "weekly.csv", "weekly.docx", "weekly.html", "weekly.mail.html"]

runs_steps = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")


def parsed(path: str) -> Any:
    """A file of this repository. `on:` comes out as True, as YAML 1.1 has it."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


WORKFLOW, OWN = "examples/github/weekly-report.yml", ".github/workflows/weekly-report.yml"
ACTION, GITLAB = "action.yml", "examples/gitlab/.gitlab-ci.yml"


class Job(NamedTuple):
    """What became of a job: exit codes of its shell steps by name, what was uploaded, the summary, and all output."""

    codes: dict[str, int]
    uploaded: dict[str, bytes]
    summary: str
    said: str


class Runner:
    """Runs jobs as GitHub's and GitLab's runners do, in a folder, with a week's first minutes as the present."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "team"
        self.temp = place / "temp"
        self.temp.mkdir()
        shutil.copytree(TEAM, self.folder, ignore=shutil.ignore_patterns("report", ".*.lock"))
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        self.environ = environ | {
            "PATH": os.pathsep.join([str(SCRIPTS), environ["PATH"]]),
            "IPCHECK_AS_OF": SUNDAY_AFTERNOON,
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
        }

    def shell(self, script: str, environ: Mapping[str, str], shell: Sequence[str] = BASH) -> tuple[int, str]:
        """Run the text of a step; its exit code, and all that it printed."""
        path = self.temp / "step.sh"
        path.write_text(script, encoding="utf-8")
        done = subprocess.run(
            [*shell, str(path)], cwd=self.folder, env={**self.environ, **environ}, timeout=120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        return done.returncode, done.stdout

    def files(self, folder: str) -> dict[str, bytes]:
        """What lies in a folder of the job."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / folder).glob("*"))}

    def steps(self, steps: list[Any], known: Mapping[str, str], environ: Mapping[str, str]) -> Job:
        """Run GitHub's steps: after one that fails only those that say `if: always()`. Actions but the upload are
        taken as done. `known` are the values of expressions."""
        values = dict(known)
        codes: dict[str, int] = {}
        uploaded: dict[str, bytes] = {}
        said = ""
        for step in steps:
            if any(codes.values()) and step.get("if") != "always()":
                continue
            if step.get("uses", "").startswith("actions/upload-artifact@"):
                uploaded = self.files(filled(step["with"]["path"], values))
            elif "run" in step:
                own = {name: filled(text, values) for name, text in step.get("env", {}).items()}
                codes[step["name"]], printed = self.shell(step["run"], {**environ, **own})
                said += printed
                values |= {f"steps.{step.get('id')}.outputs.{name}": text for name, text in self._outputs()}
        summary = self.temp / "summary"
        return Job(codes, uploaded, summary.read_text(encoding="utf-8") if summary.exists() else "", said)

    def _outputs(self) -> Iterator[tuple[str, str]]:
        path = self.temp / "output"
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            name, _equals, value = line.partition("=")
            yield name, value

    def workflow(self, **environ: str) -> Job:
        """Run the example for GitHub."""
        job = parsed(WORKFLOW)["jobs"]["report"]
        return self.steps(job["steps"], {}, job["env"] | environ)

    def action(self, install: bool = False, /, **inputs: str) -> Job:
        """Run the action with inputs (`_` for `-`), the step that installs it only where `install` says so."""
        content = parsed(ACTION)
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(content["inputs"])
        values = {name: each["default"] for name, each in content["inputs"].items()} | given
        known = {f"inputs.{name}": value for name, value in values.items()}
        known |= {"steps.python.outputs.python-path": sys.executable}
        known |= {} if install else {"steps.install.outputs.program": str(SCRIPTS / "ipcheck")}
        steps = [step for step in content["runs"]["steps"] if install or step.get("id") != "install"]
        return self.steps(steps, known, {})


def filled(text: str, known: Mapping[str, str]) -> str:
    """A text with its expressions replaced; one that is not known is a KeyError."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def heading(week: int) -> str:
    """The title of the report on a week of 2025, in Chinese."""
    first = date.fromisocalendar(2025, week, 1)
    return title(Week(first, first + timedelta(days=6)), Translator("zh"))


def assert_whole(files: Mapping[str, bytes], week: int = 50) -> None:
    """The page, the table and the test cases are all there to their ends."""
    page, table, cases = (files[name].decode("utf-8-sig") for name in ("weekly.html", "weekly.csv", "check.xml"))
    assert heading(week) in page
    assert page.rstrip().endswith("</html>")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["part"] for row in rows} >= {"new", "upcoming"}
    assert all(None not in row and None not in row.values() for row in rows)
    assert int(ElementTree.fromstring(cases).attrib["tests"]) >= 10


@pytest.mark.parametrize("path", [WORKFLOW, OWN])
def test_the_schedule_is_monday_morning_in_china(path: str) -> None:
    (schedule,) = parsed(path)[True]["schedule"]
    minute, hour, day, month, weekday = schedule["cron"].split()
    assert (day, month) == ("*", "*")
    start = datetime.combine(date(2025, 12, 14), time(int(hour), int(minute), tzinfo=UTC))  # a Sunday, cron's day 0
    in_china = (start + timedelta(days=int(weekday))).astimezone(CHINA)
    assert in_china.strftime("%A") == "Monday"
    assert 6 <= in_china.hour < 9


def test_gitlab_sets_its_schedule_outside_the_file_which_says_how() -> None:
    text = (ROOT / GITLAB).read_text(encoding="utf-8")
    assert "`0 7 * * 1`, cron time zone Asia/Shanghai" in text
    assert [rule["if"].split()[-1] for rule in parsed(GITLAB)["weekly-report"]["rules"]] == ['"schedule"', '"web"']


@runs_steps
@pytest.mark.slow
@pytest.mark.parametrize(("fail_on", "code"), [("overdue", FINE), ("overdue,due-soon", FOUND)])
def test_the_job_on_github_keeps_the_report_and_ends_as_the_check_does(runner: Runner, fail_on: str, code: int) -> None:
    job = runner.workflow(IPCHECK_FAIL_ON=fail_on)
    assert job.codes == {"Install": FINE, "Report": FINE, "Check": code}, job.said
    assert job.summary.startswith(f"# {heading(50)}\n")
    assert sorted(job.uploaded) == REPORTS
    assert_whole(job.uploaded)
    assert f"退出码{code}" in job.said


@pytest.mark.slow
@runs_steps
def test_a_minute_before_monday_in_china_the_report_is_on_the_week_before(runner: Runner) -> None:
    job = runner.workflow(IPCHECK_AS_OF="2025-12-14T15:59:00Z")
    assert job.summary.startswith(f"# {heading(49)}\n")


@pytest.mark.slow
@runs_steps
def test_a_faulty_ledger_ends_the_job_on_github_with_2_and_what_was_written_is_uploaded(runner: Runner) -> None:
    (runner.folder / "report").mkdir()
    (runner.folder / "report" / "notes.txt").write_text("kept", encoding="utf-8")
    with (runner.folder / "ledger.yaml").open("a", encoding="utf-8") as ledger:
        ledger.write("- task: shili-99\n  state: started\n  on: 2025-12-01\n")
    job = runner.workflow()
    assert job.codes == {"Install": FINE, "Report": UNABLE}
    assert "ledger.yaml:" in job.said
    assert "shili-99" in job.said
    assert job.uploaded == {"notes.txt": b"kept"}


def gitlab(runner: Runner, shell: Sequence[str], **environ: str) -> tuple[int, str]:
    """Run the lines of GitLab's job, all in one shell as its runner does."""
    job = parsed(GITLAB)["weekly-report"]
    return runner.shell("\n".join(job["script"]), {**job["variables"], **environ}, shell)


@pytest.mark.slow
@runs_steps
@pytest.mark.parametrize(
    ("shell", "fail_on", "code"), [(BASH, "overdue,due-soon", FOUND), (("sh", "-e"), "overdue", FINE)]
)
def test_the_job_on_gitlab_keeps_the_report_and_ends_as_the_check_does(
    runner: Runner, shell: Sequence[str], fail_on: str, code: int
) -> None:
    done, said = gitlab(runner, shell, IPCHECK_FAIL_ON=fail_on)
    assert done == code, said
    artifacts = parsed(GITLAB)["weekly-report"]["artifacts"]
    (folder,) = artifacts["paths"]
    files = runner.files(folder)
    assert sorted(files) == [*REPORTS, "weekly.md"]
    assert_whole(files)
    assert files["weekly.md"].decode().startswith(f"# {heading(50)}\n")
    assert artifacts["when"] == "always"
    assert (runner.folder / artifacts["reports"]["junit"]).exists()
    assert f"退出码{code}" in said


@pytest.mark.slow
@runs_steps
def test_a_faulty_ledger_ends_the_job_on_gitlab_with_2(runner: Runner) -> None:
    (runner.folder / "ledger.yaml").write_text("- task: shili-1\n", encoding="utf-8")
    assert gitlab(runner, BASH)[0] == UNABLE


EVIL = "$(touch evil)`touch evil`; touch evil #"


@runs_steps
@pytest.mark.parametrize("inputs", [{"output": EVIL}, pytest.param({}, marks=pytest.mark.slow)], ids=["evil", "none"])
def test_the_action_goes_by_the_settings_of_the_repository_and_never_runs_the_name_of_a_folder(
    runner: Runner, inputs: dict[str, str]
) -> None:
    job = runner.action(**inputs)
    assert job.codes == {"Read the inputs": FINE, "Report": FINE, "Check": FINE}, job.said
    assert "--fail-on overdue,unverified,blocked" in job.said
    assert job.summary.startswith(f"# {heading(50)}\n")
    assert sorted(job.uploaded) == REPORTS
    assert_whole(job.uploaded)
    assert not list(runner.folder.rglob("evil"))


@pytest.mark.slow
@runs_steps
def test_the_action_hands_its_inputs_on(runner: Runner) -> None:
    for old, new in (("ipcheck.toml", None), ("plans", "own plans"), ("ledger.yaml", "a ledger.yaml")):
        path = runner.folder / old
        path.rename(runner.folder / new) if new else path.unlink()
    job = runner.action(
        plans="own plans\nagencies.yaml\n", plan="shili\n2025\n", ledger="a ledger.yaml", fail_on="overdue,stale",
        baseline="baseline.yaml", lang="en", output="out/of the way", artifact="other",
    )  # fmt: skip
    assert job.codes["Report"] == FINE, job.said
    assert "(2025, week 50, " in job.summary
    title = "2025 Plan for Promoting the Building of an Intellectual Property Powerhouse"
    assert f"Only: 《示例市知识产权保护提升行动方案（2025—2026年）》, {title}" in job.summary
    assert sorted(job.uploaded) == REPORTS
    assert sorted(runner.files("out/of the way")) == REPORTS
    assert "Exit code 1: " in job.said
    assert "by --fail-on overdue,stale." in job.said
    assert "shili-9 (overdue)" in job.said  # of the baseline


@runs_steps
def test_what_is_given_to_the_action_is_never_run(runner: Runner) -> None:
    names = [name for name in parsed(ACTION)["inputs"] if name not in ("output", "artifact")]
    job = runner.action(**{name.replace("-", "_"): EVIL for name in names})
    assert job.codes == {"Read the inputs": FINE, "Report": UNABLE}
    assert not list(runner.folder.rglob("evil"))


@runs_steps
@pytest.mark.slow
def test_the_action_installs_itself_apart_from_the_job_s_python(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An environment is there already that borrows the dependencies of this one, so that nothing is fetched.
    venv.create(runner.temp / "ipcheck", with_pip=True)
    (site,) = (runner.temp / "ipcheck").glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    runner.environ |= {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}  # pip takes 0 for: none
    job = runner.action(True, plan="shili")
    assert job.codes == {"Install": FINE, "Read the inputs": FINE, "Report": FINE, "Check": FINE}, job.said
    assert (site / "ipcheck" / "data" / "plans").is_dir()


def test_expressions_never_stand_in_shell() -> None:
    def places(content: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        if isinstance(content, str) and "${{" in content:
            yield path
        pairs: Callable[[], Any] = content.items if isinstance(content, dict) else lambda: enumerate(content)
        for key, value in pairs() if isinstance(content, dict | list) else ():
            yield from places(value, (*path, str(key)))

    for path in (WORKFLOW, OWN, ACTION):
        found = list(places(parsed(path)))
        odd = [place for place in found if not {"env", "with", "if"} & set(place[-2:]) and place[0] != "outputs"]
        assert odd == [], path
    assert found


def test_the_action_says_what_each_input_is_for_and_its_steps_use_every_one() -> None:
    content = parsed(ACTION)
    text = (ROOT / ACTION).read_text(encoding="utf-8")
    for name, each in content["inputs"].items():
        assert each["description"].endswith(".")
        assert f"${{{{ inputs.{name} }}}}" in text


def test_this_repository_s_own_job_gives_inputs_that_the_action_has() -> None:
    steps = parsed(OWN)["jobs"]["report"]["steps"]
    (given,) = [step["with"] for step in steps if step["uses"] == "./"]
    assert set(given) <= set(parsed(ACTION)["inputs"])
