"""Tables of tasks as documents and pages have them: columns of persons, empty cells, marks of the lead, and cells that
a page has spilled into its text. Rows are put back where they can be told; where not, every task is asked."""

import io

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.importing.draft.plan import NoPlanError
from ipcheck.importing.readers.document import read_document
from ipcheck.importing.readers.pieces import Piece
from tests.test_draft import Draft, drafted, silent

TITLE = "海州市2026年质量工作任务分工表"
UNSIGNED = ["no issuer was found", "no day of issue was found"]
LOST = "the page has lost the cells of its table; are text, agencies and deadline right?"


def table(*rows: str) -> Draft:
    """The draft of a table; its rows are written with a bar between the cells."""
    return drafted(TITLE, *(Piece("", at, tuple(row.split("|"))) for at, row in enumerate(rows, 2)))


def asked(draft: Draft) -> list[str]:
    """What is asked about tasks."""
    return [said for said in draft.doubts if said not in UNSIGNED]


def contents(draft: Draft) -> list[tuple[str | None, ...]]:
    """(heading, number, text, deadline, responsible) of each task."""
    return [(*path, *phrases) for path, phrases in zip(draft.tasks(), draft.phrases(), strict=True)]


HEAD = "序号|任务|责任单位|完成时限"


def test_a_column_of_persons_is_left_out_and_told() -> None:
    draft = table(
        "序号|任务|责任领导|责任单位|联系人|完成时限",
        "1|修订条例。|王大明|市司法局|李小红|6月底前", "2|开展行动。|张国强|市公安局|李小红|长期坚持",
    )  # fmt: skip
    assert [(task[1], *task[3:]) for task in contents(draft)] == [
        ("1", "6月底前", "市司法局"), ("2", "长期坚持", "市公安局"),
    ]  # fmt: skip
    told = "".join(draft.left_out + draft.doubts)
    assert [name for name in ("王大明", "张国强", "李小红") if name not in told] == []


@pytest.mark.parametrize("empty", ["", "/", "／", "-", "——", "无"])
def test_a_cell_that_says_nothing_names_nobody(empty: str) -> None:
    draft = table(
        "序号|任务|牵头单位|配合单位|完成时限",
        f"1|修订条例。|市司法局|{empty}|6月底前",
        f"2|开展行动。|市公安局|市教育局|{empty}",
    )
    assert draft.phrases() == [
        ("6月底前", "牵头单位：市司法局"), (None, "牵头单位：市公安局；配合单位：市教育局"),
    ]  # fmt: skip
    assert asked(draft) == []


@pytest.mark.parametrize(
    ("cell", "doubts"),
    [
        ("★市司法局、市财政局", []),
        ("市司法局（牵头）、市财政局", []),
        ("市司法局\n市财政局", []),
        ("市司法局市财政局", ["is 市司法局市财政局 one agency, or several?"]),
        ("云上创新论坛牵头", ["is 云上创新论坛 an agency? It does not end like one"]),
        ("云上创新论坛", ["the phrase 云上创新论坛 is not recognised"]),
        ("联席会议成员单位", ["联席会议成员单位 is a group; which member leads?"]),
        ("市司法局、市公安局负责，市财政局配合", ["do 市司法局, 市公安局 all lead? The text does not say so"]),
        ("", ["this row names no agency; do those of the row above apply?"]),
    ],
)
def test_the_agencies_of_a_row_are_asked_as_those_of_an_item_are(cell: str, doubts: list[str]) -> None:
    draft = table(HEAD, "1|开展行动。|市公安局|长期坚持", f"2|修订条例。|{cell}|6月底前")
    assert asked(draft) == doubts
    assert draft.phrases()[1] == ("6月底前", cell.replace("\n", "、") or None)


def test_a_time_that_no_rule_reads_is_asked() -> None:
    assert asked(table(HEAD, "1|修订条例。|市司法局|后年底", "2|开展行动。|市公安局|长期坚持")) == [
        "the phrase 后年底 is not recognised"
    ]


@pytest.mark.parametrize(
    ("heads", "phrase"),
    [
        ("牵头单位|责任单位", "牵头单位：市司法局；责任单位：市公安局"),
        ("主责单位|配合单位", "主责单位：市司法局；配合单位：市公安局"),
        ("牵头科室|协办科室", "牵头单位：市司法局；配合单位：市公安局"),
        ("责任部门|参与部门", "责任单位：市司法局；配合单位：市公安局"),
    ],
)
def test_columns_of_agencies_keep_their_roles(heads: str, phrase: str) -> None:
    draft = table(f"序号|任务|{heads}", "1|修订条例。|市司法局|市公安局")
    assert draft.phrases() == [(None, phrase)]


