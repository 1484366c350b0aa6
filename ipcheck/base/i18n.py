"""Messages in the language of the user: a translator, chosen once and passed to all code that writes for people."""

import errno
import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

LANGUAGES = ("zh", "en")
_LOCALES = {"zh": "zh_CN"}


def N_(message: str) -> str:
    """Mark a constant message for translation. It stays untranslated until a `Translator` is called with it."""
    return message


def _no_translations() -> Mapping[str, str]:
    return {}


Item = TypeVar("Item")


class Translator:
    """A translator into one language: `_("...")`, or `_.many(one, several, n)` where a number decides the form.

    `names`, `abbreviations` and `gists` return translations of Chinese data: names of agencies and instruments, and
    abbreviations of agencies, by their Chinese names; summaries by the id of the task or plan, or by `plan heading`.
    They are called only on use, never for Chinese. With `both`, answers show Chinese texts beside their translations.
    """

    def __init__(
        self, language: str, names: Callable[[], Mapping[str, str]] = _no_translations,
        abbreviations: Callable[[], Mapping[str, str]] = _no_translations,
        gists: Callable[[], Mapping[str, str]] = _no_translations, both: bool = False,
    ) -> None:  # fmt: skip
        self.language = language
        self.names, self.abbreviations, self.gists, self.both = names, abbreviations, gists, both
        self._messages = gettext.NullTranslations()
        if language in _LOCALES:
            folder = Path(__file__).parent.parent / "locale"
            self._messages = gettext.translation("ipcheck", str(folder), [_LOCALES[language]], fallback=True)

    def __call__(self, message: str) -> str:
        return self._messages.gettext(message) if message else ""

    def many(self, one: str, several: str, n: int) -> str:
        """The translation in the form for the number `n`, with `{n}` filled in."""
        return self._messages.ngettext(one, several, n).format(n=n)

    @property
    def is_foreign(self) -> bool:
        """Whether the language is not Chinese, so that readers may not understand the data."""
        return self.language != "zh"

    def name(self, chinese: str) -> str:
        """The name of an agency or instrument in this language; the Chinese name where there is no translation."""
        return self.names().get(chinese, chinese) if self.is_foreign else chinese

    def abbreviation(self, chinese: str) -> str:
        """The abbreviation of an agency in this language (CNIPA); its name where it has none."""
        return (self.abbreviations().get(chinese) if self.is_foreign else None) or self.name(chinese)

    def as_typed(self, chinese: str) -> str:
        """The name by which a reader types an agency: the abbreviation in this language, or else the Chinese name."""
        return self.abbreviations().get(chinese, chinese) if self.is_foreign else chinese

    def titles(self, text: str) -> str:
        """`text` with each title in 《》 replaced by the name of the document in this language, where there is one."""
        if not self.is_foreign or "《" not in text:
            return text
        names = self.names()

        def join_titles(match: re.Match[str]) -> str:
            return self.join([names.get(title, f"《{title}》") for title in re.findall("《([^《》]+)》", match[0])])

        return re.sub("(?:《[^《》]+》、?)*《[^《》]+》", join_titles, text)

    def gist(self, of: str, chinese: str = "") -> str:
        """The summary of a task or plan (`of` is its id) or heading (`of` is `plan heading`); the `chinese` text where
        there is none."""
        return self.gists().get(of, chinese) if self.is_foreign else chinese

    def sentence(self, words: str) -> str:
        """Words as a sentence of their own: with a capital letter and a full stop."""
        return self(_SENTENCE).format(words=words[:1].upper() + words[1:])

    def sentences(self, sentences: Iterable[str]) -> str:
        """Sentences joined into one text: with spaces between them, in Chinese without."""
        return ("" if self.language == "zh" else " ").join(sentences)

    def join(self, items: list[str]) -> str:
        """Items joined by the comma of the language: `、` in Chinese, else a comma and a space."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def join_some(self, items: Sequence[Item], as_text: Callable[[Item], str] = str, of: int | None = None) -> str:
        """Items joined by commas, written by `as_text`. Of more than MANY, the first ten and the number of the rest.

        Where `items` holds only the first MANY of more, `of` is the number of all.
        """
        total = len(items) if of is None else of
        if total <= MANY:
            return self.join(list(map(as_text, items)))
        return self(_AND_MORE).format(names=self.join(list(map(as_text, items[:_SHOWN]))), n=total - _SHOWN)

    def join_names(self, names: Iterable[str]) -> str:
        """Names of agencies or instruments, translated and joined by commas."""
        return self.join([self.name(name) for name in names])

    def day(self, day: date, with_year: bool = False) -> str:
        """A day for running text: 12月8日, or `with_year` 2025年12月8日; in English always ISO, 2025-12-08."""
        if self.language != "zh":
            return day.isoformat()
        return f"{day.year}年{day.month}月{day.day}日" if with_year else f"{day.month}月{day.day}日"

    def did_you_mean(self, names: list[str]) -> str:
        """The end of a message about an unknown name, suggesting similar `names`; empty where there are none."""
        return self(_DID_YOU_MEAN).format(name=self.join(names)) if names else ""

    def with_calls(self, said: str, calls: Sequence[str]) -> str:
        """What was not understood, and the calls that answer."""
        return self(_WITH_CALLS).format(said=said, calls=self.join(list(calls)))


@cache
def translator_for(language: str) -> Translator:
    """The translator of a language, for words that people may write in another language than that of the call."""
    return Translator(language)


MANY, _SHOWN = 12, 10  # of more than MANY items, only the first _SHOWN are listed
_AND_MORE = N_("{names} and {n} more")
_SENTENCE = N_("{words}.")
_DID_YOU_MEAN = N_("; did you mean {name}?")
_WITH_CALLS = N_("{said}; try: {calls}")
_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is not a folder"),
    errno.ELOOP: N_("the link leads back to itself"),
    errno.EROFS: N_("the file system is read-only"),
    errno.ENOSPC: N_("the disk is full"),
}


def reason(error: OSError, _: Translator) -> str:
    """The reason why the system refused: translated for the errors in _REASONS, else in the words of the system."""
    message = _REASONS.get(error.errno or 0)
    return _(message) if message else (error.strerror or str(error))


def language_of(environ: Mapping[str, str]) -> str:
    """The language of the user's locale ("zh" or "en"), by POSIX precedence; English where no locale is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
