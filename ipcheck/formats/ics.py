"""iCalendar (RFC 5545): the events of a document, for calendar programs."""

from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from icalendar import Alarm, Calendar, Event, vCategory, vText

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page
from ipcheck.formats.parts import Event as WholeDay

_END = b"END:VCALENDAR"


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:  # noqa: ARG001
    """Write `document.events()`, one event at a time, as a calendar with the title of the document.

    Lines end in CRLF and are folded at 75 octets. The document must have events.
    """
    begin, end, rest = _calendar(document.title, _.language).to_ical().partition(_END)
    out.write(begin)
    for event in document.events() if document.events else ():
        out.write(_event(event).to_ical())
    out.write(end + rest)


def _calendar(title: str, language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//ipcheck//ipcheck//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar["X-WR-CALNAME"] = _Text(title)
    return calendar


def _event(whole_day: WholeDay) -> Event:
    event = Event()
    day, stamp = date.fromisoformat(whole_day.day), _midnight(whole_day.stamp or whole_day.day)
    event["UID"] = _Text(whole_day.uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", whole_day.sequence)
    event.add("dtstart", day)
    if day < date.max:  # the end is the day after; an event without an end lasts one day
        event.add("dtend", day + timedelta(days=1))
    event["SUMMARY"] = _Text(whole_day.title)
    event["DESCRIPTION"] = _Text(whole_day.description)
    if whole_day.categories:
        event["CATEGORIES"] = _categories(whole_day)
    event.add("status", "CANCELLED" if whole_day.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in whole_day.alarms:
        event.add_component(_alarm(days, whole_day.title))
    return event


def _alarm(days: int, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-days))
    alarm["DESCRIPTION"] = _Text(text)
    return alarm


def _categories(whole_day: WholeDay) -> vCategory:
    categories = vCategory([])
    categories.cats = [_Text(name) for name in whole_day.categories]
    return categories


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)


class _Text(vText):
    r"""Text of any content. The library's own class would take the `\N` of `D:\Notes` for the end of a line."""

    def to_ical(self) -> bytes:
        text = self.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
        return text.replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n").encode()
