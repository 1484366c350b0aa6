"""PDF: paragraphs over lines and pages, tables by the lines drawn; files made byte by byte, and printed by chromium."""

import io
import random
import re
import shutil
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers import subprocess_reader
from ipcheck.importing.readers.document import read_document
from ipcheck.importing.readers.pdf import fonts
from ipcheck.importing.readers.pdf.pages import _character
from ipcheck.importing.readers.pieces import Piece, ReadDocument
from tests.test_read_text import measured, read, refused, rows, texts

EM = 12  # points, as wide as every character of the font
WIDE = 10  # characters on a full line

Placed = tuple[float, float, str]  # from the left, from the bottom, what is written


def pdf(*pages: Sequence[Placed], drawn: str = "", more: str = "", trailer: str = "", size: int = EM) -> bytes:
    """A PDF in one Chinese font that it need not hold; `drawn` goes on each page, `more` into its description."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        (
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000/FontDescriptor 5 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
            b"/Descent -120/CapHeight 700/StemV 80>>"
        ),
    ]
    for number, page in enumerate(pages):
        written = "".join(
            f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in page
        )
        content = zlib.compress((written + drawn).encode())
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<</Font<</F 3 0 R>>>>{more}"
            f"/Contents {7 + 2 * number} 0 R>>".encode(),
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
        ]
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%b endobj\n" % (number, one)
    listed = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{listed}trailer<</Root 1 0 R/Size {count}{trailer}>>"
    return made + f"{end}\nstartxref\n{len(made)}\n%%EOF\n".encode()


def column(*lines: str, left: float = 50, top: float = 350, step: float = 20) -> list[Placed]:
    """Lines one below the other; each U+3000 at the beginning indents by a character; an empty one leaves a gap."""
    return [
        (left + EM * (len(line) - len(line.lstrip("\u3000"))), top - step * at, line.lstrip("\u3000"))
        for at, line in enumerate(lines)
        if line
    ]


def test_lines_of_a_paragraph_are_joined_by_indentation_and_where_they_end() -> None:
    found = read(
        pdf(
            column(
                "　　一、完善制度",
                "　　加快推进商标法修改",
                "研究论证商业秘密保护规",
                "定。",
                "　　完善地理标志统一认",
                "定制度。",
                "短行",
                "另一段从这里开始的文字",
                "接着写完。",
            )
        )
    )
    assert (found.unit, found.wrapped, found.title) == ("page", False, None)
    assert texts(found) == [
        "一、完善制度",
        "加快推进商标法修改研究论证商业秘密保护规定。",
        "完善地理标志统一认定制度。",
        "短行",
        "另一段从这里开始的文字接着写完。",
    ]


@pytest.mark.letters
def test_a_gap_or_another_size_ends_a_paragraph() -> None:
    lines = column("一二三四五六七八九十国", "一二三四五六七八九十国", "", "一二三四五六七八九十国", "完")
    assert [len(text) for text in texts(read(pdf(lines)))] == [22, 12]


def test_a_full_line_that_ends_a_sentence_is_followed_by_the_next_number() -> None:
    lines = column(
        "1.推进商标法修改一二。", "2.推进专利法修改一二。", "一二三四五六七八九十国", "（三）又一二三四五六七"
    )
    assert texts(read(pdf(lines))) == [
        "1.推进商标法修改一二。",
        "2.推进专利法修改一二。一二三四五六七八九十国（三）又一二三四五六七",
    ]


def test_quotation_marks_that_meet_are_not_parted_at_the_end_of_a_line() -> None:
    """Programs break the line before the character in front of them, which leaves room for three."""
    lines = column("推进商标法修改完善制度", "开展专项行动“铁", "拳”“蓝天”专项行动一。")
    assert texts(read(pdf(lines))) == ["推进商标法修改完善制度开展专项行动“铁拳”“蓝天”专项行动一。"]


@pytest.mark.letters
def test_characters_that_stand_behind_their_line_in_the_file_go_into_its_gaps() -> None:
    line = [(50, 350, "开展"), (86, 350, "铁拳"), (122, 350, "行动和专项行动一二三四"), (74, 350, "“"), (110, 350, "”")]
    assert texts(read(pdf([*line, (50, 330, "完成这项工作。")]))) == ["开展“铁拳”行动和专项行动一二三四完成这项工作。"]


def page_after_a_sentence(indent: str) -> list[str]:
    first = [
        *column("推进商标法修改完善制度"),
        *column(f"{indent}开展专项行动完善制度", "落实各项责任加强协调。", top=310),
    ]
    found = read(pdf(first, column("加强宣传。", "", "推进商标法修改完善制度")))
    return [doubt.question for doubt in found.doubts]


@pytest.mark.letters
def test_a_sentence_on_the_next_page_is_asked_about_unless_indentation_shows_whose_it_is() -> None:
    assert page_after_a_sentence("　　") == []
    assert page_after_a_sentence("") == [
        "a page break falls inside it, at 项责任加强协调。加强宣传。; is it one paragraph, or two?"
    ]


def test_a_paragraph_goes_on_over_pages_past_footers_and_headers() -> None:
    def page(number: int, *lines: str) -> list[Placed]:
        return [(100, 385, "国家知识产权局文件"), *column(*lines), (140, 20, f"—{number}—")]

    pages = [
        page(1, "　　加快推进商标法修改", "研究论证商业秘密保护规"),
        page(2, "定并持续推进。"),
        page(3, "完成任务。"),
    ]
    pages[2][-1] = (140, 20, "第3页共9页")
    assert read(pdf(*pages)).pieces == [
        Piece("国家知识产权局文件", 1, aside=True),
        Piece("加快推进商标法修改研究论证商业秘密保护规定并持续推进。", 1),
        Piece("—1—", 1, aside=True),
        Piece("国家知识产权局文件", 2, aside=True),
        Piece("—2—", 2, aside=True),
        Piece("国家知识产权局文件", 3, aside=True),
        Piece("完成任务。", 3),
        Piece("第3页共9页", 3, aside=True),
    ]


def test_a_number_amid_the_page_is_text() -> None:
    lines = [*column("推进商标法修改一二三四", "完成一二三四五六七八九"), (50, 200, "2025")]
    assert "2025" in "".join(texts(read(pdf(lines))))
    assert not any(piece.aside for piece in read(pdf(lines)).pieces)


def test_radicals_become_the_characters_that_look_the_same() -> None:
    assert "".join(map(_character, map(ord, "⼀⼈⺠法院⾏政⼒，①（Ａ）⺁"))) == "一人民法院行政力，①（Ａ）⺁"


def ruled(columns: Sequence[float], lines: Sequence[float], without: Sequence[str] = ()) -> str:
    """Thin areas between the given places, as browsers draw borders; `without` those named like u0.1 or l1.0: of the
    second row, the first upright line; of the second line from the top, the first column."""
    drawn = []
    for row in range(len(lines) - 1):
        for at, x in enumerate(columns):
            if f"u{row}.{at}" not in without:
                drawn.append(f"{x} {lines[row + 1]} 0.75 {lines[row] - lines[row + 1]} re f")
    for row, y in enumerate(lines):
        drawn += [
            f"{columns[at]} {y} {columns[at + 1] - columns[at]} 0.75 re f"
            for at in range(len(columns) - 1)
            if f"l{row}.{at}" not in without
        ]
    return "\n".join(drawn) + "\n"


COLUMNS = (50, 80, 180, 250)


@pytest.mark.letters
def test_a_ruled_table_becomes_rows_with_merged_cells_in_each_place() -> None:
    written = [
        (53, 340, "序"), (100, 340, "重点任务"), (190, 340, "单位"),
        (53, 320, "1"), (83, 320, "推进商标法修改一"), (83, 305, "并完善制度。"), (190, 300, "司法部"),
        (53, 280, "2"), (83, 280, "短。"), (83, 265, "又一段。"),
        (53, 240, "合并的单元格"),
        (50, 200, "推进商标法修改完善制度"),
    ]  # fmt: skip
    drawn = ruled(COLUMNS, (355, 335, 295, 255, 235), ["l2.2", "u3.1"])
    found = read(pdf([(x, y, text) for x, y, text in written], drawn=drawn))
    assert found.pieces == [
        Piece("", 1, ("序", "重点任务", "单位")),
        Piece("", 1, ("1", "推进商标法修改一并完善制度。", "司法部")),
        Piece("", 1, ("2", "短。\n又一段。", "司法部")),
        Piece("", 1, ("合并的单元格", "合并的单元格", "")),
        Piece("推进商标法修改完善制度", 1),
    ]


@pytest.mark.letters
def test_a_table_goes_on_over_pages_without_its_repeated_head() -> None:
    head = [(53, 340, "序"), (100, 340, "重点任务"), (190, 340, "单位")]
    first = [*head, (53, 320, "1"), (83, 320, "推进商标法修改一"), (190, 320, "司法部")]
    second = [*head, (83, 320, "并完善制度。"), (53, 280, "2"), (83, 280, "短。"), (190, 280, "公安部")]
    drawn = ruled(COLUMNS, (355, 335, 295, 255), ["l3.0", "l3.1", "l3.2"])
    first = [*head, (83, 320, "甲"), *((x, y - 40, text) for x, y, text in first[3:])]
    filler = column("推进商标法修改完善制度", "推进商标法修改完善制度", top=220)
    assert rows(read(pdf(first, [*second, *filler], drawn=drawn))) == [
        ("序", "重点任务", "单位"),
        ("", "甲", ""),
        ("1", "推进商标法修改一并完善制度。", "司法部"),
        ("2", "短。", "公安部"),
    ]


@pytest.mark.parametrize("drawn", [ruled((40, 260), (380, 200)), "40 200 220 180 re S\n", "50 330 100 0.5 re f\n", ""])
def test_a_frame_or_a_stroke_is_no_table(drawn: str) -> None:
    lines = column("一、完善制度和推进修改", "推进商标法修改完善制度")
    assert texts(read(pdf(lines, drawn=drawn))) == ["一、完善制度和推进修改推进商标法修改完善制度"]


@pytest.mark.letters
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_turned(turn: int) -> None:
    lines = column("一、完善各项制度", "推进商标法修改完善制度", "推进工作。")
    matrix = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 300 0", 180: "-1 0 0 -1 300 400", 270: "0 -1 1 0 0 400"}[turn]
    turned = pdf(lines, drawn="", more=f"/Rotate {turn}")
    content = re.search(rb"stream\n(.*)\nendstream", turned, re.S)
    assert content is not None
    moved = zlib.compress(f"{matrix} cm\n".encode() + zlib.decompress(content[1]))
    objects = turned.replace(content[1], moved).replace(b"/Length %d" % len(content[1]), b"/Length %d" % len(moved))
    assert texts(read(objects)) == ["一、完善各项制度", "推进商标法修改完善制度推进工作。"]


PAGE = column("推进商标法修改完善制度", "推进商标法修改完善制度")
LOCKED = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>/ID[<{'00' * 16}><{'00' * 16}>]"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            pdf([(50, 300, "扫描")], [(50, 300, "件")]),
            "a scan: its pages are pictures without text; run text recognition",
        ),
        (
            pdf([(50, 300, "\ue001" * 50), *PAGE]),
            "its fonts do not say which characters they show; run text recognition",
        ),
        (pdf([(50, at, "Promote the law of marks.") for at in range(100, 300, 20)]), "it is not in Chinese, and only"),
        (pdf(PAGE, trailer=LOCKED), "it is locked with a password; remove it, for instance with qpdf --decrypt"),
        (pdf(PAGE)[:200], "it begins like a PDF but is damaged or cut off"),
        (b"%PDF-1.7\n" + b"x" * 500, "it begins like a PDF but is damaged or cut off"),
        (pdf(*[PAGE] * 501), "more than 500 pages"),
        pytest.param(
            pdf([(0, at, "推进" * 125) for at in range(60, 310)], size=1),
            "more characters on one page than a page can show",
            marks=pytest.mark.letters,
        ),
    ],
    ids=["scan", "no names", "English", "locked", "cut off", "rubbish", "pages", "characters"],
)  # fmt: skip
def test_a_pdf_that_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    assert refused(data).startswith(f"standard input: {said}")


def test_a_page_that_is_a_picture_among_pages_of_text_is_told() -> None:
    picture = "q 280 0 0 380 10 10 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
    assert read(pdf(column(*["推进商标法修改完善制度"] * 9), [], column("完"), drawn=picture)).notes == [
        "Pages that are pictures, whose text was not read: 2, 3. ocrmypdf -l chi_sim can recognise it."
    ]
    assert read(pdf(PAGE, PAGE, drawn=picture)).notes == []


@pytest.fixture
def _without_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where no font has Chinese letters: they have no height, and one alone has no width either."""
    monkeypatch.setattr(fonts, "_draws_letters", lambda _text: False)
    monkeypatch.setattr(fonts, "_size", lambda piece: (piece.get_bounds()[2] - piece.get_bounds()[0] > EM, False))


