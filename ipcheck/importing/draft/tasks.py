"""The single tasks of a draft: their text and phrases, and doubts that a person must settle."""

import re

from ipcheck.base.i18n import Translator
from ipcheck.importing.draft.draft import DraftTask
from ipcheck.importing.draft.item_kinds import BY, GOAL, is_sentence
from ipcheck.importing.draft.item_phrases import TakenPhrases

_SAYS_WHEN = re.compile(
    "每(?:年|季度|半年|月)|(?:[0-9]{4}年)?(?:[0-9]{1,2}月|年)底前?|[0-9]{4}年(?:[0-9]{1,2}月)?以?前|[0-9]{1,3}个(?:月|工作日)内"
    "|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日以?前|(?:[0-9]{4}年)?(?:[上下]半年|第?[一二三四]季度)[末底前]?"
    "|(?:建设|有效|试点|示范)(?:有效)?期为?[0-9一二三四五六七八九十]+个?[年月]"
)
_SAYS_WHO = re.compile("(?:各|有条件的|有关)[^，。]{0,12}?(?:要|应|可|负责)|各地[^，。]{0,8}(?:要|应)")
_INSIDE = re.compile("(?<=[。；])（[^（）]*(?:负责|牵头|配合|底前完成|持续推进)）")


def task_of_item(at: int, kind: str, phrases: TakenPhrases, _: Translator) -> DraftTask:
    """The task that an item or paragraph is as a whole, with the phrases that were taken from its end."""
    task = DraftTask(phrases.text, at, kind or "task", phrases.deadline, phrases.responsible)
    if not task.deadline:
        _doubt_deadline(task, _)
    task.doubts += unread_doubts(phrases, _)
    if inside := _INSIDE.search(task.text):
        template = _("{phrase} stands inside the text; does it hold for a part of it?")
        task.doubts.append(template.format(phrase=inside[0]))
    return _with_full_stop(task, _)


def task_of_sentence(text: str, at: int, kind: str, _: Translator) -> DraftTask:
    """The task that a sentence is. One that begins with 到2027年 is a goal with that deadline."""
    task = DraftTask(text.strip(), at, kind or "task")
    if by := BY.match(task.text):
        task.kind, task.deadline = GOAL, f"到{by['year']}年"
    else:
        _doubt_deadline(task, _)
    if subject := _SAYS_WHO.match(task.text):
        task.doubts.append(_("who is bound? It begins with {words}").format(words=subject[0]))
    return _with_full_stop(task, _)


def unread_doubts(phrases: TakenPhrases, _: Translator) -> list[str]:
    """A doubt for each phrase that no rule reads."""
    return [_("no rule reads the phrase {phrase}").format(phrase=phrase) for phrase in phrases.unread]


def _doubt_deadline(task: DraftTask, _: Translator) -> None:
    """Add a doubt where the text names a time: only a person can tell whether that is the deadline."""
    if when := _SAYS_WHEN.search(task.text):
        task.doubts.append(_("does {words} set its deadline?").format(words=when[0]))


def _with_full_stop(task: DraftTask, _: Translator) -> DraftTask:
    """The task, its text ended with 。, even where the document has ； because the task is one of a series. A text
    without any end gets a doubt."""
    task.text = re.sub("；$", "。", task.text)
    if not is_sentence(task.text):
        task.text = f"{task.text.rstrip('；，、')}。"
        task.doubts.append(_("the text had no end; is something missing?"))
    return task
