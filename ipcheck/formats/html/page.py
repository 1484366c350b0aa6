"""HTML: one page to look at, filter, print and pass on. It fetches nothing and runs no script but its own; a link opens
only what a reader follows."""

from base64 import b64encode
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ipcheck.base.i18n import Translator
from ipcheck.base.text import is_chinese
from ipcheck.formats.cells import LANGUAGES, cell, notices, unlit, values_for_people
from ipcheck.formats.document import Document, Due, Standing
from ipcheck.formats.format import Page
from ipcheck.formats.html.days import from_day
from ipcheck.formats.html.facets import choices, facets_of_thread
from ipcheck.formats.html.glance import bars, chart_follows, follows, stays_whole
from ipcheck.formats.html.lights import halves, pieces, sign
from ipcheck.formats.html.lines import svg
from ipcheck.formats.html.rows import Cell, Item, actions, make_parts, opened, sort_key
from ipcheck.formats.html.timeline import draw, in_time

_FOLDER = Path(__file__).parent
# Each is of one subject; together they are the style sheet and the script.
_STYLES = ("base.css", "glance.css", "timeline.css", "rows.css", "threads.css", "narrow.css", "print.css")
_SCRIPTS = ("copy.js", "filter.js", "sort.js", "rows.js", "glance.js", "threads.js")
_AT_A_GLANCE = 20  # rows and threads up to which a page without facets needs no filter


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write the document as one page. Jinja escapes all data. The page admits its style and script by their digests
    alone (Content Security Policy 2), so that nothing in the data can act as either."""
    files = FileSystemLoader(_FOLDER)
    environment = Environment(
        loader=files, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("page.html.j2")
    style, script = ("".join(files.get_source(environment, name)[0] for name in names) for names in (_STYLES, _SCRIPTS))
    helpers = _helpers(document.day, _)
    out.write(template.render(**_content(document, _), **helpers, **_style_and_script(style, script)).encode())


def _content(document: Document, _: Translator) -> dict[str, Any]:
    """The values that the template shows."""
    tables = values_for_people(document, roomy=True, on_page=True)
    parts = make_parts(tables, _)
    side_by_side = document.side_by_side() if document.side_by_side else None
    threads = [Item([thread], facets_of_thread(thread)) for thread in (side_by_side.threads if side_by_side else ())]
    items = [*(item for part in parts if not part.pairs for item in part.items), *threads]
    cells = [each.value for part in parts for item in part.items for each in item.cells]
    situations = {value.name: value.label for value in cells if isinstance(value, Standing)}
    facets = choices((item.facets for item in items), situations, _)
    listed = {task for item in items for task in item.facets.get("task", "").split("\n")}
    overview = document.overview() if document.overview and items else None
    return {
        "document": document, "parts": parts, "side_by_side": side_by_side, "threads": threads, "facets": facets,
        "copies": any(place.kind == "command" for part in parts for place in part.places),
        "filtered": facets or len(items) > _AT_A_GLANCE, "is_empty": not items and not parts, "overview": overview,
        "counted": document.counted or (_("{n} of {all} tasks") if any(listed) else _("{n} of {all} entries")),
        "whole": overview is not None and stays_whole(overview, listed),
        "follows": partial(follows, listed=listed), "chart_follows": partial(chart_follows, listed=listed),
        "line": document.timeline() if document.timeline and items else None,
        "notes": [*document.notes(), *notices(tables, _, on_page=True)], "sources": document.sources(),
        "language": LANGUAGES.get(_.language, _.language),
    }  # fmt: skip


def _helpers(day: str, _: Translator) -> dict[str, Any]:
    """The functions that the template calls. `day` is the day of the answer."""
    return {
        "_": _, "words": partial(_words, _=_), "opened": partial(opened, _=_), "actions": actions,
        "lang": partial(_lang, _=_), "key": sort_key, "halves": halves, "sign": sign, "pieces": pieces, "unlit": unlit,
        "bars": bars, "draw": draw, "in_time": in_time, "distance": partial(_distance, today=day, _=_),
        "fragment": lambda name: quote(name, safe=""),
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


def _words(each: Cell, _: Translator) -> str:
    """The words of a cell, without lights: these are drawn."""
    return cell(each.value, each.place.kind, _, lights=False)


def _distance(value: Any, kind: str, today: str, _: Translator) -> str:
    """How far the day of a cell is from the day of the answer; empty where it holds none."""
    day = value.day if isinstance(value, Due) else value if kind == "day" else None
    return from_day(day, today, _)


def _lang(text: str, _: Translator) -> Markup:
    """The `lang` attribute of a Chinese text on a page in another language; else nothing."""
    return Markup(' lang="zh-CN"') if _.is_foreign and is_chinese(text) else Markup("")
