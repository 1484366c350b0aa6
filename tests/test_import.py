"""`ipcheck import`: what it prints, writes and refuses; a plan as text, HTML, DOCX or PDF gives the same draft."""

import html
import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from ipcheck.base.text import fold
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.datafiles.discovery import shipped_folder
from tests.conftest import Answer, Run
from tests.test_draft import LETTER, PHRASES, PLAN, TASKS

Row = tuple[str, ...]


def content(answer: Answer) -> Any:
    return yaml.load(answer.out, yaml.BaseLoader)


def tasks(plan: Any, path: Row = ()) -> Iterator[Row]:
    """(headings…, number, text, deadline, responsible) of each task."""
    for section in plan.get("contents", ()):
        within = (*path, section["heading"])
        for task in section.get("tasks", ()):
            yield (*within, *(task.get(key, "") for key in ("number", "text", "deadline", "responsible")))
        yield from tasks(section, within)


def folded(rows: Iterable[Row]) -> list[Row]:
    """Rows whose width and spaces do not count: a PDF does not tell whether a gap is a space."""
    return [tuple(map(fold, row)) for row in rows]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_draft_is_printed_and_what_is_to_be_done_is_told_beside_it(run: Run, plan: Path) -> None:
    answer = run("import", str(plan))
    assert answer.code == FINE
    assert answer.out.startswith("# Draft, made from plan.txt. Compare it with the document, task by task.\n")
    assert list(tasks(content(answer))) == [
        (*task, deadline or "", responsible or "") for task, (deadline, responsible) in zip(TASKS, PHRASES, strict=True)
    ]
    assert answer.err.splitlines()[-1] == "Draft: 4 tasks, 2 things to check, 0 lines left out."


def test_options_before_the_command_count_as_those_after_it(run: Run, plan: Path, tmp_path: Path) -> None:
    assert run("-o", "draft.yaml", "import", str(plan)).raw == b""
    assert (tmp_path / "draft.yaml").exists()
    assert "ipcheck import writes YAML; leave -f out" in run("-f", "csv", "import", str(plan)).err


def test_doubts_name_the_line_of_the_draft_that_they_are_about(run: Run, plan: Path) -> None:
    answer = run("import", str(plan), "-o", "draft.yaml")
    assert answer.raw == b""
    lines = Path("draft.yaml").read_text(encoding="utf-8").splitlines()
    told = [line for line in answer.err.splitlines() if line.endswith("[check]")]
    assert told == [
        f"draft.yaml:{number}:1: warning: {line.strip().removeprefix('# check: ')} [check]"
        for number, line in enumerate(lines, 1)
        if "# check: " in line
    ]
    assert len(told) == 2
    assert answer.err.splitlines()[-1].startswith("Wrote a draft to draft.yaml: 4 tasks")


def test_what_was_left_out_is_listed_by_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(LETTER, encoding="utf-8")
    answer = run("import", str(path))
    assert f"{path}:1:1: info: left out: 首页 > 政策文件 [left-out]" in answer.err.splitlines()
    assert f"{path}:18:1: info: left out: 上一篇：1.某某活动举行。 [left-out]" in answer.err.splitlines()


def test_a_draft_can_be_asked_at_once(run: Run, plan: Path) -> None:
    run("import", str(plan), "-o", "draft.yaml", "--id", "own")
    answer = run("due", "--plans", "draft.yaml", "--plan", "own", "-f", "csv")
    assert [line.partition(",")[0] for line in answer.out.splitlines()[1:]] == ["own-1", "own-2", "own-4"]


def test_what_keeps_a_draft_from_being_loaded_is_told(run: Run, plan: Path) -> None:
    plan.write_text(PLAN.replace("2025年12月底前", "后年底前").replace("公安部", "公暑部"), encoding="utf-8")
    answer = run("import", str(plan))
    assert answer.code == FINE
    assert ": error: unknown deadline phrase 后年底前完成 [unread-phrase]" in answer.err
    assert ": warning: unknown agency 公暑部" in answer.err


def test_a_draft_never_takes_the_place_of_a_file_unless_it_is_told_to(run: Run, plan: Path) -> None:
    Path("draft.yaml").write_text("mine", encoding="utf-8")
    refused = run("import", str(plan), "-o", "draft.yaml")
    assert refused.code == UNABLE
    assert "draft.yaml exists already; choose another name, or replace it with --force" in refused.err
    assert Path("draft.yaml").read_text(encoding="utf-8") == "mine"
    assert run("import", str(plan), "-o", "draft.yaml", "--force").code == FINE
    assert Path("draft.yaml").read_text(encoding="utf-8").startswith("# Draft")


