"""JSON: the value of an answer. An iterator is written as a list while it is read."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Document, Records
from ipcheck.formats.format import Page


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write `document.data()` or, without that, an object for each record. An iterator, also one among the values of an
    object, becomes a list with one element on a line, written while it is read."""
    value = document.data() if document.data else _objects(document.records())
    if isinstance(value, Iterator):
        _write_list(value, out)
        out.write(b"\n")
    elif isinstance(value, dict) and any(isinstance(field, Iterator) for field in value.values()):
        _write_object(value, out)
    else:
        out.write(_dumped(value) + b"\n")


def _objects(records: Records) -> Iterator[dict[str, Any]]:
    keys = [field.key for field in records.fields]
    return (dict(zip(keys, row, strict=True)) for row in records.rows)


def _write_object(value: dict[str, Any], out: BinaryIO) -> None:
    before = b"{\n"
    for key, field in value.items():
        out.write(before + _dumped(key) + b": ")
        before = b",\n"
        if isinstance(field, Iterator):
            _write_list(field, out)
        else:
            out.write(_dumped(field))
    out.write(b"\n}\n")


def _write_list(elements: Iterator[Any], out: BinaryIO) -> None:
    encoder = json.JSONEncoder(ensure_ascii=False)
    before = "[\n"
    for element in elements:
        out.write(f"{before}{encoder.encode(element)}".encode())
        before = ",\n"
    out.write(b"\n]" if before != "[\n" else b"[]")


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
