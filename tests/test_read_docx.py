"""DOCX: what Word shows, automatic numbers included; files made with python-docx, and with XML that it cannot write."""

import io
import random
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document

from ipcheck.base.errors import UsageError
from ipcheck.importing.readers.list_numbers import labelled, numeral
from ipcheck.importing.readers.pieces import Piece, ReadDocument
from tests.conftest import examples
from tests.test_read_text import measured, read, refused, rows, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v" '
    'xmlns:wps="urn:wps" xmlns:a="urn:a" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def raw(body: str, numbering: str = "", styles: str = "", head: str = "", main: str = "word/document.xml") -> bytes:
    """A DOCX of bare XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATED.format(main))
        archive.writestr(main, f"{head}<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    inner = inner if inner.startswith("<") else run(inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, level: int = 0, of: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(*levels: str, of: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{of}">{more}{"".join(levels)}</w:abstractNum>'


def use(of: int = 1, abstract: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{of}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


OFFICIAL = abstract(
    level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def test_a_document_is_its_paragraphs_and_rows() -> None:
    document = docx.Document()
    document.add_heading("2025年推进计划", 0)
    document.add_paragraph("　　一、完善 知识产权制度").add_run("和规章")
    table = document.add_table(3, 3)
    given = ["序号 任务 责任单位", "1 修改商标法。 国家知识产权局", "2 打击侵权。 国家知识产权局"]
    for row, line in zip(table.rows, given, strict=True):
        for cell, text in zip(row.cells, line.split(), strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2)).text = "国家知识产权局"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "任务"
    table.cell(2, 1).add_paragraph("查处假冒。")
    document.add_paragraph("完")
    document.sections[0].header.paragraphs[0].text = "页眉"
    assert read(saved(document)) == ReadDocument(
        [
            Piece("2025年推进计划", 1),
            Piece("一、完善 知识产权制度和规章", 2),
            Piece("", 3, ("任务", "任务", "责任单位")),
            Piece("", 4, ("1", "修改商标法。", "国家知识产权局")),
            Piece("", 5, ("2", "打击侵权。\n查处假冒。", "国家知识产权局")),
            Piece("完", 6),
        ],
        "block",
        notes=[],
    )


def test_automatic_numbers_are_those_that_word_shows() -> None:
    body = [
        item("制度"), item("法律", 1), item("修改商标法。", 2), item("修改专利法。", 2), item("规章", 1),
        item("制定办法。", 2), item("保护"), item("司法", 1), item("", 1), item("行政", 1), paragraph("无号"),
    ]  # fmt: skip
    assert texts(read(raw("".join(body), OFFICIAL + use()))) == [
        "一、制度", "（一）法律", "1.修改商标法。", "2.修改专利法。", "（二）规章", "1.制定办法。", "二、保护",
        "（一）司法", "（三）行政", "无号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbering", "body", "expected"),
    [
        pytest.param(
            abstract(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + use(),
            item("甲") + item("乙", 1) + item("丙", 1),
            ["1.甲", "1.1 乙", "1.2 丙"],
            id="a level shows those above",
        ),
        pytest.param(
            abstract(level(0, "chineseCounting", "第%1条"), level(1, "decimal", "%1.%2 ", "<w:isLgl/>")) + use(),
            item("甲") + item("乙", 1),
            ["第一条甲", "1.1 乙"],
            id="legal numbers are digits",
        ),
        pytest.param(
            OFFICIAL + use() + use(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
            item("甲") + item("乙", of=2) + item("丙", of=2) + item("丁"),
            ["一、甲", "五、乙", "六、丙", "七、丁"],
            id="a list begins anew once",
        ),
        pytest.param(
            abstract(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
            + use(),
            item("甲") + item("乙", 1) + item("丙") + item("丁", 1),
            ["一、甲", "1.乙", "二、丙", "2.丁"],
            id="a level that never restarts",
        ),
        pytest.param(
            OFFICIAL
            + use(1, 0, '<w:lvlOverride w:ilvl="0">' + level(0, "decimalEnclosedCircle", "%1") + "</w:lvlOverride>"),
            item("甲") + item("乙"),
            ["①甲", "②乙"],
            id="a list that defines a level itself",
        ),
        pytest.param(
            abstract(level(0, "bullet", "")) + use(), item("甲"), ["甲"], id="bullets are left out"
        ),
        pytest.param(OFFICIAL + use(), item("甲", of=0) + item("乙", of=9), ["甲", "乙"], id="no list, unknown list"),
        pytest.param(
            abstract(level(0, "decimal", "%1."), level(2, "decimal", "%1.%2.%3.")) + use(),
            item("甲") + item("乙", 2),
            ["1.甲", "1.1.1.乙"],
            id="a level is left out",
        ),
        pytest.param(
            abstract(level(0, "decimal", "%1.")) + use(), item("5个月内"), ["1. 5个月内"], id="digits stay apart"
        ),
    ],
)  # fmt: skip
def test_lists_count_as_word_counts(numbering: str, body: str, expected: list[str]) -> None:
    assert texts(read(raw(body, numbering))) == expected


def test_headings_are_numbered_by_their_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="3"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="4"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = abstract(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="3"/>'),
        level(2, "decimal", "%3.", '<w:pStyle w:val="4"/>'),
    )
    plain = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = [(1, "甲"), (3, "乙"), (4, "丙"), (2, "丁"), (1, f"{plain}戊")]
    made = "".join(
        paragraph(text.removeprefix(plain), f'<w:pStyle w:val="{style}"/>' + plain * text.startswith(plain))
        for style, text in body
    )
    assert texts(read(raw(made, levels + use(), styles))) == ["一、甲", "（一）乙", "1.丙", "二、丁", "戊"]


def test_a_list_can_be_defined_by_a_style_of_lists() -> None:
    numbering = (
        abstract(of=0, more='<w:numStyleLink w:val="公文"/>') + use(1, 0)
        + abstract(level(0, "chineseCounting", "%1、"), of=7, more='<w:styleLink w:val="公文"/>') + use(2, 7)
    )  # fmt: skip
    style = (
        '<w:style w:type="numbering" w:styleId="公文"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert texts(read(raw(item("甲"), numbering, style))) == ["一、甲"]


def test_a_number_in_an_unknown_format_is_in_digits_and_said() -> None:
    found = read(raw(item("甲"), abstract(level(0, "hebrew1", "%1.")) + use()))
    assert texts(found) == ["1.甲"]
    assert found.notes == ["numbers of the format hebrew1 are shown in digits"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 35: "三十五", 101: "一百零一", 110: "一百一十"},
        ),
        ("japaneseCounting", {9: "九", 12: "十二", 1000: "一千", 1001: "一千零一", 99999: "99999"}),
        ("ideographDigital", {1: "一", 10: "一〇", 25: "二五"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 23: "贰拾叁"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "36"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("decimalEnclosedFullstop", {2: "⒉"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA"}),
        ("lowerRoman", {4: "iv", 1994: "mcmxciv"}),
    ],
)
def test_number_formats(form: str, numbers: dict[int, str]) -> None:
    assert {n: numeral(form, n) for n in numbers} == numbers


def test_a_number_and_its_text_are_joined_as_they_are_read() -> None:
    pairs = [("一、", "甲"), ("1.", "甲"), ("1.", "2025年"), ("（一）", "2025年"), ("1", "甲"), ("", "甲"), ("1.", "")]
    assert [labelled(*pair) for pair in pairs] == ["一、甲", "1.甲", "1. 2025年", "（一）2025年", "1 甲", "甲", "1."]


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
    f"{paragraph('专栏1')}{paragraph('任务')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
    f"<w:pict><v:textbox><w:txbxContent>{paragraph('专栏1')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    f"</mc:AlternateContent></w:r>{run('正文')}"
)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"{run('甲')}<w:r><w:br/></w:r>{run('乙')}", ["甲", "乙"]),
        (f"{run('1.')}<w:r><w:tab/></w:r>{run('甲')}", ["1. 甲"]),
        (f"{run('甲')}<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>", ["甲乙"]),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", ["乙"]),
        (run("甲") + run("乙", "<w:vanish/>") + run("丙", "<w:vanish w:val='0'/>"), ["甲丙"]),
        (
            f"<w:ruby><w:rubyPr/><w:rt>{run('lián')}</w:rt><w:rubyBase>{run('聯')}</w:rubyBase></w:ruby>{run('席')}",
            ["聯席"],
        ),
        (f"<w:hyperlink>{run('甲')}</w:hyperlink><w:smartTag>{run('乙')}</w:smartTag>", ["甲乙"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>", ["甲"]),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击')}</w:sdtContent></w:sdt>", []),
        ("<w:r><w:instrText>PAGE</w:instrText><w:noBreakHyphen/></w:r><m:oMath><m:t>x</m:t></m:oMath>", ["-x"]),
        (BOX, ["正文", "专栏1", "任务"]),
        (f"<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='x'/></w:pPr></w:pPrChange></w:pPr>{run('甲')}", ["甲"]),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_is_shown(inner: str, expected: list[str]) -> None:
    assert texts(read(raw(paragraph(inner) + paragraph("完")))) == [*expected, "完"]


def test_a_paragraph_whose_end_is_deleted_runs_on() -> None:
    body = item("甲") + paragraph(run("乙"), "<w:rPr><w:del/></w:rPr>") + item("丙")
    assert texts(read(raw(body, OFFICIAL + use()))) == ["一、甲", "二、乙丙"]


def test_a_deleted_row_is_left_out() -> None:
    row = "<w:tr>{}<w:tc>" + paragraph("{}") + "</w:tc><w:tc>" + paragraph("{}") + "</w:tc></w:tr>"
    table = "".join(row.format(properties, *"甲乙") for properties in ("", "<w:trPr><w:del/></w:trPr>", ""))
    assert rows(read(raw(f"<w:tbl>{table}</w:tbl>"))) == [("甲", "乙")] * 2


@pytest.mark.parametrize(
    "table",
    [
        f"<w:tr><w:tc>{paragraph('专栏1')}{paragraph('任务')}</w:tc></w:tr>",
        f"<w:tr><w:tc>{paragraph('专栏1')}</w:tc></w:tr><w:tr><w:tc>{paragraph('任务')}</w:tc></w:tr>",
        "<w:tr><w:tc><w:tbl><w:tr><w:tc>" + paragraph("专栏1") + "</w:tc></w:tr></w:tbl></w:tc>"
        f"<w:tc>{paragraph('任务')}</w:tc></w:tr>",
    ],
)
def test_a_table_that_is_a_box_is_its_paragraphs(table: str) -> None:
    assert read(raw(f"<w:tbl>{table}</w:tbl>")).pieces == [Piece("专栏1", 1), Piece("任务", 2)]


def test_a_table_of_contents_is_aside() -> None:
    style = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    found = read(raw(paragraph("一、制度 1", '<w:pStyle w:val="T"/>') + paragraph("一、制度"), styles=style))
    assert [piece.aside for piece in found.pieces] == [True, False]


def test_what_is_left_out_is_said() -> None:
    body = paragraph(
        f"{run('甲')}{run('乙', '<w:vanish/>')}<w:r><w:footnoteReference/></w:r><w:r><a:blip/><a:blip/></w:r>"
    )
    assert read(raw(body + "<w:altChunk/>")).notes == [
        "1 footnote is left out",
        "2 pictures are not read",
        "1 hidden text is left out",
        "1 embedded document is left out",
    ]


def test_the_body_may_have_any_name_and_be_strict() -> None:
    data = raw(paragraph("甲"), main="word/document2.xml")
    assert texts(read(data)) == ["甲"]
    strict = io.BytesIO()
    with zipfile.ZipFile(strict, "w") as archive:
        inner = f"<w:document {SPACES}><w:body>{paragraph('甲')}</w:body></w:document>"
        archive.writestr(
            "word/document.xml", inner.replace(W, 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"')
        )
    assert texts(read(strict.getvalue())) == ["甲"]


def repacked(data: bytes, without: str = "", locked: bool = False) -> bytes:
    """The same file without a part, or with each part said to be locked."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename != without:
                new.writestr(part.filename, old.read(part))
    made = bytearray(out.getvalue())
    if locked:
        at = made.find(b"PK\x01\x02")
        while at >= 0:
            made[at + 8] |= 1
            at = made.find(b"PK\x01\x02", at + 1)
    return bytes(made)