@pytest.mark.letters
@pytest.mark.usefixtures("_without_letters")
def test_characters_that_may_be_lost_for_want_of_a_font_are_told() -> None:
    told = "The PDF does not embed its fonts, and no Chinese font is installed here: single characters, such as numbers"
    [note] = read(pdf([*PAGE, (50, 100, "1"), (80, 100, "完善")])).notes
    assert note.startswith(told)
    assert "(1)" in note
    assert read(pdf(PAGE)).notes == []


@pytest.mark.letters
@pytest.mark.usefixtures("_without_letters")
def test_a_page_whose_letters_are_all_lost_is_no_scan() -> None:
    assert "its fonts are not embedded, and no Chinese font" in refused(pdf([(50, 300, "扫描"), (90, 300, "件")]))


def test_progress_is_told_by_page() -> None:
    told: list[tuple[int, int]] = []
    read_document("-", io.BytesIO(pdf(PAGE, PAGE)), Translator("en"), lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def bomb(megabytes: int) -> bytes:
    """A content stream that unpacks to a thousand times its size."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b" " * 1_000_000) for _n in range(megabytes)) + packer.flush()
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
        ]
    )


@pytest.mark.parametrize("megabytes", [50, *(pytest.param(size, marks=pytest.mark.slow) for size in (1000, 4000))])
def test_a_stream_that_unpacks_to_gigabytes_is_refused(tmp_path: Path, megabytes: int) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb(megabytes))
    said = measured(path, seconds=15)
    assert "its pages are pictures" in said or "crashes the reader" in said


@pytest.mark.slow
def test_500_pages_are_read_in_time_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf(*[column(*["推进商标法修改完善制度"] * 17, step=20)] * 500))
    assert "pieces" in measured(path, seconds=30)


@pytest.mark.slow
def test_a_damaged_pdf_is_read_or_refused() -> None:
    sound = pdf(PAGE, PAGE, drawn=ruled(COLUMNS, (355, 335, 295, 255)))
    chance = random.Random(1)
    ends = set[type]()
    for _round in range(40):
        damaged = bytearray(sound)
        for _byte in range(chance.randint(1, 10)):
            damaged[chance.randrange(9, len(damaged))] = chance.randrange(256)
        try:
            ends.add(type(read(bytes(damaged), apart=True)))
        except UsageError:
            ends.add(UsageError)
    assert ends == {ReadDocument, UsageError}


def test_a_reader_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess_reader, "MOST_SECONDS", 0.01)
    assert "could not be read within" in refused(pdf(*[PAGE] * 400), apart=True)


def test_what_a_process_of_its_own_reads_or_refuses_comes_back_whole() -> None:
    pages = pdf(PAGE, PAGE, drawn=ruled(COLUMNS, (355, 335, 295, 255)))
    assert read(pages, apart=True) == read(pages)._replace(notes=[])
    locked = pdf(PAGE, trailer=LOCKED)
    assert refused(locked, apart=True) == refused(locked)


def printed(html: str, folder: Path) -> Path:
    """A page as chromium prints it."""
    chromium = shutil.which("chromium")
    assert chromium, "these tests need chromium"
    page, made = folder / "page.html", folder / "page.pdf"
    page.write_text(html, encoding="utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
        "--disable-sync --no-first-run --no-pdf-header-footer"
    )
    command = [
        chromium,
        *flags.split(),
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={made}",
        page.as_uri(),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return made


TASKS = [
    "加快推进《中华人民共和国商标法》《集成电路布图设计保护条例》修改，开展商业秘密保护规定研究论证。",
    "完善地理标志统一认定制度，实现认定统一入口、统一出口。（国家知识产权局、农业农村部按职责分工负责）",
    "制定出台《展会知识产权保护指引》。",
]


@pytest.mark.browser
@pytest.mark.parametrize(
    "style", ["text-align: justify; font: 16px serif", "font: 21px/1.8 sans-serif", "text-indent: 0; font: 14px serif"]
)
def test_text_printed_by_a_browser_is_the_same_as_its_page(tmp_path: Path, style: str) -> None:
    body = "".join(f"<p>{n}.{TASKS[n % 3]}</p>" for n in range(1, 80))
    html = f"<!DOCTYPE html><meta charset=utf-8><style>p {{text-indent: 2em; {style}}}</style><h1>推进计划</h1>{body}"
    assert texts(read(printed(html, tmp_path).read_bytes())) == texts(read(html))


@pytest.mark.browser
def test_a_table_printed_by_a_browser_is_the_same_as_its_page(tmp_path: Path) -> None:
    lines = "".join(
        f"<tr><td>{n}<td>{TASKS[n % 3]}"
        + f"<td rowspan=2>国家知识产权局、司法部<br>公安部{n}" * (n % 2)
        + "<td>12月底前完成"
        for n in range(1, 41)
    )
    html = (
        "<!DOCTYPE html><meta charset=utf-8><style>table {border-collapse: collapse} td, th {border: 1px solid}</style>"
        f"<h1>任务分工</h1><table><thead><tr><th>序号<th>任务<th>责任单位<th>完成时限</thead>{lines}</table><p>完</p>"
    )
    found = read(printed(html, tmp_path).read_bytes())
    assert [(piece.text, piece.cells) for piece in found.pieces] == [(p.text, p.cells) for p in read(html).pieces]
