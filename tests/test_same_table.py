"""A table of tasks is the same draft, whether it comes as DOCX, XLSX, CSV, HTML or PDF."""

import csv
import html
import io
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest

from tests.conftest import Run
from tests.test_import import content, printed, tasks

MERGED = None  # a cell that the one above, or to the left, goes on in


class Model(NamedTuple):
    """A table with what stands above and below it; a row of one text is merged over all columns."""

    title: str
    rows: Sequence[Sequence[str | None]]
    note: str = ""


HEAD = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
NUMBERED = Model(
    "2026年海州市知识产权重点任务分工表",
    [
        HEAD,
        ("一、完善制度",),
        ("1", "修订《海州市专利条例》，形成送审稿。", "市司法局", "市市场监管局", "2026年6月底前"),
        ("2", "制定《数据知识产权登记办法（试行）》。", "市市场监管局", "市大数据局、市财政局", "2026年9月底前"),
        ("二、强化保护",),
        ("3", "开展“铁拳”行动，打击侵权，\n维护秩序。", "市公安局\n市市场监管局", "", "持续推进"),
        ("4", "建设指导站10个；培训200人次。", "市市场监管局", "各县（区）人民政府", "2026年11月"),
    ],
    "注：列第一位的部门为牵头部门。",
)
GROUPED = Model(
    "2026年营商环境任务清单",
    [
        ("类别", "序号", "任务内容", "责任单位", "时限要求"),
        ("准入", "1", "压缩开办时间，推行一日办结。", "市行政审批局", "6月底前"),
        (MERGED, "2", "推行住所承诺制。", "市市场监管局", "年底前"),
        ("保护", "3", "设立维权援助站。", "市市场监管局", "9月底前"),
        (MERGED, "4", "健全调解机制。", "市司法局", "持续推进"),
    ],
)
UNNUMBERED = Model(
    "2026年工作任务分解表",
    [
        ("工作任务", "责任单位", "完成时间"),
        ("修订管理办法。", "市司法局", "3月底前"),
        ("开展专项整治，公布典型案例。", "市公安局、市市场监管局", "年底前"),
    ],
)


LONG = Model(
    "2026年海州市重点任务分工表",
    [
        HEAD,
        *(
            (
                str(n),
                f"推进第{n}批地方标准制定，完善配套制度，开展研究论证，" * (1 + n % 3) + "健全工作规则。",
                "市司法局、市市场监管局" if n % 2 else "市公安局",
                "" if n % 5 == 0 else "市财政局、市农业农村局、市文化广电和旅游局",
                "2026年12月底前完成",
            )
            for n in range(1, 31)
        ),
    ],
)


def filled(model: Model) -> list[list[str]]:
    """The rows with every cell that was merged given its text."""
    width = len(model.rows[0])
    rows: list[list[str]] = []
    for row in model.rows:
        cells = list(row) * width if len(row) == 1 else list(row)
        rows.append([rows[-1][at] if cell is MERGED else cell for at, cell in enumerate(cells)])
    return rows


def as_docx(model: Model, folder: Path) -> Path:
    document = docx.Document()
    document.add_heading(model.title, 1)
    width = len(model.rows[0])
    table = document.add_table(len(model.rows), width)
    table.style = "Table Grid"
    every_row = list(table.rows)
    for at, row in enumerate(model.rows):
        cells = every_row[at].cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0] or ""
            continue
        for column, text in enumerate(row):
            if text is MERGED:
                table.cell(at - 1, column).merge(table.cell(at, column))
            else:
                cells[column].text = text
    if model.note:
        document.add_paragraph(model.note)
    document.save(str(folder / "table.docx"))
    return folder / "table.docx"