def test_a_draft_is_never_written_over_the_document(run: Run, plan: Path) -> None:
    answer = run("import", str(plan), "-o", str(plan), "--force")
    assert answer.code == UNABLE
    assert plan.read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.txt",), "nowhere.txt: there is no such file or folder"),
        (
            ("plan.txt", "--id", "Not An Id"),
            "--id Not An Id: a plan's id consists of lower-case letters, digits and single hyphens",
        ),
        (("plan.txt", "-f", "json"), "ipcheck import writes YAML; leave -f out"),
        (("plan.txt", "-o", "nowhere/draft.yaml"), "there is no folder nowhere"),
        (
            ("plan.txt", "-o", "x.docx"),
            "ipcheck import writes YAML; name a file that ends in .yaml instead of x.docx",
        ),
        (("english.txt",), "english.txt: it is not in Chinese, and only Chinese is understood; import the Chinese"),
        (("empty.txt",), "empty.txt"),
        (
            ("note.txt",),
            "note.txt: nothing in it is numbered (一、 （一） 1.) and no table contains tasks; is this a plan?",
        ),
        ((".",), "it is a folder"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_what_to_do(run: Run, plan: Path, arguments: Row, said: str) -> None:
    Path("empty.txt").write_bytes(b"")
    Path("note.txt").write_text("今天天气很好。", encoding="utf-8")
    Path("english.txt").write_text(
        "1. Revise the Regulations on Patents (专利条例). CNIPA, by June.\n" * 9, encoding="utf-8"
    )
    answer = run("import", *arguments)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert said in answer.err
    assert not Path("draft.yaml").exists()
    assert not Path("x.docx").exists()


def test_a_plan_that_names_foreign_titles_is_in_chinese(run: Run, plan: Path) -> None:
    plan.write_text(f"{PLAN}\n参考：{'https://example.org/intellectual-property/' * 3}\n", encoding="utf-8")
    assert run("import", str(plan)).code == FINE


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode("gb18030"))))
    answer = run("import", "-")
    assert "made from standard input" in answer.out
    assert len(list(tasks(content(answer)))) == len(TASKS)
    assert any("GB18030" in line.upper() for line in answer.err.splitlines())


def test_without_the_converter_a_traditional_text_is_refused_with_the_command(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    assert run("import", str(plan)).code == FINE
    plan.write_text(PLAN.replace("国家知识产权局", "國家知識產權局"), encoding="utf-8")
    answer = run("import", str(plan))
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert "pip install 'ipcheck[import]'" in answer.err


def test_a_closed_pipe_keeps_the_code_of_a_draft(tmp_path: Path) -> None:
    """Longer than a pipe holds, and nobody reads it."""
    path = tmp_path / "plan.txt"
    items = "\n".join(f"{n}.做好工作，推进保护，加强协调，落实责任，完善制度。（公安部负责）" for n in range(1, 900))
    path.write_text(f"一、任务\n{items}\n二、保障\n900.做好保障。\n", encoding="utf-8")
    call = [sys.executable, "-m", "ipcheck", "import", str(path)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == FINE
    assert said.splitlines()[-1].startswith("Draft: 900 tasks")


def test_messages_come_in_chinese(run: Run, plan: Path) -> None:
    answer = run("import", str(plan), "--lang", "zh")
    assert answer.out.startswith("# 草稿，由plan.txt生成。请逐项对照原文。\n")
    assert answer.err.splitlines()[-1] == "草稿：共4项任务、2处待核、未收入0行。"


# One plan in every format

Make = Callable[[list[str], Path], Path]


def as_text(lines: list[str], folder: Path) -> Path:
    path = folder / "plan.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_page(lines: list[str], folder: Path) -> Path:
    """A page as sites have them, with navigation, a footer and indented paragraphs."""
    path = folder / "plan.html"
    paragraphs = "".join(f"<p style='text-indent:2em'><span>{html.escape(line)}</span></p>" for line in lines)
    path.write_text(
        "<!doctype html><html><head><meta charset='utf-8'><title>政策文件_某某网</title></head><body>"
        "<nav><ul><li><a href='/'>首页</a></li><li><a href='/a'>政策</a></li><li><a href='/b'>新闻</a></li></ul></nav>"
        f"<div class='article'>{paragraphs}</div><footer>主办单位：某某局</footer></body></html>",
        encoding="utf-8",
    )
    return path


def as_docx(lines: list[str], folder: Path) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "plan.docx"))
    return folder / "plan.docx"


