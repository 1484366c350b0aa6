"""Chinese texts as their readers read them: in English where there is a summary, with the Chinese behind it."""

from collections.abc import Callable
from typing import Any

from ipcheck.base.i18n import Translator
from ipcheck.base.rows import LINE_SEP
from ipcheck.catalogue.lexicon import english_texts
from ipcheck.domain.task import Task
from ipcheck.formats.document import Column
from ipcheck.reports.shared.context import Context

Text = Callable[[Any], str | None]  # of an item; mypy could not tell whose functions follow one another in a list


def text_columns(
    text: Text, key: Callable[[Any], str], _: Translator, label: str = "", roomy: bool = False
) -> list[Column[Any]]:
    """The column of a text, by default called so. For readers who may know no Chinese it holds the summary of the text,
    where there is one, and the Chinese has a column behind it, where there is room or `both` are asked for. `key` says
    what is summed up: a task or plan by its id, or a heading as plan and heading. `roomy` columns are only for formats
    with room."""

    def english(item: Any) -> str | None:
        return _.gist(key(item)) or text(item)

    def original(item: Any) -> str | None:
        return text(item) if _.gist(key(item)) else None

    return texts_in_columns(text, english, original, _, label, roomy)


def texts_in_columns(
    text: Text, english: Text, original: Text, _: Translator, label: str = "", roomy: bool = False
) -> list[Column[Any]]:
    """The columns of `text_columns`, where three functions give the cells: in Chinese `text`, else `english` and,
    behind it, `original`."""
    label = label or _("text")
    if not _.is_foreign:
        return [Column(label, text, "gist", roomy=roomy)]
    return [
        Column(label, english, "gist", roomy=roomy),
        Column(_("Chinese text"), original, "original", optional=True, roomy=roomy or not _.both),
    ]  # fmt: skip


def section_column(task: Callable[[Any], Task], _: Translator) -> Column[Any]:
    """The column of the headings above a task, in English where they have summaries, for formats with room."""

    def path(item: Any) -> str:
        return LINE_SEP.join(headings_in_words(task(item), _))

    return Column(_("section"), path, "path", roomy=True, facet="section")


def headings_in_words(task: Task, _: Translator) -> list[str]:
    """The headings above a task, in English where they have summaries."""
    return [_.gist(f"{task.plan} {heading}", heading) for heading in task.listed("headings")]


def english_of(context: Context) -> Callable[[str], str | None]:
    """The function that gives the English summary of a task or plan (by its id) or heading (as plan and heading) to
    programs, which read it whatever the language of the call is; None where there is none. The summaries are read when
    the first is asked for."""
    catalogue = context.catalogue
    return lambda key: english_texts(catalogue).get(key)
