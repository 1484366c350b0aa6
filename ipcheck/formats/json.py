"""JSON: the answer's own value, as design section 5 gives it; lists stream one element to a line."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write `document.data()`: an iterator becomes a list, written as it is read; so does one among the values of an
    object."""
    value = document.data()
    if isinstance(value, Iterator):
        _write_list(value, out)
        out.write(b"\n")
    elif isinstance(value, dict) and any(isinstance(each, Iterator) for each in value.values()):
        _write_object(value, out)
    else:
        out.write(_dumped(value) + b"\n")


def _write_object(value: dict[str, Any], out: BinaryIO) -> None:
    before = b"{\n"
    for key, each in value.items():
        out.write(before + _dumped(key) + b": ")
        before = b",\n"
        if isinstance(each, Iterator):
            _write_list(each, out)
        else:
            out.write(_dumped(each))
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
