"""What tests share: the program run in this process on small data, and plan files made with what does not matter."""

import gc
import io
import os
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import Environment

import ipcheck.cli.main
import ipcheck.datafiles.discovery
import ipcheck.datafiles.loaders.file
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.store import Catalogue
from ipcheck.cli.main import main
from ipcheck.datafiles.yaml_reader import read_yaml

SMALL = Path(__file__).parent / "small"
SHIPPED = Path(__file__).parent.parent / "data"
ALL = bool(os.environ.get("IPCHECK_TEST_ALL"))


def examples(number: int) -> int:
    """How many examples are made at random: of so many a fifth, unless all tiers run."""
    return number if ALL else number // 5


gc.set_threshold(100_000, 50, 100)  # less often than Python has it: a fifteenth of the time of all tests

# The same examples each time, however busy the machine is.
settings.register_profile(
    "ipcheck",
    max_examples=examples(100), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("ipcheck")

# Tiers of tests that need more than Python, or more time; skipped unless IPCHECK_TEST_ALL is set.
TIERS = {
    "slow": "takes long: installs, kills a hundred writers, unpacks gigabytes, runs more CI jobs, repeats in Chinese",
    "browser": "needs chromium",
    "office": "needs LibreOffice",
    "workflows": "needs check-jsonschema and zizmor",
    "letters": "needs a font with Chinese letters, which PDF files may leave to the system",
    "parquet": "needs duckdb",
    "spark": "needs the extra bench and Java 17, half a gigabyte, and runs where they are installed",
}


def has_chinese_letters() -> bool:
    """Whether the library that reads PDF files finds a font with Chinese letters among those of the system."""
    import pypdfium2 as pdfium

    from tests.test_read_pdf import EM, pdf

    page = pdfium.PdfDocument(pdf([(50, 350, "推进")]))[0]
    _left, bottom, _right, top = page.get_textpage().get_charbox(1)
    return bool(top - bottom > EM / 2)  # a letter that no font has is drawn without height


# Tiers that are run wherever what they need is there; the last of them only there.
IF_INSTALLED: dict[str, Callable[[], object]] = {
    "letters": has_chinese_letters,
    "parquet": lambda: find_spec("duckdb"),
    "spark": lambda: find_spec("pyspark"),
}
ONLY_IF_INSTALLED = ("spark",)


def pytest_configure(config: pytest.Config) -> None:
    """Each tier is a marker."""
    for tier, reason in TIERS.items():
        config.addinivalue_line("markers", f"{tier}: {reason}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tiers, unless all are wanted: then what a tier lacks is a failure of its tests."""
    skipped = set(ONLY_IF_INSTALLED if ALL else TIERS)
    used = {marker.name for item in items for marker in item.iter_markers()}
    skipped -= {tier for tier, is_there in IF_INSTALLED.items() if tier in used and is_there()}
    for item in items:
        for tier in skipped:
            if item.get_closest_marker(tier):
                item.add_marker(pytest.mark.skip(reason=f"tier {tier}: {TIERS[tier]}"))


def pytest_collection_finish() -> None:
    """What has been collected stays: the tests need not look through it for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tiers were skipped, why, and how to run them."""
    skipped = [report.longrepr[2] for report in terminalreporter.getreports("skipped") if report.longrepr]
    for tier, reason in TIERS.items():
        if count := sum(f"tier {tier}:" in said for said in skipped):
            how = "" if tier in ONLY_IF_INSTALLED else "; IPCHECK_TEST_ALL=1 runs them"
            terminalreporter.line(f"skipped tier {tier}: {count} tests ({reason}){how}")


class Answer(NamedTuple):
    """What a call printed, and its exit code."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")


Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _known_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees the user's settings, language or cache, or waits for a disk: none of them cuts the power."""
    for name in [name for name in os.environ if name.startswith(("IPCHECK_", "LC_", "NO_COLOR"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("IPCHECK_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("IPCHECK_WIDTH", "0")  # plain text as wide as it is, so that a test finds what stands in a line
    monkeypatch.setenv("IPCHECK_DEBUG", "1")
    monkeypatch.setattr(os, "fsync", lambda _file: None)


def _once(make: Callable[..., Any], key: Callable[..., tuple[object, ...] | None]) -> Callable[..., Any]:
    """`make`, which for arguments with the same key gives what it made before; a key of None is that of nothing."""
    made: dict[tuple[object, ...], Any] = {}

    def made_or_make(*arguments: Any) -> Any:
        known = key(*arguments)
        if known is None:
            return make(*arguments)
        if known not in made:
            made[known] = make(*arguments)
        return made[known]

    return made_or_make


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Iterator[None]:
    """What the program makes anew in each process, it makes once for all calls in this one: commands, templates, and
    the content of data files that no test changes."""

    def stays(path: Path, _: Translator) -> tuple[object, ...] | None:
        return (path, _.language) if path.is_relative_to(SHIPPED) or path.is_relative_to(SMALL) else None

    with pytest.MonkeyPatch.context() as patch:
        command = _once(ipcheck.cli.main._command, lambda name, _function, _text, _: (name, _.language))
        patch.setattr(ipcheck.cli.main, "_command", command)
        patch.setattr(Environment, "compile", _once(Environment.compile, lambda _self, *template: template))
        patch.setattr(ipcheck.datafiles.loaders.file, "read_yaml", _once(read_yaml, stays))
        yield


class _Stream(io.TextIOWrapper):
    def isatty(self) -> bool:
        return False


@pytest.fixture
def run_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the program in this process, on the shipped data, as of 2026-11-23 unless the call says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPCHECK_AS_OF", "2026-11-23")

    def call(*arguments: str, encoding: str = "utf-8") -> Answer:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", _Stream(out, encoding=encoding))
            patch.setattr(sys, "stderr", _Stream(err, encoding="utf-8"))
            code = main(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            return Answer(code, out.getvalue(), err.getvalue().decode())

    return call


@pytest.fixture
def run(run_shipped: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same on tests/small."""
    monkeypatch.setattr(ipcheck.datafiles.discovery, "shipped_folder", lambda: str(SMALL))
    return run_shipped


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Catalogue]:
    """The catalogues that are opened, as it happens."""
    made: list[Catalogue] = []
    original = Catalogue.__init__

    def noticed(self: Catalogue, *arguments: object) -> None:
        made.append(self)
        original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Catalogue, "__init__", noticed)
    return made


@pytest.fixture
def plan_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a plan with the given tasks (YAML of each), and what else it needs."""

    def write(*tasks: str, plan: str = "own", name: str = "own.yaml", head: str = "") -> Path:
        lines = [f"id: {plan}", "title: 自己的计划", head, "contents:", "  - heading: 一、任务", "    tasks:"]
        for number, task in enumerate(tasks or ("text: 做好工作。",), 1):
            first, *rest = task.strip().splitlines()
            if not any(line.strip().startswith("number:") for line in (first, *rest)):
                rest.append(f"number: {number}")
            lines += [f"      - {first.strip()}", *(f"        {line.strip()}" for line in rest)]
        path = tmp_path / name
        path.write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")
        return path

    return write
