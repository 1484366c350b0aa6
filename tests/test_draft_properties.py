"""Whatever a document holds: nothing of it is lost without a word, and its draft says where its doubts are."""

import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.yaml_reader import YamlReader as Source
from ipcheck.importing.draft.characters import converter, mend_characters
from ipcheck.importing.draft.draft import draft_as_yaml
from ipcheck.importing.draft.plan import ImportedPlan, NoPlanError, read_plan
from ipcheck.importing.readers.document import read_document
from ipcheck.importing.readers.pieces import Piece, ReadDocument
from tests.conftest import examples
from tests.test_draft import LETTER, PLAN, PROSE, silent

WORDS = Translator("en")
EVERYTHING = settings(
    deadline=2000, max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# Translator that stand nowhere else, so that each can be looked for in what comes out.
NAMES = [f"{a}{b}{c}" for a in "甲乙丙" for b in "山水火木金土" for c in "东西南北"]
MARKERS = ("", "一、", "二、", "（一）", "（二）", "1.", "2.", "3、", "（1）", "①", "专栏1", "第一章", "四 ", "5")
ENDS = (
    "。",
    "",
    "；",
    "：",
    "，",
    "（{}局负责）",
    "（2025年底前完成）",
    "。（{}局牵头，{}厅配合；持续推进）",
    "。责任单位：{}局",
    "》",
    "（",
    "”",
    "。——{}局牵头，{}厅配合，6月底前完成",
    "。牵头单位：{}局；责任单位：{}厅；完成时限：{}",
    "。责任领导：{}；责任单位：{}局；联系人：{}；整改时限：年底前",
    "。【责任单位】{}局【完成时限】6月底前",
    "。（责任人：{}；{}局负责",
    "。〔{}局 {}厅负责〕（{}）",
    " | {}局 | {} |",
)
FORMS = (
    "加强{}工作",
    "到2027年，{}建成。推进{}",
    "《{}条例",
    "{}",
    "完善{}。制定{}办法",
    "责任编辑：{}",
    "2025年{}推进计划",
    "为落实{}，制定本计划",
    "——{}局负责，{}配合",
    "责任单位：{}局",
    "责任领导：{}",
    "（{}局、",
    "附件：1.{}方案",
    "目标：2026年，{}达到5个；2027年，{}",
    "序号 | 任务 | {} | 责任单位 |",
)

lines = st.builds(
    lambda marker, form, end: marker + form + end,
    st.sampled_from(MARKERS),
    st.sampled_from(FORMS),
    st.sampled_from(ENDS),
)
rows = st.lists(
    st.sampled_from(
        (
            "{}",
            "序号",
            "任务",
            "责任单位",
            "1",
            "持续推进",
            "{}局负责",
            "",
            "责任领导",
            "联系人",
            "/",
            "★{}局",
        )
    ),
    min_size=2,
    max_size=5,
)
HEADS = ("序号", "类别", "任务", "牵头单位", "配合单位", "责任领导", "完成时限", "备注")
# A table of which a page has kept no more than bars, or one cell a line.
spilled_tables = st.builds(
    lambda heads, rows, form: (heads, [row[: len(heads)] for row in rows], form),
    st.lists(st.sampled_from(HEADS), min_size=3, max_size=6, unique=True),
    st.lists(
        st.lists(
            st.sampled_from(
                ("{}", "1", "2", "加强{}工作，提高水平。", "{}局", "{}局、{}厅", "6月底前", "", "/", "1.做好{}。")
            ),
            min_size=6,
            max_size=6,
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(("bars", "rows", "closed rows", "cells")),
)


def filled(forms: list[str]) -> list[str]:
    """The forms, with a name of its own in each place."""
    names = iter(NAMES * 9)
    return [form.format(*(next(names) for _place in range(form.count("{}")))) for form in forms]


def read(pieces: list[Piece], wrapped: bool = False) -> ImportedPlan | None:
    try:
        return read_plan(
            ReadDocument(pieces, "line", None, wrapped),
            None,
            lambda: converter(WORDS),
            lambda _name, _region: None,
            silent,
            WORDS,
        )
    except NoPlanError:
        return None


def everything_of(reading: ImportedPlan) -> str:
    left_out = [line.text + "".join(line.cells) for line in reading.left_out]
    return draft_as_yaml(reading.plan, [], WORDS)[0] + "".join(left_out)


@EVERYTHING
@given(st.lists(lines, min_size=1, max_size=12), st.booleans())
def test_every_name_in_a_document_is_in_its_draft_or_in_what_was_left_out(forms: list[str], wrapped: bool) -> None:
    texts = filled(forms)
    reading = read([Piece(text, at) for at, text in enumerate(texts, 1)], wrapped)
    if reading:
        whole = everything_of(reading)
        assert [name for name in NAMES if any(name in text for text in texts) and name not in whole] == []


@EVERYTHING
@given(spilled_tables, st.lists(lines, max_size=3))
def test_every_name_in_a_table_that_a_page_has_spilled_is_in_the_draft_or_in_what_was_left_out(
    table: tuple[list[str], list[list[str]], str], around: list[str]
) -> None:
    heads, rows, form = table
    parts = [heads, *rows]
    texts = {
        "bars": [f"{cell} |" for row in parts for cell in row],
        "rows": [" | ".join(row) for row in parts],
        "closed rows": [f"{' | '.join(row)} |" for row in parts],
        "cells": [cell for row in parts for cell in row if cell],
    }[form]
    texts = filled(["2026年任务分工表", *around, *texts, "一、任务", "1.加强{}。（{}局负责）", "2.做好{}。"])
    reading = read([Piece(text, at) for at, text in enumerate(texts, 1)])
    if reading:
        whole = everything_of(reading)
        assert [name for name in NAMES if any(name in text for text in texts) and name not in whole] == []


@EVERYTHING
@given(st.lists(rows, min_size=1, max_size=8))
def test_every_cell_of_a_table_is_in_the_draft_or_in_what_was_left_out(table: list[list[str]]) -> None:
    filled_rows = [tuple(filled([*row])) for row in table]
    pieces = [
        Piece("", at, tuple(f"{cell}{'' if cell.isascii() else at}" for cell in row))
        for at, row in enumerate(filled_rows, 1)
    ]
    reading = read(pieces)
    if reading:
        whole = everything_of(reading)
        named = [cell for piece in pieces for cell in piece.cells if cell[:3] in NAMES]
        assert [cell for cell in named if cell not in whole] == []


@EVERYTHING
@given(st.lists(st.one_of(lines, st.text(max_size=30)), min_size=1, max_size=10))
def test_a_draft_is_yaml_and_its_doubts_stand_where_they_are_said_to(forms: list[str]) -> None:
    reading = read([Piece(text, at) for at, text in enumerate(forms, 1)])
    if reading is None:
        return
    text, doubts = draft_as_yaml(reading.plan, ["Draft"], WORDS)
    content, faults = Source(Path("draft.yaml"), WORDS).content(text.encode())
    assert faults == []
    assert content["contents"]
    drafted = text.splitlines()
    assert [drafted[at - 1].strip() for at, _said in doubts] == [f"# check: {said}" for _at, said in doubts]


@EVERYTHING
@given(st.text(alphabet='一二（）()1.,，。《》“”"局负责、 聯(lián)?ㄗ灾^⼈', max_size=80))
def test_mending_twice_mends_no_more(text: str) -> None:
    once = mend_characters(text, None).text
    assert mend_characters(once, None).text == once


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_document_is_read_or_refused_in_time(tmp_path: Path, seed: int) -> None:
    """Bytes flipped, lines cut, moved and doubled."""
    chance = random.Random(seed)
    data = bytearray(
        (chance.choice((PLAN, PROSE, LETTER)) * chance.choice((1, 3))).encode(chance.choice(("utf-8", "gbk")))
    )
    for _each in range(chance.choice((0, 3, 60))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    parts = bytes(data).split(b"\n")
    for _each in range(chance.choice((0, 4))):
        parts.insert(chance.randrange(len(parts)), parts.pop(chance.randrange(len(parts)))[: chance.randrange(1, 60)])
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\n".join(parts))
    begun = time.process_time()
    with path.open("rb") as nothing, suppress(UsageError):
        found = read_document(str(path), nothing, WORDS, silent)
        if reading := read([*found.pieces], found.wrapped):
            assert everything_of(reading)
    assert time.process_time() - begun < 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "（",
        "）",
        "（甲）",
        "。（甲负责）",
        "《甲》",
        "1",
        "1.",
        "一、",
        "（一）",
        " ",
        "责任单位：",
        "；",
        "，",
        "甲、",
        "2025年",
        "—",
        "?。ㄗ灾螀^",
    ],
)
@pytest.mark.parametrize("form", ["1.做好{}", "1.做好工作。（{}x）", "{}。"])
def test_no_line_however_long_takes_long(part: str, form: str) -> None:
    """100,000 characters of what patterns look for."""
    line = form.format(part * (100_000 // len(part)))
    begun = time.process_time()
    reading = read(
        [Piece(text, at) for at, text in enumerate(("一、任务", "1.甲。", line, "二、乙", "2.丙。"), 1)], wrapped=True
    )
    assert reading is None or everything_of(reading)
    assert time.process_time() - begun < 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["Note: x\r\n", "1.1.\n", "a a a\n", "“\n", "| a\n", "（国\n", "国(\n", "1 \n", "甲，\n", "来源：\n"]
)
def test_no_file_of_many_lines_takes_long(tmp_path: Path, line: str) -> None:
    """100,000 characters in short lines, from the bytes on."""
    path = tmp_path / "plan.txt"
    path.write_bytes((line * (100_000 // len(line))).encode() + "一、任务\n1.甲。\n二、乙\n2.丙。\n".encode())
    begun = time.process_time()
    with path.open("rb") as nothing, suppress(UsageError):
        found = read_document(str(path), nothing, WORDS, silent)
        reading = read([*found.pieces], found.wrapped)
        assert reading is None or everything_of(reading)
    assert time.process_time() - begun < 12  # five times what it takes; what grows with the square takes minutes
