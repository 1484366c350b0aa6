"""The words that people read for values of the data (situations, states, stages, roles, steps), and the names of
tasks."""

from collections.abc import Mapping

from ipcheck.base.i18n import N_, Translator
from ipcheck.domain.situation import UNREAD, Situation
from ipcheck.domain.task import Task

SITUATION_WORDS = {
    "withdrawn": N_("withdrawn"),
    "done": N_("done"),
    "done-late": N_("done late"),
    "overdue": N_("overdue"),
    "unverified": N_("unverified"),
    "carried-on": N_("carried on"),
    "period-ended": N_("period ended"),
    "due-soon": N_("due soon"),
    "stale": N_("stale"),
    "ongoing": N_("ongoing"),
    "open": N_("open"),
}
FINDING_WORDS = {**SITUATION_WORDS, "blocked": N_("blocked"), UNREAD: N_("not recognised")}
# What is known of a task that is not done. Nobody looked, or somebody looked in vain: these differ.
OUTCOME_WORDS = {
    "withdrawn": N_("withdrawn"),
    "done": N_("done"),
    "partly": N_("partly done"),
    "begun": N_("begun, completion unknown"),
    "no-record": N_("none found"),
    "unknown": N_("not searched"),
}
_OUTCOME_COUNTS = {
    "withdrawn": N_("withdrawn {n}"),
    "done": N_("done {n}"),
    "partly": N_("partly {n}"),
    "begun": N_("begun {n}"),
    "no-record": N_("none found {n}"),
    "unknown": N_("not searched {n}"),
}
_TOLD_BY_OUTCOME = ("unverified", "carried-on", "period-ended")  # situations that say nothing of what became of a task
STAGE_WORDS = {
    "study": N_("to be studied"),
    "drafting": N_("to be drafted or revised"),
    "issued": N_("to be issued"),
    "applied": N_("to be applied"),
    "mentioned": N_("mentioned"),
}
GIST = N_("unofficial summary; the Chinese text prevails")
STATE_WORDS = {
    "unknown": N_("nothing recorded"),
    "started": N_("started"),
    "blocked": N_("blocked"),
    "done": N_("done"),
    "withdrawn": N_("withdrawn"),
}
KIND_WORDS = {"task": N_("task"), "goal": N_("goal"), "condition": N_("condition")}
BASIS_WORDS = {
    "stated": N_("stated in the task"),
    "paragraph": N_("stated earlier in its paragraph"),
    "plan": N_("from the whole plan"),
    "none": N_("nothing stated"),
}
ROLE_WORDS = {
    "lead": N_("leads"),
    "participant": N_("takes part"),
    "mentioned": N_("is mentioned"),
    "group": N_("in a group"),
    "local": N_("local"),
}
MARK_WORDS = {**STATE_WORDS, "progress": N_("progress")}
STEP_WORDS = {
    "公开征求意见": N_("public consultation"),
    "审议": N_("deliberated"),
    "审议通过": N_("adopted"),
    "公布": N_("promulgated"),
    "施行": N_("in force"),
    "废止": N_("repealed"),
}
COMING_STEP_WORDS = {
    "公开征求意见": N_("goes to public consultation"),
    "审议": N_("is deliberated"),
    "审议通过": N_("is adopted"),
    "公布": N_("is promulgated"),
    "施行": N_("takes effect"),
    "废止": N_("is repealed"),
}
INSTRUMENT_KIND_WORDS = {
    "law": N_("law"),
    "regulation": N_("regulation"),
    "rule": N_("departmental rule"),
    "interpretation": N_("judicial interpretation"),
    "standard": N_("standard"),
    "policy": N_("policy document"),
    "treaty": N_("treaty"),
}
SOURCE_WORDS = {
    "official": N_("official"),
    "press": N_("press"),
    "firm": N_("law or IP firm"),
    "repost": N_("repost"),
}
EVENT_WORDS = {"issued": N_("its issue"), "selected": N_("the selection"), "designated": N_("the designation")}
HAPPENED_WORDS = {
    "selected": N_("was selected"),
    "designated": N_("was designated"),
    "issued": N_("was issued"),
}


