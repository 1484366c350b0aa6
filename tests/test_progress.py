"""The progress bar: on a terminal's stderr, only where one waits, and never in an answer."""

import io
import sys
import time

import pytest

from ipcheck.cli import progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def streams(monkeypatch: pytest.MonkeyPatch) -> tuple[io.StringIO, _Terminal]:
    """Put in place by the test itself: pytest sets its own between the fixtures and the test."""
    out, err = io.StringIO(), _Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    return out, err


def work(seconds: float = 0) -> None:
    with progress.progress("第[1]页") as tell:
        for done in range(2):
            tell(done, 2)
            time.sleep(seconds)


def test_long_work_shows_a_bar_on_stderr_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = streams(monkeypatch)
    monkeypatch.setattr(progress, "_PATIENCE", -1)
    work(0.15)  # the bar is drawn ten times a second
    assert "第[1]页" in err.getvalue()
    assert out.getvalue() == ""


def test_short_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _out, err = streams(monkeypatch)
    work()
    assert err.getvalue() == ""


def test_a_stderr_that_is_no_terminal_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", -1)
    monkeypatch.setattr(sys, "stderr", err := io.StringIO())
    work()
    assert err.getvalue() == ""
