"""HTML: one page to look at, filter, print and pass on. It fetches nothing and runs no script but its own; a link opens
only what a reader follows."""

from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ipcheck.base.i18n import N_, Translator
from ipcheck.base.text import is_chinese
from ipcheck.domain.situation import LIGHTS, SITUATIONS
from ipcheck.formats.cells import LANGUAGES, Shown, aligned, cell, notices, values_for_people
from ipcheck.formats.document import Column, Document, Due, Kind, Row, Standing
from ipcheck.formats.format import Page
from ipcheck.formats.html.charts import segments, svg
from ipcheck.formats.html.timeline import draw, in_time
from ipcheck.formats.parts import Thread

_FOLDER = Path(__file__).parent
_AT_A_GLANCE = 20  # rows and threads up to which a page without facets needs no filter
_SIGNS = {"🟢": "green", "🔴": "red", "🟡": "yellow", "🔵": "blue"}  # classes of the style sheet
FACETS = {
    "agency": N_("agency"),
    "office": N_("office"),
    "situation": N_("situation"),
    "plan": N_("plan"),
    "section": N_("section"),
}


class Place(NamedTuple):
    """A column of a table on the page. The `main` column holds the longest texts (not links); the cells of `roomy`
    columns appear below them when a reader opens the row, those to `act` on at once."""

    label: str
    kind: Kind
    align: str
    roomy: bool
    main: bool

    @property
    def acts(self) -> bool:
        """Whether the cells appear below the main ones, to be followed or copied."""
        return self.roomy and self.kind in ("links", "command")

    @property
    def look(self) -> str:
        """The class by which the style sheet knows the kind: links look like other texts."""
        return "text" if self.kind == "links" else self.kind


class Item(NamedTuple):
    """What the filter shows or hides, a row of a table or a thread: its cells, the values of each facet joined by
    newlines, and the summary that stands below its text."""

    cells: Sequence[Any]
    facets: dict[str, str]
    gist: str = ""


class Part(NamedTuple):
    """A table on the page."""

    title: str | None
    places: Sequence[Place]
    items: Sequence[Item]
    note: str
    pairs: bool


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document as one page. Jinja escapes all data. The page admits its style and script by their digests
    alone (Content Security Policy 2), so that nothing in the data can act as either."""
    files = FileSystemLoader(_FOLDER)
    environment = Environment(
        loader=files, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("page.html.j2")
    style, script = (files.get_source(environment, name)[0] for name in ("page.css", "page.js"))
    out.write(template.render(**_content(document, _), **_helpers(_), **_style_and_script(style, script)).encode())


def _content(document: Document, _: Translator) -> dict[str, Any]:
    """The values that the template shows."""
    tables = values_for_people(document, roomy=True, on_page=True)
    parts = [_part(table, _) for table in tables]
    side_by_side = document.side_by_side() if document.side_by_side else None
    threads = [Item([thread], _facets_of_thread(thread)) for thread in (side_by_side.threads if side_by_side else ())]
    items = [*(item for part in parts for item in part.items), *threads]
    facets = _choices(items, _)
    return {
        "document": document, "parts": parts, "side_by_side": side_by_side, "threads": threads, "facets": facets,
        "copies": any(place.kind == "command" for part in parts for place in part.places),
        "filtered": facets or len(items) > _AT_A_GLANCE,
        "overview": document.overview() if document.overview else None,
        "line": document.timeline() if document.timeline else None,
        "notes": [*document.notes(), *notices(tables, _, on_page=True)], "sources": document.sources(),
        "language": LANGUAGES.get(_.language, _.language),
    }  # fmt: skip


def _helpers(_: Translator) -> dict[str, Any]:
    return {
        "_": _, "words": partial(cell, _=_), "opened": partial(_opened, _=_), "actions": _actions,
        "lang": partial(_lang, _=_), "key": _key, "halves": _halves, "sign": lambda light: _SIGNS.get(light, "grey"),
        "segments": segments, "draw": draw, "in_time": in_time,
        "svg": lambda chart: Markup(svg(chart)),  # noqa: S704 (drawn, and escaped, by a library)
    }  # fmt: skip


def _style_and_script(style: str, script: str) -> dict[str, Any]:
    """The style and the script, and the policy that admits them and nothing else."""
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:;"
        f" style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704 (the package's own files)


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _part(table: Shown[Any], _: Translator) -> Part:
    table, gists, gist_label, summed_up = _without_gists(table)
    longest = [max((len(cell(row[at], column.kind, _)) for row in table.rows), default=0)
               for at, column in enumerate(table.columns)]  # fmt: skip
    in_sight = [at for at, column in enumerate(table.columns) if not column.roomy]
    main = max(in_sight, key=lambda at: (table.columns[at].kind != "links", longest[at]), default=0)
    if summed_up is not None:
        main = summed_up
    places = [
        Place(f"{column.label} ({gist_label})" if gist_label and at == main else column.label, column.kind, align,
              column.roomy, at == main)
        for at, (column, align) in enumerate(zip(table.columns, aligned(table.columns), strict=True))
    ]  # fmt: skip
    items = [Item(row, _facets(row, table.columns, _), gist) for row, gist in zip(table.rows, gists, strict=True)]
    return Part(table.title, places, items, table.note, table.pairs)


def _without_gists(table: Shown[Any]) -> tuple[Shown[Any], Sequence[str], str, int | None]:
    """A table without its column of summaries, the summaries, the label of their column, and the column of the texts
    that they sum up, which stands before it. The page shows summaries below the text of a row, where they take no room
    from it."""
    at = next((at for at, column in enumerate(table.columns) if column.kind == "gist"), None)
    if at is None:
        return table, [""] * len(table.rows), "", None
    others = [index for index in range(len(table.columns)) if index != at]
    columns, rows = [table.columns[index] for index in others], [[row[index] for index in others] for row in table.rows]
    gists = [row[at] for row in table.rows]
    return table._replace(columns=columns, rows=rows), gists, table.columns[at].label, max(at - 1, 0)


def _facets(row: Row, columns: Sequence[Column[Any]], _: Translator) -> dict[str, str]:
    """The values by which a row is filtered, by facet: words, or the name of a situation."""
    facets: dict[str, list[str]] = {}
    for value, column in zip(row, columns, strict=True):
        if column.facet and value not in (None, ""):
            facets.setdefault(column.facet, []).extend(_values(value, column, _))
    return {facet: "\n".join(dict.fromkeys(values)) for facet, values in facets.items()}


def _values(value: Any, column: Column[Any], _: Translator) -> list[str]:
    if isinstance(value, Standing):
        return [value.name]
    if column.kind in ("agency", "agencies"):
        return [_.name(name) for name in value.split("\n")]
    return str(value).split("\n")


def _facets_of_thread(thread: Thread) -> dict[str, str]:
    agencies = (name for cards in thread.cards for card in cards for name in card.agencies)
    return {"agency": "\n".join(dict.fromkeys(agencies))}


def _choices(items: Sequence[Item], _: Translator) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The facets with two values or more to choose from, as (name, label, choices); a choice is (value, words)."""
    choices = []
    for facet, label in FACETS.items():
        values = dict.fromkeys(v for item in items for v in item.facets.get(facet, "").split("\n") if v)
        if len(values) > 1:
            choices.append((facet, _(label), _in_words(facet, list(values), items)))
    return choices


