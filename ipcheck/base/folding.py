"""Lines of at most so many cells, broken where Chinese and English may be (CLREQ: no line begins with a full stop)."""

import re
from collections.abc import Callable

# What a line may be broken after: a Chinese character or a word, with the punctuation that clings to it.
# (A plain string: to compile it at import would cost every call that folds nothing.)
_UNIT = r"[（《“‘〔【]{0,8}(?:[^\s⺀-￯“”]+|[⺀-￯])[，。；：、？！）》”’〕】]*\s*|\S\s*"


def folded(text: str, width: int, cells: Callable[[str], int]) -> list[str]:
    """`text` in lines of at most `width` cells, of which a Chinese character takes two; `cells` counts those of a text.
    A word longer than a line stays whole."""
    lines, line, taken = [], "", 0
    for unit in re.findall(_UNIT, text):
        if line and taken + cells(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line, taken = "", 0
        line += unit
        taken += cells(unit)
    return [*lines, line.rstrip()]