def task_name(task: Task, _: Translator, part: int | None = None) -> str:
    """The name of a task, or of its sentence `part`, for people: the id and, if the last day is only that of one city
    or the like, the name of that city."""
    name = f"{task.id}/{part}" if part else task.id
    return _("{task} ({subject})").format(task=name, subject=task.subject) if task.subject else name


def outcome_word(task: Task, _: Translator) -> str:
    """What is known to have become of a task, without days; empty where nothing had to be known yet."""
    if task.outcome == "unknown" and task.situation.name not in _TOLD_BY_OUTCOME:
        return ""
    return _(OUTCOME_WORDS[task.outcome])


def milestones_in_words(task: Task, _: Translator) -> str:
    """The stages of a task's deadline before its last day, each as its day and the words of the document; empty where
    it has none."""
    return _("; ").join(f"{day or _('no date yet')} {words}" for day, words in task.earlier_days())


def outcome_in_words(task: Task, _: Translator) -> str:
    """What is known to have become of a task: done 2023-12-21, partly done 2/3, none found (searched 2026-11-29)."""
    words = _(OUTCOME_WORDS[task.outcome])
    if task.outcome == "done":
        return _("done {day}").format(day=task.done_on)
    if task.outcome == "partly":
        return _("{words} {what}").format(words=words, what=f"{task.state.finished}/{task.state.shares}")
    if task.outcome == "no-record":
        return _("{words} (searched {day})").format(words=words, day=task.checked)
    return words


def situation_with_outcome(situation: Situation, outcome: str, _: Translator) -> str:
    """A situation in words; with the words of the outcome, where it says nothing of what became of the task."""
    words = _(SITUATION_WORDS[situation.name])
    if situation.name in _TOLD_BY_OUTCOME:
        return _("{situation}: {outcome}").format(situation=words, outcome=outcome)
    return words


def situation_with_counts(situation: str, outcomes: Mapping[str, int], _: Translator) -> str:
    """A situation with the number of its tasks and, where it says nothing of what became of them, the number of each
    outcome: unverified 30 (partly 3, begun 10, none found 12, not looked for 5)."""
    words = f"{_(SITUATION_WORDS[situation])} {sum(outcomes.values())}"
    note = outcome_counts(outcomes, _) if situation in _TOLD_BY_OUTCOME else ""
    if situation == "ongoing" and outcomes.get("done"):
        note = _("milestone met {n}").format(n=outcomes["done"])
    return _("{name} ({note})").format(name=words, note=note) if note else words


def outcome_counts(outcomes: Mapping[str, int], _: Translator) -> str:
    """The number of tasks with each outcome, from most to least known: done 12, partly 2, begun 20."""
    counts = [_(words).format(n=outcomes[name]) for name, words in _OUTCOME_COUNTS.items() if outcomes.get(name)]
    return _.join(counts)


def delay_in_words(task: Task, _: Translator) -> str:
    """How many days late a task was done, to stand behind a word; empty where it was not late, or that is not known."""
    return _.many(" ({n} day late)", " ({n} days late)", task.days_late) if task.days_late else ""


def situation_in_detail(task: Task, _: Translator) -> str:
    """The situation of a task in words, with what the situation alone does not tell: the outcome, how late it was done,
    how many of its shares are done, and that it is blocked."""
    words = situation_with_outcome(task.situation, outcome_in_words(task, _), _)
    if task.situation.milestone_met:
        words = _("{situation}, milestone met {day}").format(situation=words, day=task.done_on)
    elif task.state.shares and task.situation.name not in _TOLD_BY_OUTCOME:
        words += f" {task.state.finished}/{task.state.shares}"
    if task.days_late and task.situation.name == "done-late":
        words += _.many(" ({n} day)", " ({n} days)", task.days_late)
    elif task.days_late:
        words += delay_in_words(task, _)
    elif task.late and task.situation.milestone_met:
        words += _(" (late)")
    if task.situation.after_period:
        words += _(" (after the period)")
    if task.state.name == "blocked":
        words += _(" (blocked)")
    return words
