"""Wheel, source distribution and editable install all find the data and the words."""

import csv
import io
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def pip(python: Path | str, *arguments: str) -> None:
    """Run pip offline, building with what is installed here."""
    call = [str(python), "-m", "pip", *arguments, "--no-deps", "--no-index", "--no-build-isolation", "--quiet"]
    subprocess.run(call, check=True, cwd=ROOT, timeout=300)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A wheel and a source distribution of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    call = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(call, check=True, capture_output=True, timeout=300)
    return {path.suffix: path for path in folder.iterdir()}


@pytest.fixture
def fresh_python(tmp_path: Path) -> Path:
    """A new environment that borrows the dependencies of this one, but not its ipcheck."""
    venv.create(tmp_path / "env", with_pip=True)
    python = next((tmp_path / "env").glob("bin/python" if os.name != "nt" else "Scripts/python.exe"))
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", code], check=True, capture_output=True, encoding="utf-8").stdout.strip()
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_an_installed_ipcheck_finds_its_data_and_its_words(
    kind: str, built: dict[str, Path], fresh_python: Path, tmp_path: Path
) -> None:
    install = {"wheel": [str(built[".whl"])], "sdist": [str(built[".gz"])], "editable": ["--editable", str(ROOT)]}
    pip(fresh_python, "install", *install[kind])
    script = next(fresh_python.parent.glob("ipcheck*"))
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environ |= {"IPCHECK_CACHE_DIR": str(tmp_path / "cache"), "PYTHONUTF8": "1"}

    def said(*arguments: str) -> str:
        call = [str(script), *arguments]
        done = subprocess.run(call, check=True, capture_output=True, cwd=tmp_path, env=environ, timeout=60)
        return done.stdout.decode()

    assert len(list(csv.DictReader(io.StringIO(said("due", "--before", "2025-12", "-f", "csv"))))) == 57
    assert "完成时限" in said("due", "--lang", "zh")
    assert "</html>" in said("plans", "-f", "html")
    where = ROOT if kind == "editable" else tmp_path / "env"
    assert str(where.resolve()) in said("plans", "-f", "json")


def test_the_wheel_holds_the_package_and_its_data_alone(built: dict[str, Path]) -> None:
    names = zipfile.ZipFile(built[".whl"]).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"ipcheck"}
    for needed in (
        "ipcheck/data/plans/2025.yaml",
        "ipcheck/data/agencies.yaml",
        "ipcheck/data/schema/plan.json",
        "ipcheck/cli/commands/due.py",
    ):
        assert needed in names
    assert any(name.endswith("zh_CN/LC_MESSAGES/ipcheck.mo") for name in names)
