"""Writing an export, with a schema.json that describes its tables and marks the folder as an export."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from ipcheck import __version__
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.export.layout import TABLES, VERSION
from ipcheck.catalogue.export.rows import ExportContent, Named
from ipcheck.catalogue.export.sqlite import FILE as SQLITE_FILE

FILE = "schema.json"
_PROGRAM = "ipcheck export"


def write(
    content: ExportContent, name: str, folder: str, tell: Callable[[int, int], None], _: Translator
) -> Counter[str]:
    """Write the tables in the format `name` and schema.json into an empty `folder`.

    Return the number of rows of each table. `tell` is called with the number of tasks read so far, and of all tasks.
    Raises OSError where the system refuses.
    """
    counts: Counter[str] = Counter()

    def counted() -> Iterator[Named]:
        for row in content.rows(tell):
            counts[row[0]] += 1
            yield row

    import_module(f"ipcheck.catalogue.export.{name}").write(folder, counted())
    _write_schema(folder, {"version": __version__, "format": name, "as_of": content.judge.on}, counts, _)
    return counts


def _write_schema(folder: str, about: Mapping[str, Any], rows: Mapping[str, int], _: Translator) -> None:
    """Write schema.json into `folder`: the keys in `about` (version, format, as_of), and each table with its number of
    `rows` and its columns, described in the language of the call."""
    tables = [
        {
            "name": table.name, "description": _(table.about), "rows": rows.get(table.name, 0),
            "key": table.key, "partitioned_by": ["year"] if table.by_year and about["format"] == "parquet" else [],
            "columns": [
                {"name": column.name, "type": column.kind, "nullable": column.empty, "description": _(column.about)}
                for column in table.columns
            ],
        }
        for table in TABLES
    ]  # fmt: skip
    content = {"program": _PROGRAM, "layout": VERSION, **about, "tables": tables}
    with open(os.path.join(folder, FILE), "w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.write("\n")


def foreign_names(folder: str) -> list[str]:
    """The names in a folder that are no part of an export; all of them if the folder holds no export."""
    names = sorted(os.listdir(folder))
    try:
        with open(os.path.join(folder, FILE), encoding="utf-8") as file:
            content = json.load(file)
        tables = [table["name"] for table in content["tables"]] if content["program"] == _PROGRAM else []
    except (OSError, ValueError, KeyError, TypeError):
        tables = []
    exported = {FILE, SQLITE_FILE, *tables, *(f"{table}.csv" for table in tables)} if tables else set()
    return [name for name in names if name not in exported]
