"""Reading in a process of its own: on some files parsers in C crash, hang or swell, and then only it ends."""

import json
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.pieces import Piece, Progress, ReadDocument

MOST_SECONDS = 60
MOST_MEMORY = 256 * 1024 * 1024  # of the other process, where the system can hold it to that

# Isolated (-I): what lies in the working folder is not imported.
_PROGRAM = f"import sys; sys.path.insert(0, sys.argv.pop(1)); from {__name__} import main; main()"
_PACKAGES = str(Path(__file__).parents[3])


def read_apart(kind: str, data: bytes, path: str, _: Translator, progress: Progress) -> ReadDocument:
    """What the reader of `kind` ("html", "pdf") makes of a file. Raises UsageError as it does, and where it ends no
    other way."""
    command = [sys.executable, "-I", "-c", _PROGRAM, _PACKAGES, kind, path, _.language]
    with subprocess.Popen(  # noqa: S603 (this same program)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        timer = threading.Timer(MOST_SECONDS, process.kill)
        timer.start()
        try:
            answer = _answer(process, data, progress)
        finally:
            late = timer.finished.is_set()
            timer.cancel()
            process.kill()
    if answer is not None:
        return _found(answer)
    said = _("{path}: it breaks the program that reads it, or takes too much memory; copy its text into a text file")
    if late:
        said = _("{path}: not read within {n} seconds, and given up; copy its text into a text file")
    raise UsageError(said.format(path=path, n=MOST_SECONDS))


def _answer(process: "subprocess.Popen[bytes]", data: bytes, progress: Progress) -> dict[str, Any] | None:
    """The last thing that the other process says; None where it ends before."""
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101
    try:
        process.stdin.write(data)
        process.stdin.close()
    except OSError:  # it has ended
        return None
    for line in process.stdout:
        said: dict[str, Any] = json.loads(line)
        if "of" not in said:
            return said
        progress(said["done"], said["of"])
    return None


def _found(answer: dict[str, Any]) -> ReadDocument:
    if "refused" in answer:
        raise UsageError(answer["refused"])
    if "fault" in answer:
        raise RuntimeError(answer["fault"])
    pieces = [Piece(text, at, tuple(cells), aside) for text, at, cells, aside in answer.pop("pieces")]
    return ReadDocument(pieces, **answer)


def main() -> None:
    """The other process: a file comes through stdin; lines of JSON leave through stdout."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    kind, path, language = sys.argv[1:]
    data = sys.stdin.buffer.read()
    try:
        reader = _reader(kind)
        _limit_memory()
        _say(**reader(data, path, Translator(language), lambda done, total: _say(done=done, of=total))._asdict())
    except UsageError as refusal:
        _say(refused=str(refusal))
    except MemoryError:
        return  # having said nothing
    except Exception:
        _say(fault=traceback.format_exc())


def _reader(kind: str) -> Callable[[bytes, str, Translator, Progress], ReadDocument]:
    from ipcheck.importing.readers.html.page import read_html
    from ipcheck.importing.readers.pdf.pages import read_pdf

    return {"html": read_html, "pdf": read_pdf}[kind]


def _say(**what: Any) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
        _soft, hard = resource.getrlimit(limit)
        most = MOST_MEMORY if limit == resource.RLIMIT_DATA else 4 * MOST_MEMORY
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
