"""Links that look for something: in the State Council's library of policy documents, and by two search engines."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from ipcheck.base.i18n import N_, Translator
from ipcheck.domain.search_words import Search
from ipcheck.formats.parts import Linked


class Engine(NamedTuple):
    """What searches: its `key` for programs, its name, its address with {words}, and the words that it is given."""

    key: str
    name: str
    address: str
    words: Callable[[Search], str]

    def url(self, search: Search) -> str:
        """The address at which it shows what it finds."""
        return self.address.format(words=quote(self.words(search), safe=""))


# The library searches documents by subject, without what reports about them say beside it.
ENGINES = (
    Engine(
        "library", N_("State Council's documents"),
        "https://sousuo.www.gov.cn/zcwjk/policyDocumentLibrary?t=zhengcelibrary&q={words}",
        lambda search: search.subject,
    ),
    Engine("baidu", N_("Baidu"), "https://www.baidu.com/s?wd={words}", lambda search: search.exact),
    Engine("bing", N_("Bing"), "https://www.bing.com/search?q={words}", lambda search: search.exact),
)  # fmt: skip


def link_to(search: Search, engine: Engine, _: Translator) -> Linked:
    """The link that searches by an engine, under the name of the engine."""
    return Linked(_(engine.name), engine.url(search))


def search_links(searches: Sequence[Search], _: Translator) -> tuple[Linked, ...]:
    """A link by each engine for each search; where there are several, those of each stand behind what it looks for."""
    several = len(searches) > 1
    return tuple(
        link
        for search in searches
        for link in (*([Linked(search.subject)] if several else ()), *(link_to(search, each, _) for each in ENGINES))
    )
