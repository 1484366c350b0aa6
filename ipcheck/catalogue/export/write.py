"""An export from beginning to end."""

from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module

from ipcheck import __version__
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.export import schema
from ipcheck.catalogue.export.rows import Content, Named


def write(content: Content, name: str, folder: str, tell: Callable[[int, int], None], _: Translator) -> Counter[str]:
    """Fill an empty `folder` with the tables in the format `name` and with schema.json; returns the rows of each table.
    Raises OSError where the system refuses."""
    counts: Counter[str] = Counter()

    def counted() -> Iterator[Named]:
        for row in content.rows(tell):
            counts[row[0]] += 1
            yield row

    import_module(f"ipcheck.catalogue.export.{name}").write(folder, counted())
    schema.write(folder, {"version": __version__, "format": name, "as_of": content.judge.on}, counts, _)
    return counts
