"""What import-linter cannot hold: who may use a library, SQL, files or the clock, and that the way to a common answer
stays light."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from ipcheck.cli.exit_codes import FINE
from tests.conftest import Run

PACKAGE = Path(__file__).parent.parent / "ipcheck"

# Only these may touch what is named: data files, SQL, the clock.
ONLY = {
    "yaml": {"ipcheck.datafiles.yaml_reader"},
    "sqlite3": {
        "ipcheck.catalogue.store",
        "ipcheck.catalogue.calls",
        "ipcheck.catalogue.compile",
        "ipcheck.catalogue.current",
        "ipcheck.catalogue.effective",
        "ipcheck.catalogue.reference",
        "ipcheck.catalogue.tables",
        "ipcheck.catalogue.export.sqlite",
    },
    "duckdb": {"ipcheck.catalogue.export.parquet"},
    "filelock": {"ipcheck.datafiles.yaml_append"},
    "rich": {"ipcheck.base.width", "ipcheck.formats.rich", "ipcheck.cli.progress"},
    "tabulate": {"ipcheck.formats.plain", "ipcheck.formats.markdown"},
    "icalendar": {"ipcheck.formats.ics"},
    "jinja2": {"ipcheck.formats.html.page", "ipcheck.formats.mail"},
    "pygal": {"ipcheck.formats.html.lines"},
    "xlsxwriter": {"ipcheck.formats.xlsx"},
    "openpyxl": {"ipcheck.importing.readers.workbook"},
    "docx": {"ipcheck.formats.docx"},
    "typer": {"ipcheck.cli"},
    "selectolax": {"ipcheck.importing.readers.html.page"},
    "pypdfium2": {"ipcheck.importing.readers.pdf.pages", "ipcheck.importing.readers.pdf.fonts"},
    "socket": {"ipcheck.importing.readers.web"},
    "http": {"ipcheck.importing.readers.web"},
    "ssl": {"ipcheck.importing.readers.web"},
    "opencc": {"ipcheck.importing.draft.characters"},
}


@cache
def modules() -> dict[str, ast.Module]:
    """The modules of the package by name, parsed."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def imports(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def within(module: str, name: str) -> bool:
    return module == name or (name != "ipcheck" and module.startswith(name + "."))


@pytest.mark.parametrize(("library", "allowed"), ONLY.items())
def test_a_library_is_used_in_its_one_place(library: str, allowed: set[str]) -> None:
    users = {name for name, tree in modules().items() if any(used.split(".")[0] == library for used in imports(tree))}
    assert {name for name in users if not any(within(name, place) for place in allowed)} == set()


