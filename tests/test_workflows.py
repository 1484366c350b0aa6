"""Workflows, the action and the CI jobs in examples/ are well formed and safe, by the tools of that trade."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKFLOWS = [
    *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    ROOT / "examples" / "github" / "weekly-report.yml",
]
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "examples" / "gitlab" / ".gitlab-ci.yml"


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment, or else of the system, on files of this repository."""
    found = shutil.which(program, path=sysconfig.get_path("scripts")) or program
    call = [found, *map(str, arguments)]
    # GitHub's own names would make zizmor print for GitHub, or ask it.
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("GH_", "GITHUB_", "ZIZMOR_"))}
    return subprocess.run(call, cwd=ROOT, env=environ, capture_output=True, encoding="utf-8", timeout=120)


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Any finding is a code from 11 on."""
    return run("zizmor", "--offline", "--no-config", "--no-progress", "--color", "never", *paths)


@pytest.mark.workflows
@pytest.mark.parametrize(
    ("schema", "paths"),
    [("github-workflows", WORKFLOWS), ("github-actions", [ACTION]), ("gitlab-ci", [GITLAB])],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_files_follow_their_schemas(schema: str, paths: list[Path]) -> None:
    done = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *paths)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.workflows
def test_nothing_in_them_is_unsafe() -> None:
    done = zizmor(*WORKFLOWS, ACTION)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.workflows
def test_what_is_unsafe_would_be_found(tmp_path: Path) -> None:
    text = ACTION.read_text(encoding="utf-8")
    path = tmp_path / "action.yml"
    path.write_text(text.replace('mkdir -p "$OUTPUT"', "mkdir -p ${{ inputs.output }}"), encoding="utf-8")
    done = zizmor(path)
    assert done.returncode > 10
    assert "template-injection" in done.stdout


@pytest.mark.skipif(not shutil.which("actionlint"), reason="actionlint is not on PATH")
def test_actionlint_finds_nothing() -> None:
    done = run("actionlint", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_action_is_pinned_to_one_commit_and_says_which_version_that_is() -> None:
    used: dict[str, set[str]] = {}
    for path in (*WORKFLOWS, ACTION):
        for name, pin in re.findall(r"(?m)^[ -]*uses: ([^\s@]+)(.*)", path.read_text(encoding="utf-8")):
            if name != "./":
                assert re.fullmatch(r"@[0-9a-f]{40}  # v\d+\.\d+\.\d+", pin), (path, name)
                used.setdefault(name, set()).add(pin)
    assert sorted(used) == ["actions/checkout", "actions/setup-python", "actions/upload-artifact"]
    assert [name for name, pins in used.items() if len(pins) > 1] == []
