"""What comes in, by its content and not by its name; plain text; and what cannot be read is refused with what to do."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers import document, subprocess_reader
from ipcheck.importing.readers.document import read_document
from ipcheck.importing.readers.pieces import Piece, ReadDocument

LINES = "2025年推进计划\n\n　　一、加快推进《商标法》修改。\n（国家知识产权局、司法部负责）\n"


def _read_here(kind: str, *given: Any) -> ReadDocument:
    return subprocess_reader._reader(kind)(*given[:4])


def read(data: bytes | str, apart: bool = False) -> ReadDocument:
    """What is read of a file that comes through standard input: here, or `apart` in a process as the program has it."""
    stdin = io.BytesIO(data.encode() if isinstance(data, str) else data)
    with pytest.MonkeyPatch.context() as patch:
        if not apart:
            patch.setattr(document, "read_in_subprocess", _read_here)
        return read_document("-", stdin, Translator("en"), lambda _done, _total: None)


def refused(data: bytes | str, apart: bool = False) -> str:
    with pytest.raises(UsageError) as refusal:
        read(data, apart)
    return str(refusal.value)


def texts(found: ReadDocument) -> list[str]:
    return [piece.text for piece in found.pieces]


def rows(found: ReadDocument) -> list[tuple[str, ...]]:
    return [piece.cells for piece in found.pieces if piece.cells]


def packed(**parts: str) -> bytes:
    """A zip file with parts of the given names (__ for a slash, _dot_ for a full stop), the same at any time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", ".")), text)
    return out.getvalue()


def test_a_text_is_its_lines_with_their_numbers() -> None:
    assert read(LINES) == ReadDocument(
        [
            Piece("2025年推进计划", 1),
            Piece("一、加快推进《商标法》修改。", 3),
            Piece("（国家知识产权局、司法部负责）", 4),
        ],
        "line",
        wrapped=True,
        notes=[],
    )


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028"])
def test_lines_end_as_any_system_ends_them(ends: str) -> None:
    assert [piece.at for piece in read(LINES.replace("\n", ends)).pieces] == [1, 3, 4]


def test_a_file_is_read_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "计划.pdf"
    path.write_text(LINES, encoding="utf-8")
    assert read_document(str(path), io.BytesIO(), Translator("en"), lambda _done, _total: None) == read(LINES)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", None),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("utf-16", "UTF-16-LE"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
    ],
)
def test_an_encoding_other_than_utf8_is_found_and_named(encoding: str, said: str | None) -> None:
    found = read(LINES.encode(encoding))
    assert found.pieces == read(LINES).pieces
    note = f"the file is in {said}, not UTF-8; check that its characters came out right"
    assert found.notes == ([note] if said else [])


def test_big5_is_not_taken_for_gb18030() -> None:
    text = "為貫徹落實黨中央國務院決策部署，加快推進商標法修改，制定本計劃。"
    found = read(text.encode("big5"))
    assert texts(found) == [text]
    assert "Big5" in found.notes[0]


def test_a_text_in_no_known_encoding_is_refused_with_the_place() -> None:
    said = refused("一行\n商标\n".encode() + "商".encode()[:2] + b" abc \xff\xff\n")
    assert said == "standard input:3:1: neither UTF-8 nor GB18030 or Big5 from here; save it as UTF-8"


def test_invisible_characters_are_left_out_and_spaces_are_one() -> None:
    assert texts(read("\u200b国家\u00a0\u3000知识\u202e产\u00ad权局\ufeff\n")) == ["国家 知识产权局"]


def test_a_pasted_table_becomes_rows() -> None:
    found = read("任务分工\n序号\t任务\t责任单位\n1\t修改商标法。\t国家知识产权局\n2\t打击侵权。\t\n完\n")
    assert [(piece.text, piece.at) for piece in found.pieces if not piece.cells] == [("任务分工", 1), ("完", 5)]
    assert rows(found) == [
        ("序号", "任务", "责任单位"), ("1", "修改商标法。", "国家知识产权局"), ("2", "打击侵权。", ""),
    ]  # fmt: skip


