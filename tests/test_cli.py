"""The program in its surroundings: settings, streams, shells, exit codes."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from wcwidth import wcswidth

from ipcheck import __version__
from ipcheck.base.dates import day_in_china
from ipcheck.base.i18n import LANGUAGES, Translator
from ipcheck.catalogue.conditions import BASES, KINDS, ROLES
from ipcheck.cli.exit_codes import FINE, INTERRUPTED, UNABLE
from ipcheck.cli.main import COMMANDS, main
from ipcheck.cli.options import Settings
from ipcheck.cli.settings import load_session
from ipcheck.domain.outcome import OUTCOMES
from ipcheck.domain.situation import SITUATIONS
from ipcheck.domain.state import STATES
from ipcheck.formats.format import FORMATS
from tests.conftest import Run

SCRIPT = Path(sys.executable).with_name("ipcheck.exe" if sys.platform == "win32" else "ipcheck")


def real(*arguments: str, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    """The installed script in a process of its own, on the shipped data."""
    environ = {key: value for key, value in os.environ.items() if key != "IPCHECK_DEBUG"} | surroundings
    return subprocess.run([SCRIPT, *arguments], capture_output=True, env=environ, timeout=60, check=False)


def test_the_version_is_said(run: Run) -> None:
    assert run("--version").out == f"ipcheck {__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    said = run("--help").out
    for name in COMMANDS:
        assert f"\n  {name} " in said


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    answer = run(name, "--help")
    assert answer.code == FINE
    for option in ("--plans", "--as-of", "--lang", "--format", "--output"):
        assert option in answer.out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_line_of_help_is_wider_than_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = run(*name.split(), "--help", "--lang", language).out
    assert [line for line in said.splitlines() if wcswidth(line) > 80] == []


@pytest.mark.parametrize(
    ("language", "headings"),
    [("en", ["What is asked", "Filters", "Output", "Files"]), ("zh", ["查询内容", "筛选", "输出", "文件"])],
)
def test_the_help_of_due_is_one_screen_of_groups(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str, headings: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("due", "--help", "--lang", language).out.splitlines()
    assert len(lines) < 40  # and the line in which the next call is typed
    own = [re.split(r"[:：(（ ]*[(（:：]", line)[0] for line in lines if re.match(r"\S.*[:：]$", line)]
    assert own == headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_every_value_of_an_option_and_says_that_words_are_understood(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    said = run("due", "--help", "--lang", language).out
    for values in (SITUATIONS, OUTCOMES, STATES, KINDS, ROLES, BASES, FORMATS):
        assert [value for value in values if not re.search(rf"(?<![\w-]){value}(?![\w-])", said)] == []
    note = {"en": "VALUE: the key, or a word for it in either language", "zh": "取值可写所列英文关键字"}[language]
    assert said.count(note) == 1
    assert note not in run("plans", "--help", "--lang", language).out


def test_the_help_and_the_bare_screen_begin_with_what_is_needed_first(run: Run) -> None:
    commands = run("--help").out.partition("Commands:")[2].split("\n  ")
    assert [line.split()[0] for line in commands if line[:1].isalpha()][:3] == ["check", "due", "agency"]
    tried = [line.split()[1] for line in run().out.splitlines() if line.startswith("ipcheck ")]
    assert list(dict.fromkeys(tried))[:3] == ["check", "due", "agency"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("call", [(), ("due",), ("tasks",), ("show", "dated-3")])
def test_the_first_and_the_last_day_that_can_be_written_are_days_like_others(
    run: Run, call: tuple[str, ...], day: str
) -> None:
    assert run(*call, "--as-of", day).code == FINE


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-12-31T15:59:59+00:00", "2025-12-31"),
        ("2025-12-31T16:00:00+00:00", "2026-01-01"),
        ("2025-12-31T23:59:59+08:00", "2025-12-31"),
        ("2025-12-31T11:00:00-05:00", "2026-01-01"),
    ],
)
def test_today_is_the_day_in_china_wherever_the_program_runs(moment: str, day: str) -> None:
    assert day_in_china(datetime.fromisoformat(moment)).isoformat() == day


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", ":1:1: error: the file is empty [schema]"),
        ("id: 知识产权\n".encode("gb18030"), ":1:5: error: the file is in GB18030 or GBK, not UTF-8; "),
        (b"[" * 25_000, ":1:41: error: nested more than 40 deep [yaml]"),
        (b"id: \xff\xfe\x00", ":1:5: error: the file is not in UTF-8; save it as UTF-8 [encoding]"),
        (bytes(range(256)), ": error: "),
    ],
)
def test_a_file_that_is_no_plan_is_told_with_its_place_and_nothing_is_answered(
    run: Run, tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(data)
    answer = run("due", "--plans", str(path))
    assert answer.err.startswith(str(path))
    assert said in answer.err
    assert len(answer.err.splitlines()) == 2
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert path.read_bytes() == data


# ---- settings ----


def form(run: Run, *arguments: str) -> str:
    raw = run("plans", *arguments).raw
    return "json" if raw.startswith(b"[") else "csv" if raw.startswith(b"id,") else "plain"


def test_an_option_beats_the_environment_which_beats_the_policy_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert form(run) == "plain"
    (tmp_path / "ipcheck.toml").write_text('format = "csv"\n')
    assert form(run) == "csv"
    monkeypatch.setenv("IPCHECK_FORMAT", "json")
    assert form(run) == "json"
    assert form(run, "-f", "plain") == "plain"


@pytest.mark.parametrize("key", Settings._fields)
def test_every_setting_is_known_to_the_policy_file_and_the_environment(run: Run, tmp_path: Path, key: str) -> None:
    (tmp_path / "ipcheck.toml").write_text(f"{key} = {{}}\n")  # no setting is a table
    assert f"ipcheck.toml:1:1: error: {key} must be " in run("plans").err
    (tmp_path / "ipcheck.toml").unlink()
    session = load_session({f"IPCHECK_{key.upper()}": "x"}, str(tmp_path), Translator("en"))
    assert session.settings._asdict()[key] in ("x", ["x"], True)


def test_the_policy_file_is_found_in_a_parent_up_to_the_repository(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ipcheck.toml").write_text('format = "csv"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert form(run) == "csv"
    (tmp_path / "a" / ".git").mkdir()
    assert form(run) == "plain"


def test_paths_in_the_policy_file_count_from_its_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan_file: Callable[..., Path]
) -> None:
    plan_file(name="own.yaml")
    (tmp_path / "ipcheck.toml").write_text('plans = ["own.yaml"]\n')
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert [plan["id"] for plan in json.loads(run("plans", "-f", "json").raw)] == ["dated", "yearly", "own"]


def test_plans_come_from_the_environment_too(
    run: Run, monkeypatch: pytest.MonkeyPatch, plan_file: Callable[..., Path]
) -> None:
    both = os.pathsep.join([str(plan_file(name="own.yaml")), str(plan_file(plan="two", name="two.yaml"))])
    monkeypatch.setenv("IPCHECK_PLANS", both)
    assert len(json.loads(run("plans", "-f", "json").raw)) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('format = "csv"\n\ncolour = true\n', ":3:1: error: unknown key colour; known are plans, "),
        ("plans = 3\n", ":1:1: error: plans must be a list of texts [policy]"),
        ('lang = "fr"\n', ":1:1: error: lang must be zh, en [policy]"),
        ("format = 1\n", ":1:1: error: format must be a text [policy]"),
        ('no_public = "yes"\n', ":1:1: error: no_public must be true or false [policy]"),
        ("format = csv\n", ":1:10: error: not valid TOML: "),
        ("[tool]\nx = 1\n", ":1:2: error: unknown key tool; known are "),
    ],
)
def test_a_fault_in_the_policy_file_is_told_with_its_line(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "ipcheck.toml").write_text(text)
    answer = run("plans")
    assert f"{tmp_path / 'ipcheck.toml'}{said}" in answer.err
    assert (answer.code, answer.raw) == (UNABLE, b"")


def test_report_every_moves_or_stops_what_is_stale(run: Run, tmp_path: Path) -> None:
    def situation(setting: str) -> str:
        (tmp_path / "ipcheck.toml").write_text(f'report_every = "{setting}"\n')
        return str(json.loads(run("show", "dated-3", "-f", "json").raw)["situation"])

    assert [situation("6m"), situation("60m"), situation("off")] == ["stale", "ongoing", "ongoing"]
    (tmp_path / "ipcheck.toml").write_text('report_every = "often"\n')
    assert "report_every: cannot read “often” as a number of months; write 6m, or off" in run("plans").err


# ---- files ----


def test_output_goes_to_a_file_in_the_format_of_its_suffix(run: Run, tmp_path: Path) -> None:
    assert run("due", "-o", "due.csv").raw == b""
    assert (tmp_path / "due.csv").read_bytes().startswith(b"\xef\xbb\xbfid,plan,number,")
    run("due", "-o", "due.csv", "-f", "json")
    assert json.loads((tmp_path / "due.csv").read_bytes())


def test_an_output_that_fails_leaves_the_old_file_and_no_other(run: Run, tmp_path: Path) -> None:
    (tmp_path / "due.csv").write_text("old")
    assert run("due", "--before", "昨天", "-o", "due.csv").code == UNABLE
    assert run("due", "-o", "nowhere/due.csv").code == UNABLE
    assert [path.name for path in tmp_path.iterdir()] == ["due.csv"]
    assert (tmp_path / "due.csv").read_text() == "old"


# ---- streams ----


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if not each.needs and not each.binary])
def test_stdout_in_another_encoding_is_no_failure(run: Run, name: str, encoding: str) -> None:
    answer = run("due", "-f", name, encoding=encoding)
    assert answer.code == FINE
    assert b"dated-2" in answer.raw


PIPED = [("csv", 0), ("json", 1), ("plain", 5000), ("markdown", 0), ("rich", 5000)]


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        *((name, [read]) for name, read in PIPED),
        *(pytest.param(name, [0, 1, 5000], marks=pytest.mark.slow) for name, _read in PIPED),
    ],
)
def test_a_closed_pipe_keeps_the_answer_s_code(name: str, reads: list[int]) -> None:
    """Closed before the first byte, or after some: many times, since it is a race."""
    for read in reads:
        command = [str(SCRIPT), "tasks", "--plan", "2022", "--plan", "2025", "-f", name]  # more than a pipe holds
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as call:
            assert call.stdout is not None
            assert call.stderr is not None
            call.stdout.read(read)
            call.stdout.close()
            said = call.stderr.read().decode()
        assert (call.returncode, said if "Error" in said or "Traceback" in said else "") == (FINE, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal to open")
@pytest.mark.parametrize(("columns", "no_colour"), [(40, ""), (80, ""), (120, "1")])
def test_a_real_terminal_gets_a_table_that_fits(columns: int, no_colour: str) -> None:
    import pty
    import re

    ours, theirs = pty.openpty()
    environ = os.environ | {"COLUMNS": str(columns), "TERM": "xterm", "PYTHONUTF8": "1"}
    if no_colour:
        environ["NO_COLOR"] = no_colour
    call = subprocess.Popen([SCRIPT, "due", "--before", "2022"], stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    raw = b""
    try:
        while piece := os.read(ours, 65536):
            raw += piece
    except OSError:
        pass  # Linux says EIO where the other end has closed
    finally:
        os.close(ours)
    assert call.wait(timeout=60) == FINE
    said = raw.decode()
    assert ("\x1b[1m" in said) != bool(no_colour)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    assert max(wcswidth(line) for line in plain.splitlines()) <= columns
    assert "2022-14" in plain.replace("\n", "")


def test_no_traceback_reaches_a_user() -> None:
    done = real("plans", IPCHECK_CACHE_DIR="/dev/null/x", HOME="/nonexistent")
    assert done.returncode == FINE
    program = "from ipcheck.cli import context, main\ncontext.gather = None\nraise SystemExit(main.main(['plans']))"
    environ = {key: value for key, value in os.environ.items() if key != "IPCHECK_DEBUG"}
    call = [sys.executable, "-c", program]
    broken = subprocess.run(call, capture_output=True, encoding="utf-8", check=False, timeout=60, env=environ)
    assert broken.returncode == UNABLE
    assert "Traceback" not in broken.stderr
    assert "This is a bug in the program; set IPCHECK_DEBUG=1 to see where." in broken.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no signals of this kind")
def test_an_interrupt_ends_with_130_and_without_a_traceback() -> None:
    program = (
        "import signal, time\nfrom ipcheck.cli import context, main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
        "def gather(*given): print('on', flush=True); time.sleep(30)\n"
        "context.gather = gather\nraise SystemExit(main.main(['plans']))"
    )
    call = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert call.stdout is not None
    call.stdout.readline()
    call.send_signal(signal.SIGINT)
    _out, err = call.communicate(timeout=30)
    assert call.returncode == INTERRUPTED
    assert b"Traceback" not in err


@pytest.mark.parametrize("width", [80, 120, 200])
def test_a_table_is_as_wide_as_it_is_told_and_its_columns_stand_straight(run_shipped: Run, width: int) -> None:
    said = run_shipped("due", "--before", "2025-12", "--lang", "zh", "-f", "rich", "--width", str(width)).out
    lines = said.splitlines()
    assert max(wcswidth(line) for line in lines) <= width
    head = next(line for line in lines if "完成时限" in line and "状态" in line)
    rows = [line for line in lines if re.match(" *2022-[0-9]+ ", line)]
    assert len(rows) > 20
    for label, found in (("完成时限", r"\d{4}-\d\d-\d\d"), ("状态", "[⚪🔴🟢] ")):
        begins = wcswidth(head[: head.index(label)])
        assert {wcswidth(row[: re.search(found, row).start()]) for row in rows} == {begins}  # type: ignore[union-attr]


def test_the_width_comes_from_the_settings_too_and_holds_in_a_file(
    run_shipped: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IPCHECK_WIDTH")
    (tmp_path / "ipcheck.toml").write_text("width = 60\n", encoding="utf-8")
    run_shipped("plans", "-f", "rich", "-o", "plans.txt")
    assert 50 < max(map(wcswidth, (tmp_path / "plans.txt").read_text(encoding="utf-8").splitlines())) <= 60


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            ("plans", "--width", "5"),
            "width: cannot read “5” as a width; write a number of columns from 20 to 10000, or 0 for no limit",
        ),
        (("plans", "--width", "wide"), "--width: cannot read “wide” as a number"),
    ],
)
def test_a_width_that_holds_nothing_is_refused(run: Run, call: tuple[str, ...], said: str) -> None:
    answer = run(*call)
    assert (answer.code, said in answer.err) == (UNABLE, True)


def test_a_width_of_the_environment_that_is_none_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPCHECK_WIDTH", "wide")
    assert "width: cannot read “wide” as a width; write a number of columns from 20 to 10000" in run("plans").err


@pytest.mark.parametrize("width", ["3", "9" * 5000, "-80"])
def test_the_settings_hold_no_width_that_the_option_refuses(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, width: str
) -> None:
    monkeypatch.setenv("IPCHECK_WIDTH", width)
    assert run("plans").code == UNABLE
    monkeypatch.delenv("IPCHECK_WIDTH")
    (tmp_path / "ipcheck.toml").write_text(f"width = {width[:6]}\n", encoding="utf-8")
    assert run("plans").code == UNABLE


def test_nothing_is_recorded_where_the_answer_would_be_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mark = ("mark", "dated-2", "started", "--on", "2025-01-05")
    monkeypatch.setenv("IPCHECK_WIDTH", "wide")
    assert run(*mark).code == UNABLE
    monkeypatch.delenv("IPCHECK_WIDTH")
    monkeypatch.setattr("tests.conftest._Stream.isatty", lambda _self: True)
    assert run(*mark, "-f", "xlsx").code == UNABLE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "path"), [("html", "a.xlsx"), ("csv", "a.docx"), ("xlsx", "a.csv"), ("docx", "a.XLSX")]
)
def test_a_file_is_not_called_what_it_is_not(run: Run, tmp_path: Path, name: str, path: str) -> None:
    answer = run("due", "-f", name, "-o", path)
    assert (answer.code, f"-f {name} does not go with {path}" in answer.err) == (UNABLE, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_what_is_no_text_is_not_written_to_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("tests.conftest._Stream.isatty", lambda _self: True)
    answer = run("due", "-f", name)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert f"name a file: -o answer.{name}" in answer.err


# ---- completion ----


def completing(shell: str, words: str) -> dict[str, str]:
    """What a shell sets to have a line completed."""
    count = len(words.split(" ")) - 1
    return {
        "_IPCHECK_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": words, "COMP_CWORD": str(count),
        "_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }  # fmt: skip


SHELLS = pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])


@SHELLS
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ipcheck ", ["plans", "due", "agency", "section", "show", "tasks"]),
        ("ipcheck due --plan ", ["2020", "2022", "2025", "demo-zones", "protection-system"]),
        ("ipcheck agency 国家知", ["国家知识产权局"]),
        ("ipcheck tasks --agency 市场", ["市场监管总局"]),
        ("ipcheck due -f ", list(FORMATS)),
        ("ipcheck show 20", ["2020", "2022", "2025"]),
    ],
)
def test_the_shell_offers_commands_plans_agencies_and_formats(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str, words: str, offered: list[str]
) -> None:
    for name, value in completing(shell, words).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        main([])
    said = capsys.readouterr().out
    for name in offered:
        assert name in said


@SHELLS
def test_the_installed_program_completes(shell: str) -> None:
    done = real(PYTHONUTF8="1", **completing(shell, "ipcheck due --plan "))
    assert "protection-system" in done.stdout.decode()


@SHELLS
def test_a_completion_script_is_printed_for_the_shell(shell: str) -> None:
    done = real("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert done.returncode == FINE
    assert b"_IPCHECK_COMPLETE" in done.stdout


@pytest.mark.parametrize("argument", ["\x1b[31m红", "商标\u202e法", "商标\u200b法", "\udcff"])
def test_what_hides_or_is_no_text_is_refused_where_it_enters(run: Run, argument: str) -> None:
    for call in (("trace", argument), ("tasks", "--text", argument), ("agency", argument), ("show", argument)):
        answer = run(*call)
        assert "contains a control character, or bytes that are not text" in answer.err
        assert not set(answer.err) & {"\x1b", "\u202e", "\u200b"}
        assert (answer.code, answer.raw) == (UNABLE, b"")


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_may_be_named_as_a_file(run: Run, name: str) -> None:
    assert run("plans", "-f", "csv", "-o", name).raw == run("plans", "-f", "csv").raw


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_is_told_and_is_no_fault_of_the_program() -> None:
    call = f"{sys.executable} -m ipcheck plans > /dev/full"
    done = subprocess.run(["sh", "-c", call], capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (UNABLE, "Error: standard output: the disk is full\n")


def test_a_closed_standard_output_is_told() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m ipcheck plans >&-"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stderr) == (UNABLE, "Error: standard output is closed; name a file: -o FILE\n")


def test_standard_output_may_be_named_in_the_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ipcheck.toml").write_text('output = "-"\n', encoding="utf-8")
    assert run("plans", "-f", "csv").out.startswith("id,")