def as_pdf(lines: list[str], folder: Path) -> Path:
    return printed(as_page(lines, folder), folder)


def printed(page: Path, folder: Path) -> Path:
    chromium = shutil.which("chromium")
    assert chromium, "install chromium and fonts-noto-cjk"
    path = page.with_suffix(".pdf")
    flags = ("headless", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update",
             "disable-sync", "no-first-run", "no-pdf-header-footer")  # fmt: skip
    call = [chromium, *(f"--{flag}" for flag in flags), f"--user-data-dir={folder}/profile", f"--print-to-pdf={path}"]
    subprocess.run([*call, page.as_uri()], check=True, capture_output=True, timeout=120)
    return path


EVERY_FORMAT = pytest.mark.parametrize(
    "make", [as_text, as_page, as_docx, pytest.param(as_pdf, marks=pytest.mark.browser)]
)


def shipped(name: str) -> tuple[Any, list[str]]:
    """A shipped plan, and the lines of the document that it is a copy of."""
    path = Path(shipped_folder()) / "plans" / f"{name}.yaml"
    plan = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return plan, [plan["title"], *plan["preamble"].splitlines(), *_lines(plan), *plan.get("closing", "").splitlines()]


def _lines(node: Any) -> Iterator[str]:
    for section in node.get("contents", ()):
        if "intro" in section:
            yield section["heading"]
            yield section["intro"]
        elif "contents" in section or section["tasks"][0]["number"].isdecimal():
            yield section["heading"]
        else:  # a sentence opens the paragraph of its tasks
            text = "".join(task["text"] for task in section["tasks"])
            yield from [section["heading"] + text] if section["heading"].endswith("。") else [section["heading"], text]
            continue
        for task in section.get("tasks", ()):
            phrase = task.get("deadline") or task.get("responsible")
            bracket = f"（{phrase}）" if task["number"].isdecimal() else ""
            yield f"{task['number']}.{task['text']}{bracket}" if bracket else task["text"]
        yield from _lines(section)


@pytest.mark.slow
@EVERY_FORMAT
@pytest.mark.parametrize("name", ["2022", "2025"])
def test_a_whole_plan_comes_back_from_every_format(run_shipped: Run, tmp_path: Path, make: Make, name: str) -> None:
    plan, lines = shipped(name)
    answer = run_shipped("import", str(make(lines, tmp_path)))
    assert folded(tasks(content(answer))) == folded(tasks(plan))
    assert content(answer)["title"] == plan["title"]
    assert content(answer)["preamble"] == plan["preamble"]
    assert content(answer).get("closing") == plan.get("closing")


@EVERY_FORMAT
def test_a_letter_and_its_plan_give_the_same_draft_in_every_format(run: Run, tmp_path: Path, make: Make) -> None:
    expected = run("import", str(as_text(LETTER.splitlines(), tmp_path)))
    answer = run("import", str(make(LETTER.splitlines(), tmp_path)))
    assert content(answer) == content(expected)


HEAD = ("序号", "重点任务", "责任单位", "完成时限")
TABLE = [
    HEAD,
    (
        "1",
        "加快推进《中华人民共和国商标法》《集成电路布图设计保护条例》修改，完善配套规章。",
        "国家知识产权局、司法部",
        "2025年12月底前",
    ),
    ("2", "严厉打击侵权假冒。", "公安部牵头，司法部配合", "持续推进"),
    ("3", "编制发布年度报告。", "国家知识产权局", "年底前"),
]


def table_page(folder: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    path = folder / "table.html"
    path.write_text(
        "<!doctype html><meta charset='utf-8'><style>table{border-collapse:collapse}td{border:1px solid;padding:4px}"
        f"</style><body><h1>2025年重点任务分工表</h1><table>{rows}</table></body>",
        encoding="utf-8",
    )
    return path


def table_docx(folder: Path) -> Path:
    document = docx.Document()
    document.add_heading("2025年重点任务分工表", 1)
    table = document.add_table(len(TABLE), len(HEAD))
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(folder / "table.docx"))
    return folder / "table.docx"


def table_pdf(folder: Path) -> Path:
    return printed(table_page(folder), folder)


@pytest.mark.parametrize("make", [table_page, table_docx, pytest.param(table_pdf, marks=pytest.mark.browser)])
def test_a_table_of_tasks_comes_back_from_every_format(run: Run, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    answer = run("import", str(make(tmp_path)))
    assert list(tasks(content(answer))) == [
        ("2025年重点任务分工表", number, text, when, who) for number, text, who, when in TABLE[1:]
    ]
