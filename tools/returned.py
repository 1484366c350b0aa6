"""Renew the workbooks of examples/offices, as docs/sheet.zh-CN.md has them filled in: python -m tools.returned"""

import shutil
import sys
import tempfile
from pathlib import Path

from tools.examples import ROOT, walked
from tools.offices import cells, fillings

FOLDER = ROOT / "examples" / "offices"
HEAD = "# yaml-language-server: $schema=../../data/schema/assignments.json\n"
TEXT = (ROOT / "docs" / "sheet.zh-CN.md").read_text(encoding="utf-8")


def main() -> int:
    """Write only the workbooks whose cells have changed, since every newly saved workbook has other bytes."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        walked(TEXT, folder)
        assignments = (folder / "assignments.yaml").read_text(encoding="utf-8")
        (FOLDER / "assignments.yaml").write_text(HEAD + assignments, encoding="utf-8")
        for workbook in fillings(TEXT):
            old, new = FOLDER / workbook, folder / workbook
            if not old.exists() or any(cells(old, sheet) != cells(new, sheet) for sheet in range(3)):
                shutil.copy(folder / workbook, FOLDER)
                sys.stdout.write(f"written: {workbook}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
