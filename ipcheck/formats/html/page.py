"""HTML: one page to look at, filter, print and pass on. It fetches nothing, and runs nothing but its own script."""

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ipcheck.base.i18n import N_, Translator
from ipcheck.domain.situation import LIGHTS, SITUATIONS
from ipcheck.formats.cells import LANGUAGES, Shown, aligned, cell, values_for_people
from ipcheck.formats.document import Column, Document, Due, Row, Standing
from ipcheck.formats.format import Page
from ipcheck.formats.html.charts import svg
from ipcheck.formats.overview import Thread

_FOLDER = Path(__file__).parent
_HAN = re.compile("[\u3400-\u9fff]")
_AT_A_GLANCE = 20  # rows among which one finds one's own without a filter
_SIGNS = {"🟢": "green", "🔴": "red", "🟡": "yellow", "🔵": "blue"}
FACETS = {
    "agency": N_("agency"),
    "office": N_("office"),
    "situation": N_("situation"),
    "plan": N_("plan"),
    "section": N_("section"),
}


class Place(NamedTuple):
    """A column of a table on the page; `roomy` ones stand in what opens below a row's longest text."""

    label: str
    kind: str
    align: str
    roomy: bool
    main: bool  # where what opens stands


class Item(NamedTuple):
    """A row or a card: its cells, the values that it is filtered by, each facet's joined by newlines, and the summary
    that stands below its text."""

    cells: Sequence[Any]
    facets: dict[str, str]
    gist: str = ""