@cache
def called(tree: ast.Module) -> set[str]:
    """Functions called by their bare name, and methods as `.name`."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {f.id for f in functions if isinstance(f, ast.Name)} | {
        f".{f.attr}" for f in functions if isinstance(f, ast.Attribute)
    }


def test_only_the_command_line_knows_the_clock_and_prints() -> None:
    users = {name for name, tree in modules().items() if called(tree) & {"print", ".now", ".today", ".exit"}}
    assert users == {"ipcheck.cli.main", "ipcheck.cli.context", "ipcheck.__main__"}


def test_only_the_command_line_resolves_the_names_of_a_question() -> None:
    """Reports are given uniform names."""
    users = {name for name, tree in modules().items() if any(call.startswith("resolve_") for call in called(tree))}
    assert users - {"ipcheck.catalogue.store"} == {  # the store resolves the files of a call
        "ipcheck.cli.context", "ipcheck.cli.commands.agency", "ipcheck.cli.commands.diff",
        "ipcheck.cli.commands.export", "ipcheck.cli.commands.news", "ipcheck.cli.commands.targets",
        "ipcheck.cli.commands.trace",
    }  # fmt: skip


def test_only_source_opens_data_files() -> None:
    opening = {"open", ".read_text", ".read_bytes", ".open"}
    users = {name for name, tree in modules().items() if called(tree) & opening}
    # the others add to a ledger, take in a document, write an export, and open ipcheck.toml, folders (to keep a name
    # through a power cut) and /dev/null
    assert users == {
        "ipcheck.datafiles.yaml_reader", "ipcheck.datafiles.yaml_append", "ipcheck.base.atomic",
        "ipcheck.cli.policy", "ipcheck.cli.destination", "ipcheck.importing.readers.kinds",
        "ipcheck.catalogue.export.csv", "ipcheck.catalogue.export.parquet",
        "ipcheck.catalogue.export.write",
    }  # fmt: skip


# What validate, rules and schema alone need.
OF_VALIDATE = (
    "ipcheck.datafiles.rules",
    "ipcheck.base.damage",
    "ipcheck.datafiles.schema",
    "ipcheck.cli.settings_check",
)
CATALOGUE = (
    "agencies",
    "calls",
    "compile",
    "conditions",
    "current",
    "effective",
    "export.rows",
    "export.sqlite",
    "curated_links",
    "excluded",
    "instruments",
    "lexicon",
    "lists",
    "measures",
    "query",
    "records",
    "reference",
    "resolve",
    "spellings",
    "store",
    "tables",
    "unread",
)


def test_only_the_catalogue_speaks_sql() -> None:
    verbs = ("SELECT ", "INSERT ", "DELETE ", "CREATE ", "PRAGMA ")

    def speaks(node: ast.AST) -> bool:
        return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lstrip().startswith(verbs)

    speaking = {name for name, tree in modules().items() if any(map(speaks, ast.walk(tree)))}
    assert speaking == {f"ipcheck.catalogue.{name}" for name in CATALOGUE}


HEAVY = {
    "pydantic",  # by typer 0.29
    "yaml",
    "rich",
    "tabulate",
    "wcwidth",
    "dateutil",
    "platformdirs",
    "tempfile",
    "tomllib",
    "importlib.resources",
    "filelock",
    "icalendar",
    "jinja2",
    "pygal",
    "xlsxwriter",
    "openpyxl",
    "docx",
    "selectolax",
    "pypdfium2",
    "opencc",
    "duckdb",
}

# What only a comparison with hundreds of plans needs.
OF_SEVERAL_PROCESSES = {"pickle", "concurrent.futures", "multiprocessing", "queue"}


@pytest.mark.parametrize(
    "call",
    [
        ("due", "--before", "2025-12", "-f", "json"),
        ("diff", "2022", "2025", "-f", "csv"),
        ("check", "--fail-on", "none", "-f", "csv"),
        pytest.param(("due", "--before", "2025-12", "-f", "csv"), marks=pytest.mark.slow),
        pytest.param(("agency", "国家知识产权局", "-f", "csv"), marks=pytest.mark.slow),
        pytest.param(("agency", "国家知识产权局", "-f", "json"), marks=pytest.mark.slow),
        pytest.param(("diff", "2020", "2022", "2025", "-f", "json"), marks=pytest.mark.slow),
        pytest.param(
            ("diff", "2025", "--against", str(PACKAGE.parent / "examples" / "team"), "-f", "json"),
            marks=pytest.mark.slow,
        ),
        pytest.param(("trace", "商标法", "-f", "json"), marks=pytest.mark.slow),
        pytest.param(("report", "-f", "json"), marks=pytest.mark.slow),
        pytest.param(("calendar", "--before", "2025-12", "-f", "csv"), marks=pytest.mark.slow),
    ],
)
def test_a_warm_answer_for_machines_imports_nothing_heavy(run_shipped: Run, call: tuple[str, ...]) -> None:
    """The second call: the first, here, has compiled everything."""
    assert run_shipped(*call).code == FINE
    program = (
        "import sys\nfrom ipcheck.cli.main import main\n"
        "code = main(sys.argv[1:])\nprint(sorted(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *call], capture_output=True, check=True, encoding="utf-8", timeout=60
    )
    loaded = set(ast.literal_eval(done.stderr.splitlines()[-1]))
    assert "typer" in loaded
    assert not loaded & HEAVY
    assert not loaded & OF_SEVERAL_PROCESSES
    assert not [name for name in loaded if any(within(name, place) for place in OF_VALIDATE)]
    commands = {name for name in loaded if name.startswith("ipcheck.cli.commands.")}
    assert commands == {f"ipcheck.cli.commands.{call[0]}"}
