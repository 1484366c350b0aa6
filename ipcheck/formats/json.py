"""JSON: the answer's own value, as design section 5 gives it; lists stream one element to a line."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from ipcheck.documents import Document
from ipcheck.formats import Page
from ipcheck.words import Words


def render(document: Document, out: BinaryIO, page: Page, _: Words) -> None:  # noqa: ARG001
    """Write `document.data()`: an iterator becomes a list, written as it is read."""
    encoder = json.JSONEncoder(ensure_ascii=False)
    value = document.data()
    if isinstance(value, Iterator):
        before = "[\n"
        for element in value:
            out.write(f"{before}{encoder.encode(element)}".encode())
            before = ",\n"
        out.write(b"\n]\n" if before != "[\n" else b"[]\n")
    else:
        out.write(json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")
