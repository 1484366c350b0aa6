"""Reading in a separate process: parsers in C crash, hang or swell on some files, and then only that process ends."""

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
from ipcheck.importing.readers.pieces import Doubt, Piece, Progress, ReadDocument

MOST_SECONDS = 60
MOST_MEMORY = 256 * 1024 * 1024  # bytes of data in the other process, where the system can enforce it

# Python runs isolated (-I), so that no module in the working folder is imported.
_PROGRAM = f"import sys; sys.path.insert(0, sys.argv.pop(1)); from {__name__} import main; main()"
_PACKAGES = str(Path(__file__).parents[3])


def read_in_subprocess(
    kind: str, data: bytes, path: str, _: Translator, progress: Progress, meanwhile: Callable[[], None]
) -> ReadDocument:
    """Read a file with the reader of `kind` ("html" or "pdf") in a separate process, and call `meanwhile` at the same
    time.

    Raises UsageError where the reader does, where the process crashes or takes too much memory, and where it takes more
    than MOST_SECONDS; RuntimeError with the traceback for a fault in the reader.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, _PACKAGES, kind, path, _.language]
    with subprocess.Popen(  # noqa: S603 (this same program)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        timer = threading.Timer(MOST_SECONDS, process.kill)
        timer.start()
        try:
            answer = _receive_answer(process, data, progress, meanwhile)
        finally:
            timed_out = timer.finished.is_set()
            timer.cancel()
            process.kill()
    if answer is not None:
        return _document_from(answer)
    message = _("{path}: it crashes the reader, or takes too much memory; copy its text into a text file")
    if timed_out:
        message = _("{path}: could not be read within {n} seconds; copy its text into a text file")
    raise UsageError(message.format(path=path, n=MOST_SECONDS))


def _receive_answer(
    process: "subprocess.Popen[bytes]", data: bytes, progress: Progress, meanwhile: Callable[[], None]
) -> dict[str, Any] | None:
    """Send the file to the other process and return its last message; None where the process ends without one. Messages
    about progress are passed on."""
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101
    try:
        process.stdin.write(data)
        process.stdin.close()
    except OSError:  # it has ended
        return None
    meanwhile()
    for line in process.stdout:
        message: dict[str, Any] = json.loads(line)
        if "of" not in message:
            return message
        progress(message["done"], message["of"])
    return None


def _document_from(answer: dict[str, Any]) -> ReadDocument:
    """The document in the last message of the other process. Raises UsageError or RuntimeError where the message
    reports one."""
    if "refused" in answer:
        raise UsageError(answer["refused"])
    if "fault" in answer:
        raise RuntimeError(answer["fault"])
    pieces = [Piece(text, at, tuple(cells), aside) for text, at, cells, aside in answer.pop("pieces")]
    doubts = tuple(Doubt(text, question) for text, question in answer.pop("doubts"))
    return ReadDocument(pieces, doubts=doubts, **answer)


def main() -> None:
    """Run as the other process: read a file from stdin, and write messages to stdout as lines of JSON."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    kind, path, language = sys.argv[1:]
    data = sys.stdin.buffer.read()
    try:
        reader = _reader(kind)
        _limit_memory()
        _send(**reader(data, path, Translator(language), lambda done, total: _send(done=done, of=total))._asdict())
    except UsageError as refusal:
        _send(refused=str(refusal))
    except MemoryError:
        return  # without a message, which the caller takes for too much memory
    except Exception:
        _send(fault=traceback.format_exc())


def _reader(kind: str) -> Callable[[bytes, str, Translator, Progress], ReadDocument]:
    from ipcheck.importing.readers.html.page import read_html
    from ipcheck.importing.readers.pdf.pages import read_pdf

    return {"html": read_html, "pdf": read_pdf}[kind]


def _send(**fields: Any) -> None:
    sys.stdout.buffer.write(json.dumps(fields).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
        _soft, hard = resource.getrlimit(limit)
        ceiling = MOST_MEMORY if limit == resource.RLIMIT_DATA else 4 * MOST_MEMORY
        resource.setrlimit(limit, (ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard), hard))
