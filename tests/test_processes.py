"""Work in several processes: what becomes of it where one dies, of what it raises, and of a hostile working folder."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ipcheck.base.processes import gc_paused, in_processes

LARGE = 400_000  # bytes, of which a pipe holds 65,536 on Linux, and less elsewhere


class Deadly:
    """An object that ends the process which hands it to another."""

    def __reduce__(self) -> str:
        os._exit(1)


def dying(_argument: bytes, small: int) -> Callable[[int], list[object]]:
    """Work on numbers that ends the process in the middle of the result for `small` and every number above it."""
    return lambda item: [item, b"x" * LARGE, *([Deadly()] if item >= small else [])]


def failing() -> Callable[[int], int]:
    return lambda item: 1 // item


def numbering() -> Callable[[int], tuple[int, int]]:
    return lambda item: (item, os.getpid())


@pytest.mark.parametrize("small", [0, 3, 9])
def test_a_process_that_dies_in_the_middle_of_an_answer_is_done_without(small: int) -> None:
    answers = list(in_processes(dying, (bytes(LARGE), small), range(9), 2))
    assert [number for number, *_rest in answers] == list(range(9))


def test_what_the_work_raises_reaches_the_caller() -> None:
    answers = in_processes(failing, (), [1, 1, 0, 1], 2)
    assert [next(answers), next(answers)] == [1, 1]
    with pytest.raises(ZeroDivisionError):
        next(answers)


def test_what_lies_in_the_working_folder_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pickle", "struct", "collections", "signal", "ipcheck"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w').close()\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answers = list(in_processes(numbering, (), range(9), 2))
    assert [number for number, _process in answers] == list(range(9))
    assert os.getpid() not in {process for _number, process in answers}
    assert not (tmp_path / "imported").exists()


def test_the_main_module_can_be_imported_without_starting_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", "import ipcheck.__main__"], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collection_is_paused_and_then_as_it_was(enabled: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with suppress(KeyError), gc_paused():
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if was else gc.disable)()
