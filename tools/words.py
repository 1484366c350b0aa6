"""Bring the Chinese messages up to date with the sources: python tools/words.py

Extracts every message of ipcheck/ (sources, templates, docstrings of rules), updates ipcheck.po (translations are kept,
obsolete messages dropped) and compiles ipcheck.mo beside it. Translate the messages that it lists, run it again, and
commit both files. The same sources give the same bytes: no times, line numbers or paths of a machine are written.
`--check` writes nothing, and exits with 1 if a file is out of date or a message has no translation.
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
    """A catalogue of messages whose header does not tell when, where or by which version it was made."""

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "ipcheck"),
            ("Language", LANGUAGE),
            ("Plural-Forms", "nplurals=1; plural=0;"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    # The header of both files. In Babel only read_po sets it.
    mime_headers = property(_headers, Catalog._set_mime_headers)


def updated() -> Messages:
    """The messages of the sources, each with its translation in the .po file, if it has one."""
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
            translations = read_po(file, locale=LANGUAGE)
        for entry in messages:
            translated = translations.get(entry.id) if entry.id else None
            if translated is not None and translated.id == entry.id and not translated.fuzzy:
                entry.string = translated.string
                entry.user_comments = translated.user_comments
    return messages


def manual_entries(path: Path) -> Iterator[tuple[int, str]]:
    """The manual entries of the rules in a source file (ipcheck/datafiles/rules/), as (line, text): the first sentence
    of each docstring that goes on with an example."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            says, _line, examples = (ast.get_docstring(node) or "").partition("\n\n")
            if examples.startswith("Good: "):
                yield node.lineno, " ".join(says.split())


def written(messages: Messages) -> dict[Path, bytes]:
    """The bytes of the .po and the .mo file, by path."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, messages, width=116, sort_by_file=True, include_lineno=False)
    write_mo(mo, messages)
    return {PO: po.getvalue(), MO: mo.getvalue()}


def untranslated(messages: Messages) -> list[str]:
    """The messages without a translation."""
    return [str(message.id) for message in messages if message.id and not any(_forms(message))]


def _forms(message: Message) -> Sequence[str]:
    string = message.string or ()
    return (string,) if isinstance(string, str) else string


def main() -> int:
    """Write the files, or with --check say whether they are up to date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is to be done")
    check = parser.parse_args().check
    messages = updated()
    lines = [f"no translation: {message}" for message in untranslated(messages)]
    for path, content in written(messages).items():
        if path.exists() and path.read_bytes() == content:
            continue
        if check:
            lines.append(f"out of date: {path.relative_to(ROOT).as_posix()}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    sys.stdout.write("".join(f"{line}\n" for line in [*lines, f"{len(messages)} messages"]))
    return 1 if check and lines else 0


if __name__ == "__main__":
    sys.exit(main())
