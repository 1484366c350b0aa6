"""The words that people read for values of the data (situations, states, stages, roles, steps), and the names of
tasks."""

from ipcheck.base.i18n import N_, Translator
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
STAGE_WORDS = {
    "study": N_("to be studied"),
    "drafting": N_("to be drafted or revised"),
    "issued": N_("to be issued"),
    "applied": N_("to be applied"),
    "mentioned": N_("mentioned"),
}
GIST = N_("unofficial summary; the Chinese text prevails")
NO_RECORD = N_("no public record")
STATE_WORDS = {
    "unknown": NO_RECORD,
    "started": N_("started"),
    "blocked": N_("blocked"),
    "done": N_("done"),
    "withdrawn": N_("withdrawn"),
}
ROLE_WORDS = {
    "lead": N_("leads"),
    "participant": N_("takes part"),
    "mentioned": N_("is mentioned"),
    "group": N_("in a group"),
}
MARK_WORDS = {**STATE_WORDS, "progress": N_("progress")}
STEP_WORDS = {
    "公开征求意见": N_("public consultation"),
    "审议通过": N_("adopted"),
    "公布": N_("promulgated"),
    "施行": N_("took effect"),
}
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