class Part(NamedTuple):
    """A table on the page."""

    title: str | None
    places: Sequence[Place]
    items: Sequence[Item]
    note: str
    pairs: bool = False  # of what and what it says


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document as one page. Style and script are let in by their digests alone (Content Security Policy 2),
    so that nothing in the data could become either; Jinja escapes all of it as well."""
    files = FileSystemLoader(_FOLDER)
    environment = Environment(
        loader=files, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("page.html.j2")
    style, script = (files.get_source(environment, name)[0] for name in ("page.css", "page.js"))
    out.write(template.render(**_content(document, _), **_helpers(_), **_own_parts(style, script)).encode())


def _content(document: Document, _: Translator) -> dict[str, Any]:
    """What the page shows. The rows are read first, since the rest may count them."""
    parts = [_part(table, _) for table in values_for_people(document, _, roomy=True, at_once=True)]
    side_by_side = document.side_by_side() if document.side_by_side else None
    threads = [Item([thread], _facets_of(thread)) for thread in (side_by_side.threads if side_by_side else ())]
    items = [*(item for part in parts for item in part.items), *threads]
    facets = _choices(items, _)
    return {
        "document": document, "parts": parts, "beside": side_by_side, "threads": threads, "facets": facets,
        "filtered": facets or len(items) > _AT_A_GLANCE,
        "overview": document.overview() if document.overview else None,
        "notes": document.notes(), "sources": document.sources(),
        "language": LANGUAGES.get(_.language, _.language),
    }  # fmt: skip


def _helpers(_: Translator) -> dict[str, Any]:
    return {
        "_": _, "words": partial(_words, _=_), "opened": partial(_opened, _=_), "lang": partial(_lang, _=_),
        "key": _key, "sign": lambda light: _SIGNS.get(light, "grey"),
        "svg": lambda chart: Markup(svg(chart)),  # noqa: S704 (drawn, and escaped, by a library)
    }  # fmt: skip


def _own_parts(style: str, script: str) -> dict[str, Any]:
    """Style and script, and the policy that lets them in and nothing else."""
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:;"
        f" style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704 (files of ours)


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _part(table: Shown[Any], _: Translator) -> Part:
    table, gists, mark = _without_gists(table)
    longest = [max((len(cell(row[at], column, _)) for row in table.rows), default=0)
               for at, column in enumerate(table.columns)]  # fmt: skip
    in_sight = [at for at, column in enumerate(table.columns) if column.shown]
    main = max(in_sight, key=lambda at: longest[at], default=0)
    places = [
        Place(f"{column.label} ({mark})" if mark and at == main else column.label, column.kind, align,
              not column.shown, at == main)
        for at, (column, align) in enumerate(zip(table.columns, aligned(table.columns), strict=True))
    ]  # fmt: skip
    items = [Item(row, _facets(row, table.columns, _), gist) for row, gist in zip(table.rows, gists, strict=True)]
    return Part(
        table.title, places, items, table.note, pairs=[column.key for column in table.columns] == ["what", "says"]
    )


def _without_gists(table: Shown[Any]) -> tuple[Shown[Any], Sequence[str], str]:
    """The table without its column of summaries, the summaries, and how they are marked: they stand below the text,
    where they take no room from it."""
    at = next((at for at, column in enumerate(table.columns) if column.kind == "gist"), None)
    if at is None:
        return table, [""] * len(table.rows), ""
    rest = [place for place in range(len(table.columns)) if place != at]
    columns, rows = [table.columns[each] for each in rest], [[row[each] for each in rest] for row in table.rows]
    return table._replace(columns=columns, rows=rows), [row[at] for row in table.rows], table.columns[at].label


def _facets(row: Row, columns: Sequence[Column], _: Translator) -> dict[str, str]:
    """What a row is filtered by, in words."""
    facets: dict[str, list[str]] = {}
    for value, column in zip(row, columns, strict=True):
        if column.facet and value not in (None, ""):
            facets.setdefault(column.facet, []).extend(_values(value, column, _))
    return {facet: "\n".join(dict.fromkeys(values)) for facet, values in facets.items()}


def _values(value: Any, column: Column, _: Translator) -> list[str]:
    if isinstance(value, Standing):
        return [value.name]
    if column.kind in ("agency", "agencies"):
        return [_.name(name) for name in value.split("\n")]
    return str(value).split("\n")


def _facets_of(thread: Thread) -> dict[str, str]:
    agencies = (name for cards in thread.cards for card in cards for name in card.agencies)
    return {"agency": "\n".join(dict.fromkeys(agencies))}


def _choices(items: Sequence[Item], _: Translator) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The facets by which there is something to choose: name, label, and the choices as (value, words)."""
    choices = []
    for facet, label in FACETS.items():
        values = dict.fromkeys(v for item in items for v in item.facets.get(facet, "").split("\n") if v)
        if len(values) > 1:
            choices.append((facet, _(label), _in_words(facet, list(values), items)))
    return choices


def _in_words(facet: str, values: list[str], items: Sequence[Item]) -> list[tuple[str, str]]:
    if facet == "situation":
        labels = {each.name: each.label for item in items for each in item.cells if isinstance(each, Standing)}
        return [(name, f"{LIGHTS.get(name, '–')} {labels[name]}") for name in SITUATIONS if name in labels]
    return [(value, value) for value in (sorted(values) if facet == "agency" else values)]


def _words(value: Any, place: Place, _: Translator) -> str:
    return cell(value, Column("", "", place.kind), _)  # type: ignore[arg-type]


def _opened(places: Sequence[Place], cells: Sequence[Any], _: Translator) -> list[tuple[str, str]]:
    """What opens below a row: label and words of each column that needs room, where there is anything."""
    rest = [(place.label, _words(value, place, _)) for place, value in zip(places, cells, strict=True) if place.roomy]
    return [(label, words) for label, words in rest if words]


def _lang(text: str, _: Translator) -> Markup:
    """That a text is Chinese, on a page that is not."""
    return Markup(' lang="zh-CN"') if _.foreign and _HAN.search(text) else Markup("")


def _key(value: Any) -> str:
    """By what a cell is sorted, where its words do not say."""
    if isinstance(value, Standing):
        return str(SITUATIONS.index(value.name)) if value.name in SITUATIONS else ""
    if isinstance(value, Due):
        return value.day or ""
    return ""
