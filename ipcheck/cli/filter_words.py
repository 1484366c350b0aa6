"""The filters of a call in words, for those to whom an answer is passed on."""

from ipcheck.base.i18n import N_, Translator
from ipcheck.cli.options import Filters
from ipcheck.reports.shared.value_words import word_for

_LABELS = {
    "plan": N_("plan"),
    "agency": N_("agency"),
    "role": N_("role"),
    "office": N_("office"),
    "person": N_("person"),
    "section": N_("section"),
    "before": N_("deadline until"),
    "after": N_("deadline from"),
    "within": N_("deadline within"),
    "basis": N_("deadline basis"),
    "text": N_("text"),
    "kind": N_("kind"),
    "state": N_("state recorded"),
    "situation": N_("status"),
    "outcome": N_("outcome"),
}


def filters_in_words(filters: Filters, _: Translator) -> list[str]:
    """The filters of a call, each in words: plan 2025, status overdue."""
    given = {name: value for name, value in filters._replace(late=None)._asdict().items() if value}
    words = []
    for name, value in given.items():
        texts = [word_for(str(each), name, _) for each in (value if isinstance(value, list) else [value])]
        words.append(_("{filter} {values}").format(filter=_(_LABELS[name]), values=_.join(texts)))
    if filters.late is not None:
        words.append(_("done late") if filters.late else _("done in time"))
    return words
