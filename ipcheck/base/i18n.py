"""The words on screen: gettext catalogues, chosen once and passed to whatever writes for people."""

import errno
import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

LANGUAGES = ("zh", "en")
_LOCALES = {"zh": "zh_CN"}


def N_(message: str) -> str:
    """Mark a message for translation where no language is known yet."""
    return message


def _no_words() -> Mapping[str, str]:
    return {}


Item = TypeVar("Item")


class Translator:
    """Messages in one language: `_("...")`, and `_.many(one, several, n)` where a number decides.

    `names` and `gists` say in that language what the data say in Chinese: names of agencies and instruments by the
    uniform name, summaries by what they sum up. They are asked for when the first is needed; Chinese needs none.
    """

    def __init__(
        self, language: str, names: Callable[[], Mapping[str, str]] = _no_words,
        gists: Callable[[], Mapping[str, str]] = _no_words,
    ) -> None:  # fmt: skip
        self.language = language
        self.names, self.gists = names, gists
        self._messages = gettext.NullTranslations()
        if language in _LOCALES:
            folder = Path(__file__).parent.parent / "locale"
            self._messages = gettext.translation("ipcheck", str(folder), [_LOCALES[language]], fallback=True)

    def __call__(self, message: str) -> str:
        return self._messages.gettext(message) if message else ""

    def many(self, one: str, several: str, n: int) -> str:
        """The form that `n` asks for, with `{n}` filled in."""
        return self._messages.ngettext(one, several, n).format(n=n)

    @property
    def foreign(self) -> bool:
        """Whether the reader may know no Chinese."""
        return self.language != "zh"

    def name(self, chinese: str) -> str:
        """The name of an agency or instrument; the Chinese one where there is no other."""
        return self.names().get(chinese, chinese) if self.foreign else chinese

    def titles(self, text: str) -> str:
        """A text with the documents that it names in 《》 under the names that they have in this language."""
        if not self.foreign or "《" not in text:
            return text
        names = self.names()

        def in_a_row(titles: re.Match[str]) -> str:
            return self.listed([names.get(title, f"《{title}》") for title in re.findall("《([^《》]+)》", titles[0])])

        return re.sub("(?:《[^《》]+》、?)*《[^《》]+》", in_a_row, text)

    def gist(self, of: str) -> str:
        """The summary of a task (by its id) or a heading (`plan heading`); empty where there is none."""
        return self.gists().get(of, "") if self.foreign else ""

    def sentences(self, sentences: Iterable[str]) -> str:
        """Sentences in a row; Chinese sets no space between them."""
        return ("" if self.language == "zh" else " ").join(sentences)

    def listed(self, items: list[str]) -> str:
        """Names in a row, with the comma of the language."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def some(self, items: Sequence[Item], said: Callable[[Item], str] = str, of: int | None = None) -> str:
        """Things in a row, each as it is `said`; of many the first, and how many more there are. `items` may be the
        first `MANY` of more, `of` so many."""
        total = len(items) if of is None else of
        if total <= MANY:
            return self.listed(list(map(said, items)))
        return self(_AND_MORE).format(names=self.listed(list(map(said, items[:_MOST]))), n=total - _MOST)

    def named(self, names: Iterable[str]) -> str:
        """Agencies or instruments in a row, by their names in the language."""
        return self.listed([self.name(name) for name in names])

    def day(self, day: date, with_year: bool = False) -> str:
        """A day in a running text: 12月8日; in English as ISO has it."""
        if self.language != "zh":
            return day.isoformat()
        return f"{day.year}年{day.month}月{day.day}日" if with_year else f"{day.month}月{day.day}日"

    def did_you_mean(self, names: list[str]) -> str:
        """The end of a complaint about a name that does not exist: the nearest that do, if any."""
        return self(_DID_YOU_MEAN).format(name=self.listed(names)) if names else ""


MANY, _MOST = 12, 10  # from more than so many names, so many are told
_AND_MORE = N_("{names} and {n} more")
_DID_YOU_MEAN = N_("; did you mean {name}?")
_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("permission is denied"),
    errno.EPERM: N_("permission is denied"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EROFS: N_("the file system cannot be written"),
    errno.ENOSPC: N_("the disk is full"),
}


def reason(error: OSError, _: Translator) -> str:
    """Why the system refused, in the language of the call where we know the case."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else (error.strerror or str(error))


def language_of(environ: Mapping[str, str]) -> str:
    """The language of the user's locale, by POSIX precedence; English where none is said."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
