"""Take the pictures of the documentation: python -m tools.pictures

They show real runs of the program: one in a pseudo-terminal of 120 columns, whose output a browser then shows, HTML
pages in the browser, and a workbook as LibreOffice prints it. Needs Debian's chromium, fonts-noto-cjk,
fonts-noto-color-emoji, libreoffice-calc-nogui and poppler-utils.
"""

import argparse
import html
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from tools.examples import AS_OF, ROOT, walked
from tools.offices import fillings

FOLDER = ROOT / "docs" / "pictures"
TEAM = ROOT / "examples" / "team"
COLUMNS = 120

# What is shown: the name of the picture, folder and arguments of the call; for a page also the state in its address, by
# language.
TERMINAL = ("terminal", TEAM, ("check", "--as-of", "2026-05-18"))
PAGES: tuple[tuple[str, Path, tuple[str, ...], dict[str, str]], ...] = (
    ("page", ROOT, ("tasks", "--plan", "2022", "--plan", "2025"), {"zh": "q=商标", "en": "q=trademark"}),
    ("threads", ROOT, ("diff", "2020", "2022", "2025"), {}),
    ("scorecard", ROOT, ("scorecard", "2022"), {}),
    ("track", ROOT, ("trace", "商标法"), {}),
)
_SCREEN = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; display: inline-block; background: #292929; }}
pre {{ margin: 0; padding: 14px 18px; color: #c5c8c6; font: 15px/1.4 "Noto Sans Mono CJK SC", monospace; }}
i {{ display: inline-block; width: .5em; height: 1.4em; overflow: hidden; vertical-align: bottom; font-style: normal; }}
i.wide {{ width: 1.25em; font-size: .8em; height: 1.75em; }}
</style><pre><span style="color:#9cdcfe">$ {command}</span>
{screen}</pre>"""


def main() -> int:
    """Take all pictures, in both languages."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for language in ("zh", "en"):
            _picture_terminal(browser, language, Path(folder))
            for page in PAGES:
                _picture_page(browser, language, Path(folder), *page)
            _picture_workbook(language, Path(folder) / language)
        browser.close()
    return 0


def _picture_terminal(browser: Any, language: str, folder: Path) -> None:
    name, place, call = TERMINAL
    screen = folder / f"{name}.html"
    output = _run_in_terminal((*call, "--lang", language), place)
    page_text = _SCREEN.format(command=html.escape(" ".join(("ipcheck", *call))), screen=_as_html(output))
    screen.write_text(page_text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1600, "height": 400})
    page.goto(screen.as_uri())
    page.locator("body").screenshot(path=FOLDER / f"{name}.{language}.png")
    page.close()


def _run_in_terminal(call: tuple[str, ...], place: Path) -> str:
    """What a call prints into a pseudo-terminal, with the codes for its colours."""
    theirs, ours = pty.openpty()
    done = subprocess.Popen(_command(call), cwd=place, env=_environment(), stdout=ours, stderr=ours)
    os.close(ours)
    output = b""
    while True:
        try:
            output += (more := os.read(theirs, 4096))
        except OSError:  # the other end is closed
            break
        if not more:
            break
    done.wait()
    return output.decode().replace("\r\n", "\n")


def _as_html(output: str) -> str:
    console = Console(record=True, file=open(os.devnull, "w", encoding="utf-8"), width=COLUMNS, force_terminal=True)  # noqa: SIM115
    console.print(Text.from_ansi(output), soft_wrap=True)
    markup = console.export_html(theme=SVG_EXPORT_THEME, inline_styles=True, code_format="{code}")
    # In this font ─ is as wide as a Chinese character, and lights are a little wider. In a terminal all keep to cells.
    return re.sub("[🔴🟡🟢🔵⚪]", r"<i class=wide>\g<0></i>", markup).replace("─", "<i>─</i>")


def _picture_page(
    browser: Any, language: str, folder: Path, name: str, place: Path, call: tuple[str, ...], state: dict[str, str]
) -> None:
    path = folder / f"{name}.html"
    subprocess.run([*_command(call), "--lang", language, "-o", path], cwd=place, env=_environment(), check=True)
    page = browser.new_page(viewport={"width": 1100, "height": 1150})
    page.goto(f"{path.as_uri()}#{state.get(language, '')}")
    page.screenshot(path=FOLDER / f"{name}.{language}.png")
    page.close()


def _picture_workbook(language: str, folder: Path) -> None:
    """Show the workbook of an office, as docs/sheet.md has it filled in: the upper part of its first page."""
    folder.mkdir()
    text = (ROOT / "docs" / {"zh": "sheet.zh-CN.md", "en": "sheet.md"}[language]).read_text(encoding="utf-8")
    walked(text, folder)
    shutil.copy(folder / next(iter(fillings(text))), folder / "sheet.xlsx")
    office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", folder, folder / "sheet.xlsx"], check=True, capture_output=True)
    size = ["-r", "130", "-x", "60", "-y", "40", "-W", "2030", "-H", "250"]
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", *size, folder / "sheet.pdf", FOLDER / f"sheet.{language}"], check=True
    )


def _command(call: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "ipcheck", *call]


def _environment() -> dict[str, str]:
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("IPCHECK_", "LC_", "LANG", "NO_"))
    }
    return inherited | {
        "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "IPCHECK_AS_OF": AS_OF, "COLUMNS": str(COLUMNS), "TERM": "xterm",
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