def test_a_markdown_table_becomes_rows() -> None:
    found = read("| 任务 | 责任单位 |\n|:---|---:|\n| 修改\\|完善商标法。 | 国家知识产权局 |\n")
    assert [(piece.cells, piece.at) for piece in found.pieces] == [
        (("任务", "责任单位"), 1), (("修改|完善商标法。", "国家知识产权局"), 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["1.\t修改商标法。\n2.\t打击侵权。\n", "\t修改商标法。\n\t打击侵权。\n", "甲\t乙\n", "1.\t甲\n一个\t乙\t丙\n"],
)
def test_tabs_that_number_or_indent_are_no_table(text: str) -> None:
    assert rows(read(text)) == []
    assert texts(read(text)) == [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize("text", ["指标<5%，且>3%。", "见<a>处，<b>加粗</b>，条件 a<p>b", "if a<b and c>d"])
def test_a_text_with_angles_is_no_page(text: str) -> None:
    assert read(text).unit == "line"


def ole(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "\0".join(streams).encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (ole("WordDocument"), "it is an old Word document (.doc); save it as .docx with Word, WPS or LibreOffice"),
        (ole("Workbook"), "it is a spreadsheet"),
        (ole("EncryptionInfo", "EncryptedPackage"), "it is locked with a password"),
        (ole("其他"), "it is an old Office document; save it as .docx"),
        (b"{\\rtf1\\ansi", "it is an RTF document; save it as .docx"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is a picture; run text recognition (OCR) first"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "it is a picture"),
        (b"II*\0\x08\0\0\0", "it is a picture"),
        (b"Rar!\x1a\x07\x01\0", "it is an archive; unpack it"),
        (packed(xl__workbook_dot_bin="<a/>"), "it is a spreadsheet"),
        (packed(ppt__presentation_dot_xml="<a/>"), "it is a presentation"),
        (packed(OFD_dot_xml="<a/>"), "it is an OFD document"),
        (packed(content_dot_xml="<a/>"), "it is an OpenDocument file; save it as .docx"),
        (packed(plan_dot_txt="计划"), "it is an archive; unpack it"),
        (packed(word__document_dot_xml="<a/>")[:60], "it begins like a .docx but is damaged or cut off"),
        (b"From: <Saved by Blink>\r\nSubject: x\r\n y\r\nMIME-Version: 1.0\r\n\r\n<html>", "it is a web archive"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w/>", "it is a Word document in XML"),
        (b"<?xml version='1.0'?><rss/>", "it is XML, neither HTML nor a .docx"),
        (bytes(range(256)) * 40, "it is not text in any known form"),
        (b"\x7fELF\x02\x01\x01" + bytes(300), "it is not text in any known form"),
    ],
)
def test_what_is_no_text_html_docx_or_pdf_is_named(data: bytes, said: str) -> None:
    assert refused(data).startswith(f"standard input: {said}")


def test_a_refusal_says_what_is_read() -> None:
    assert refused(b"") == "standard input: it is empty; a plan is read from text, HTML, DOCX, PDF, XLSX or CSV"


@pytest.mark.parametrize(("name", "said"), [("none.txt", "there is no such file or folder"), (".", "it is a folder")])
def test_a_path_that_cannot_be_opened_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_document(str(tmp_path / name), io.BytesIO(), Translator("en"), lambda _done, _total: None)


MEASURED = """
import resource, sys
from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.document import read_document
try:
    found = read_document(sys.argv[1], sys.stdin.buffer, Translator("en"), lambda done, total: None)
    said = f"{len(found.pieces)} pieces"
except UsageError as refusal:
    said = str(refusal)
usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds = sum(usage.ru_utime + usage.ru_stime for usage in usages)
used = max(usage.ru_maxrss for usage in usages) // 1024
print(f"{seconds:.1f} s, {used} MB: {said}", file=sys.stderr)
assert seconds < float(sys.argv[2]), "took too long"
assert used <= 300, "took too much memory"
print(said)
"""


def measured(path: Path | str, stdin: bytes = b"", seconds: float = 5) -> str:
    """What a process of its own says of a file, having used at most 300 MB and so many seconds of a processor; run
    where memory can be measured."""
    if sys.platform == "win32":
        pytest.skip("memory is not measured here")
    # by way of a shell: a process counts as its own what the one that started it had taken (Linux, ru_maxrss)
    command = ["/bin/sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", MEASURED, str(path), str(seconds)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def test_a_text_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    said = f"{path}: larger than 20 MB; no plan is that large; remove its pictures, or copy its text into a text file"
    assert measured(path, seconds=1) == said


def test_what_is_piped_in_is_read_no_further_than_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size >= 0
            self.given += size
            return b"x" * size

    stdin = Endless()
    with pytest.raises(UsageError, match="larger than 20 MB"):
        read_document("-", stdin, Translator("en"), lambda _done, _total: None)  # type: ignore[arg-type]
    assert stdin.given == 20 * 1024 * 1024 + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("商标。" * 2_000_000, "1 pieces"),
        ("甲\t乙\t丙\n" * 199_999, "199999 pieces"),
        ("商\n" * 4_000_000, "large.txt: more than 200000 lines; no plan is that long"),
    ],
    ids=["one line", "a table", "too many lines"],
)
def test_a_large_text_takes_little_memory(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "large.txt"
    path.write_text(text, encoding="utf-8")
    assert measured(path, seconds=10).endswith(said)


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read(data)
    except UsageError:
        return
    assert all(piece.text or any(piece.cells) for piece in found.pieces)