BOMB = '<!DOCTYPE x [<!ENTITY a "AAAAAAAAAA">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (raw(paragraph("&i;"), head=BOMB), "its XML declares entities"),
        (raw(paragraph("")), "the document contains no text"),
        (raw(paragraph("<w:r><a:blip/></w:r>")), "the document contains pictures and no text"),
        (raw("<w:p>"), "it begins like a .docx but is damaged"),
        (raw("</w:body>"), "it begins like a .docx but is damaged"),
        (repacked(raw(paragraph("甲")), without="word/document.xml"), "it begins like a .docx but is damaged"),
        (repacked(raw(paragraph("甲")), locked=True), "it is locked with a password"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    assert refused(data).startswith(f"standard input: {said}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (paragraph("A" * 40_000_000), "unpacks to more than 32 MB of text"),
        (paragraph("字" * 9_000_000), "1 pieces"),
        pytest.param(paragraph("甲") * 400_000, "more than 100000 paragraphs", marks=pytest.mark.slow),
        pytest.param("<w:p>" * 500_000 + "</w:p>" * 500_000, "contains no text", marks=pytest.mark.slow),
        ("<w:tbl><w:tr><w:tc>" * 100_000 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 100_000, "1 pieces"),
    ],
    ids=["bomb", "long", "many", "deep", "tables"],
)
def test_what_unpacks_to_much_is_refused_or_read_in_time_and_memory(tmp_path: Path, body: str, said: str) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(raw(body))
    assert said in measured(path, seconds=20)


def test_a_damaged_document_is_read_or_refused() -> None:
    document = docx.Document()
    document.add_paragraph("一、完善知识产权制度", style="List Number")
    document.add_table(2, 2).cell(0, 0).text = "任务"
    sound = saved(document)
    chance = random.Random(1)
    ends = set[type]()
    for _round in range(examples(300)):
        damaged = bytearray(sound)
        for _byte in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = chance.choice([len(damaged), chance.randrange(1, len(damaged))])
        try:
            ends.add(type(read(bytes(damaged[:cut]))))
        except UsageError:
            ends.add(UsageError)
    assert ends == {ReadDocument, UsageError}


def test_damaged_xml_is_read_or_refused() -> None:
    body = item("甲") + f"<w:tbl><w:tr><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    sound = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    names = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:pPr", "w:del", "w:txbxContent", "w:vMerge", "w:body"]
    chance = random.Random(1)
    for _round in range(examples(500)):
        damaged = sound.replace(f"<{chance.choice(names)}>", f"<{chance.choice(names)}>")
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(raw(""))) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.infolist():
                new.writestr(part, damaged if part.filename == "word/document.xml" else old.read(part))
        try:
            read(out.getvalue())
        except UsageError:
            continue