def as_xlsx(model: Model, folder: Path) -> Path:
    """With the title merged above the table, and empty rows and an empty column around it."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    width = len(model.rows[0])
    sheet.cell(2, 2, model.title)
    sheet.merge_cells(start_row=2, end_row=2, start_column=2, end_column=width + 1)
    for at, row in enumerate(model.rows, 4):
        for column, text in enumerate(row, 2):
            sheet.cell(at, column, text)
            if text is MERGED:
                sheet.merge_cells(start_row=at - 1, end_row=at, start_column=column, end_column=column)
        if len(row) == 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=2, end_column=width + 1)
    sheet.cell(len(model.rows) + 5, 2, model.note or None)
    book.save(folder / "table.xlsx")
    return folder / "table.xlsx"


def as_csv(model: Model, folder: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    """As spreadsheets save it: a title row, and of merged cells only the first."""
    width = len(model.rows[0])
    rows = [[model.title], *model.rows, *([[model.note]] if model.note else [])]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([[*row, *[""] * (width - len(row))] for row in rows])
    (folder / "table.csv").write_bytes(out.getvalue().encode(encoding))
    return folder / "table.csv"


def as_html(model: Model, folder: Path) -> Path:
    width = len(model.rows[0])
    rows = []
    for at, row in enumerate(model.rows):
        cells = []
        for column, text in enumerate(row):
            if text is MERGED:
                continue
            below = [later[column] if column < len(later) else "" for later in model.rows[at + 1 :]]
            down = 1 + next((n for n, cell in enumerate(below) if cell is not MERGED), len(below))
            spans = f' colspan="{width}"' if len(row) == 1 else f' rowspan="{down}"'
            paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
            cells.append(f"<td{spans}>{paragraphs}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    (folder / "table.html").write_text(
        "<!doctype html><meta charset='utf-8'><style>table{border-collapse:collapse}td{border:1px solid;padding:3px}"
        f"</style><body><h1>{model.title}</h1><table>{''.join(rows)}</table><p>{model.note}</p></body>",
        encoding="utf-8",
    )
    return folder / "table.html"


def as_pdf(model: Model, folder: Path) -> Path:
    return printed(as_html(model, folder), folder)


def as_office_pdf(model: Model, folder: Path) -> Path:
    """What LibreOffice prints of the Word document."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    source = as_docx(model, folder)
    call = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    return folder / "table.pdf"


Make = Callable[[Model, Path], Path]
MODELS = pytest.mark.parametrize(
    "model", [NUMBERED, GROUPED, UNNUMBERED, LONG], ids=["numbered", "grouped", "unnumbered", "long"]
)
MAKES = [
    as_xlsx, as_csv, as_html, pytest.param(as_pdf, marks=pytest.mark.browser),
    pytest.param(as_office_pdf, marks=pytest.mark.office),
]  # fmt: skip


@pytest.mark.slow
@MODELS
@pytest.mark.parametrize("make", MAKES)
def test_a_table_gives_the_same_draft_from_every_format(run: Run, tmp_path: Path, make: Make, model: Model) -> None:
    expected = run("import", str(as_docx(model, tmp_path)))
    answer = run("import", str(make(model, tmp_path)))
    assert content(answer) == content(expected)
    numbered = [row for row in filled(model)[1:] if len(set(row)) > 1]
    assert len(list(tasks(content(answer)))) == len(numbered)
    assert [line for line in answer.out.splitlines() if "# check:" in line] == [
        line for line in expected.out.splitlines() if "# check:" in line
    ]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "gbk"), ("\t", "gb18030"), (",", "gb18030"), ("\t", "utf-16"), (";", "utf-8")]
)
def test_a_csv_file_is_the_same_with_any_delimiter_and_encoding(
    run: Run, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    expected = run("import", str(as_csv(NUMBERED, tmp_path)))
    assert content(run("import", str(as_csv(NUMBERED, tmp_path, delimiter, encoding)))) == content(expected)


def test_each_of_several_tables_is_read_by_its_own_head(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "制度建设"
    for row in [(NUMBERED.title,), HEAD, ("1", "修订条例。", "市司法局", "市财政局", "6月底前")]:
        sheet.append(row)
    sheet = book.create_sheet("保护")
    for row in [("序号", "完成时限", "牵头单位", "重点任务"), ("2", "年底前", "市公安局", "打击侵权。")]:
        sheet.append(row)
    book.save(tmp_path / "plan.xlsx")
    assert list(tasks(content(run("import", str(tmp_path / "plan.xlsx"))))) == [
        ("制度建设", "1", "修订条例。", "6月底前", "牵头单位：市司法局；配合单位：市财政局"),
        ("保护", "2", "打击侵权。", "年底前", "牵头单位：市公安局"),
    ]


def test_a_task_whose_words_are_those_of_heads_is_a_task(run: Run, tmp_path: Path) -> None:
    rows = [
        ("任务类别", "重点任务", "责任单位", "完成时限"),
        ("任务一", "推进工作，完善措施，落实责任，加强部门协同。", "各有关部门", "年底前完成"),
        ("任务一", "完善工作机制", "各有关单位", "6月底前完成"),
    ]
    path = as_csv(Model("2026年任务表", rows), tmp_path)
    assert [task[2] for task in tasks(content(run("import", str(path))))] == [rows[1][1], "完善工作机制。"]