def _in_words(facet: str, values: list[str], items: Sequence[Item]) -> list[tuple[str, str]]:
    if facet == "situation":
        labels = {value.name: value.label for item in items for value in item.cells if isinstance(value, Standing)}
        return [(name, f"{LIGHTS.get(name, '–')} {labels[name]}") for name in SITUATIONS if name in labels]
    return [(value, value) for value in (sorted(values) if facet == "agency" else values)]


def _opened(places: Sequence[Place], cells: Sequence[Any], _: Translator) -> list[tuple[str, str]]:
    """What a reader can open below a row: label and words of each roomy column that is not empty there, and not to be
    acted on."""
    pairs = [
        (place.label, cell(value, place.kind, _))
        for place, value in zip(places, cells, strict=True)
        if place.roomy and not place.acts
    ]
    return [(label, words) for label, words in pairs if words]


def _actions(places: Sequence[Place], cells: Sequence[Any]) -> list[tuple[Place, Any]]:
    """What stands below a row to be followed or copied: each column of that with its cell, where that is not empty."""
    return [(place, value) for place, value in zip(places, cells, strict=True) if place.acts and value]


def _halves(standing: Standing) -> tuple[str, str]:
    """The light and label of a situation, which stay on one line, and what its words add, which may be broken."""
    words, label = standing.words, standing.label
    at = len(label) if label and words.startswith(label) else len(words)
    return f"{standing.light} {words[:at]}", words[at:]


def _lang(text: str, _: Translator) -> Markup:
    """The `lang` attribute of a Chinese text on a page in another language; else nothing."""
    return Markup(' lang="zh-CN"') if _.is_foreign and is_chinese(text) else Markup("")


def _key(value: Any) -> str:
    """The text by which a cell is sorted, where that is not its words; else empty."""
    if isinstance(value, Standing):
        return str(SITUATIONS.index(value.name)) if value.name in SITUATIONS else ""
    if isinstance(value, Due):
        return value.day or ""
    return ""
