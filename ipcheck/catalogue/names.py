"""The registry as it was compiled: every name of agencies and instruments that registry files hold."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ipcheck.domain.registry import Registry

Select = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]


def registry(select: Select, files: Iterable[int]) -> Registry:
    """The registry with which plans are read, from files by row id; of two that define a name the later counts."""
    agencies: dict[str, str] = {}
    in_texts: list[str] = []
    instruments: dict[str, str] = {}
    for file in files:
        for name, agency, unmistakable in select(
            "SELECT name, agency, in_texts FROM agency_names WHERE file = ?", (file,)
        ):
            agencies[name] = agency
            if unmistakable:
                in_texts.append(name)
        instruments.update(select("SELECT name, instrument FROM instrument_names WHERE file = ?", (file,)))
    return Registry(agencies, in_texts, instruments)