# Tables of which a page has kept no more than bars, or one cell a line: each says what the first does.
ROWS = (
    ("序号", "重点任务", "责任单位", "完成时限"),
    ("1", "修订质量促进条例。", "市司法局", "6月底前"),
    ("2", "开展执法专项行动。", "市公安局、市文旅局", "长期坚持"),
    ("3", "办好质量月活动。", "市教育局", "9月底前"),
)
SPILLED = {
    "cells between bars, one a line": [f"{cell} |" for row in ROWS for cell in row],
    "rows on lines with a bar at the end": [f"{' | '.join(row)} |" for row in ROWS],
    "rows on lines with bars between the cells": [" | ".join(row) for row in ROWS],
    "wide bars": ["｜".join(row) for row in ROWS],
    "cells one a line": [cell for row in ROWS for cell in row],
    "cells and names one a line": [name for row in ROWS for cell in row for name in cell.split("、")],
}  # fmt: skip
READ = [(TITLE, number, text, deadline, responsible) for number, text, responsible, deadline in ROWS[1:]]


@pytest.mark.parametrize("form", SPILLED)
def test_the_cells_of_a_spilled_table_are_put_back_into_rows(form: str) -> None:
    draft = drafted(TITLE, *SPILLED[form], "海州市人民政府", "2026年3月5日")
    assert contents(draft) == READ
    assert draft.doubts == []
    assert (draft.plan["issuer"], draft.plan["issued"]) == ("海州市人民政府", "2026-03-05")


def pasted(text: str) -> Draft:
    """The draft of a text file."""
    found = read_document("-", io.BytesIO(text.encode()), Translator("en"), silent)
    return drafted(*found.pieces)


def test_a_table_that_is_drawn_with_lines_is_a_table() -> None:
    drawn = "├──┼────┼────┼────┤\n".join(f"│{'│'.join(row)}│\n" for row in ROWS)
    assert contents(pasted(f"{TITLE}\n┌──┬────┬────┬────┐\n{drawn}└──┴────┴────┴────┘\n")) == READ


def test_a_table_of_markdown_is_a_table() -> None:
    head, *rows = (f"| {' | '.join(row)} |\n" for row in ROWS)
    assert contents(pasted(f"{TITLE}\n{head}|---|---|---|---|\n{''.join(rows)}")) == READ


def test_a_category_that_reaches_over_rows_is_told_from_a_task_by_what_the_cells_hold() -> None:
    rows = (
        "类别 | 重点任务 | 牵头单位 | 完成时限 |",
        "完善制度 | 修订质量促进条例，明确各方的责任和义务。 | 市司法局 | 6月底前 |",
        "制定质量奖励办法，公布一批典型的案例和做法。 | 市财政局 | 12月底前 |",
        "强化保护 | 开展执法专项行动，查处一批违法的案件。 | 市公安局 | 长期坚持 |",
    )  # fmt: skip
    draft = drafted(TITLE, *rows)
    assert [task[0] for task in draft.tasks()] == ["完善制度", "完善制度", "强化保护"]
    assert [task[-1][:4] for task in draft.tasks()] == ["修订质量", "制定质量", "开展执法"]
    assert draft.phrases() == [
        ("6月底前", "牵头单位：市司法局"), ("12月底前", "牵头单位：市财政局"), ("长期坚持", "牵头单位：市公安局"),
    ]  # fmt: skip
    assert asked(draft) == []


def test_every_task_of_a_table_whose_cells_are_lost_is_asked() -> None:
    head = ("序号", "重点任务", "责任单位", "完成时限")
    cells = ("一、完善制度", "1.修订条例。", "市司法局", "6月底前", "二、强化保护", "2.开展行动。", "市公安局")
    draft = drafted(TITLE, *head, *cells)
    assert [task[-1] for task in draft.tasks()] == ["修订条例。", "开展行动。"]
    assert asked(draft).count(LOST) == 2


def test_every_task_is_asked_where_the_heads_of_columns_run_together() -> None:
    lost = "序号重点任务牵头单位配合单位完成时限1修订质量促进条例，明确各方责任。市司法局市公安局6月底前"
    draft = drafted(TITLE, lost, "一、任务", "1.修订条例。（市司法局负责）", "2.开展行动。（市公安局负责）")
    assert asked(draft) == [LOST, LOST]


def test_labels_below_an_item_are_no_heads_of_columns() -> None:
    labels = ("主责单位：市司法局", "配合单位：市公安局", "整改时限：12月底前", "整改措施：加强监管。")
    draft = drafted(TITLE, "一、任务", "1.修订条例。", *labels, "二、保障", "2.做好宣传。（市教育局负责）")
    assert LOST not in draft.doubts


def test_a_text_with_bars_but_without_heads_of_columns_is_no_table() -> None:
    with pytest.raises(NoPlanError):
        drafted("海州市", "首页 | 新闻 | 政策 | 服务 |", "您的位置 | 首页 | 政策 | 正文 |")
