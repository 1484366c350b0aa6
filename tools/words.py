"""Bring the Chinese messages up to date with the sources: python tools/words.py

Extracts every message of ipcheck/ (sources and templates) and what the docstring of each rule says, updates ipcheck.po
(translations are kept, obsolete messages dropped) and compiles ipcheck.mo beside it. Translate the empty msgstr that it
names, run it again, commit both files. The same sources give the same bytes: no times, no line numbers, no paths of a
machine. `--check` writes nothing and exits 1 where a file is not what would be written, or where a message has no
translation.
"""

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "ipcheck"
LANGUAGE = "zh_CN"
PO = SOURCES / "locale" / LANGUAGE / "LC_MESSAGES" / "ipcheck.po"
MO = PO.with_suffix(".mo")

# Calls whose literal arguments are messages: _("..."), N_("..."), self._("..."), context.translator("..."),
# _.many("one", "several", n).
KEYWORDS = {"_": None, "N_": None, "translator": None, "many": (1, 2)}


class Messages(Catalog):
    """A catalogue whose header says nothing about when, where or by which version it was made."""

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "ipcheck"),
            ("Language", LANGUAGE),
            ("Plural-Forms", "nplurals=1; plural=0;"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    # The header of both files; only read_po sets one.
    mime_headers = property(_headers, Catalog._set_mime_headers)


def updated() -> Messages:
    """The messages of the sources, each with the translation that the .po file has for it."""
    messages = Messages(
        locale=LANGUAGE, fuzzy=False, header_comment="# The words of ipcheck in Chinese; see tools/words.py."
    )
    for path in sorted(SOURCES.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            messages.add(message, locations=[(place, line)])
        for line, message in manual_entries(path):
            messages.add(message, locations=[(place, line)])
    for path in sorted(SOURCES.rglob("*.j2")):
        for line, message, _comments, _context in extract_from_file("jinja2", path, keywords=KEYWORDS):
            messages.add(message, locations=[(path.relative_to(ROOT).as_posix(), line)])
    if PO.exists():
        with PO.open("rb") as file:
            known = read_po(file, locale=LANGUAGE)
        for own in messages:
            old = known.get(own.id) if own.id else None
            if old is not None and old.id == own.id and not old.fuzzy:
                own.string = old.string
                own.user_comments = old.user_comments
    return messages


def manual_entries(path: Path) -> Iterator[tuple[int, str]]:
    """What rules want (ipcheck/rules): the first sentence of each docstring that goes on with an example."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            says, _line, examples = (ast.get_docstring(node) or "").partition("\n\n")
            if examples.startswith("Good: "):
                yield node.lineno, " ".join(says.split())


def written(messages: Messages) -> dict[Path, bytes]:
    """The bytes of both files."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, messages, width=116, sort_by_file=True, include_lineno=False)
    write_mo(mo, messages)
    return {PO: po.getvalue(), MO: mo.getvalue()}


def untranslated(messages: Messages) -> list[str]:
    """The messages without a translation."""
    return [str(own.id) for own in messages if own.id and not any(_forms(own))]


def _forms(message: Message) -> Sequence[str]:
    string = message.string or ()
    return (string,) if isinstance(string, str) else string


def main() -> int:
    """Write the files, or with --check say whether they are what would be written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is to be done")
    check = parser.parse_args().check
    messages = updated()
    said = [f"no translation: {message}" for message in untranslated(messages)]
    for path, content in written(messages).items():
        if path.exists() and path.read_bytes() == content:
            continue
        if check:
            said.append(f"out of date: {path.relative_to(ROOT).as_posix()}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    sys.stdout.write("".join(f"{line}\n" for line in [*said, f"{len(messages)} messages"]))
    return 1 if check and said else 0


if __name__ == "__main__":
    sys.exit(main())
