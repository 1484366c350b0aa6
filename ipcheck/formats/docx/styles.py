"""The look of a Word document: page and styles after GB/T 9704-2012, the standard for official documents."""

from typing import Any, NamedTuple

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from ipcheck.base.i18n import Translator
from ipcheck.formats.docx.elements import element, paragraph, run
from ipcheck.formats.docx.widths import SIZES

GREY = "595959"  # 7:1 on white; WCAG 2.2 asks for 4.5:1
_LATIN = "Times New Roman"
_XIAOBIAOSONG = "方正小标宋简体"  # Word takes 宋体 where this font is missing
_SONG, _FANGSONG, _HEI, _KAI = "宋体", "仿宋", "黑体", "楷体"


class _Look(NamedTuple):
    """A style: the font of Chinese characters, their size and the height of a line in points, the indent of the first
    line in characters, the space `above` and `below` in points. `keep` keeps a paragraph on the page of the next."""

    font: str
    size: float
    line: float
    indent: int = 0
    align: str = "left"
    colour: str = "000000"
    bold: bool = False
    above: float = 0
    below: float = 0
    keep: bool = False


# Sizes: 二号 22, 三号 16, 四号 14, 小四 12, 五号 10.5 points. GB/T 9704-2012 asks for text in 三号仿宋, 22 lines a page
# (5.2.2, 5.2.3), the title in 二号小标宋 (7.3.1), headings in 黑体 (7.3.3), numbers of pages in 四号宋体 (7.5).
_CHINESE = {
    "Title": _Look(_XIAOBIAOSONG, 22, 34, align="center", below=14, keep=True),
    "Body Text": _Look(_FANGSONG, 16, 28, indent=2, align="both"),
    "Heading 1": _Look(_HEI, 16, 28, indent=2, above=10, below=4, keep=True),
    "Fact": _Look(_FANGSONG, 12, 20, indent=2, align="both", colour=GREY),
    "Figure": _Look(_HEI, 16, 22, align="center", keep=True),
    "Small Print": _Look(_FANGSONG, 10.5, 17, colour=GREY, above=3),
    "Footer": _Look(_SONG, 14, 18),
}
_ENGLISH = {
    "Title": _Look(_SONG, 18, 24, align="center", bold=True, below=12, keep=True),
    "Body Text": _Look(_SONG, 12, 18, below=6),
    "Heading 1": _Look(_SONG, 14, 20, bold=True, above=14, below=6, keep=True),
    "Fact": _Look(_SONG, 10.5, 15, colour=GREY),
    "Figure": _Look(_SONG, 16, 22, align="center", bold=True, keep=True),
    "Small Print": _Look(_SONG, 9.5, 14, colour=GREY, above=3),
    "Footer": _Look(_SONG, 12, 18),
}
# By how much letters and lines are smaller in a tight document.
_SMALLER = {"zh": 0.66, "en": 0.75}
_LONG, _SHORT = 297, 210  # mm: the edges of A4
_TWIPS = 1440 / 25.4  # twentieths of a point in a mm
_GAP = _Look(_SONG, 6, 10)
_SUBTITLE = {"zh": _Look(_KAI, 16, 0), "en": _Look(_SONG, 12, 0)}


def title_size(_: Translator, tight: bool = False) -> float:
    """The size of the title's letters in points."""
    return _looks(_, tight)["Title"].size


def text_width(_: Translator, across: bool = False, tight: bool = False) -> int:
    """The width of the text on a page in twentieths of a point."""
    above, below, left, right = _margins(_, tight)
    return round((_LONG - above - below if across else _SHORT - left - right) * _TWIPS)


def _looks(_: Translator, tight: bool) -> dict[str, _Look]:
    looks, by = (_ENGLISH, _SMALLER["en"]) if _.is_foreign else (_CHINESE, _SMALLER["zh"])
    return {name: _smaller(look, by) for name, look in looks.items()} if tight else looks


def _smaller(look: _Look, by: float) -> _Look:
    """A style with letters in half points and lines by so much smaller."""
    size = round(look.size * by * 2) / 2
    return look._replace(size=size, line=look.line * by, above=look.above * by, below=look.below * by)


def table_styles(size: float) -> tuple[str, str]:
    """The names of the styles for head and cells of a table with letters of this size (in points)."""
    return f"Table Head {size:g}", f"Table Text {size:g}"


def apply_styles(word: Any, _: Translator, across: bool, tight: bool = False) -> None:
    """Give python-docx's empty document its styles and its page. With `across` the page is landscape, with `tight` its
    margins and letters are small."""
    looks = {**_looks(_, tight), "Table Gap": _GAP}
    for size in SIZES:
        head, text = table_styles(size)
        line = size * (1.2 if tight else 1.3)
        looks[head] = _Look(_SONG if _.is_foreign else _HEI, size, line, bold=_.is_foreign, keep=True)
        looks[text] = _Look(_SONG, size, line)
    _defaults(word.styles.element.find(qn("w:docDefaults")), looks["Body Text"])
    # A style of the template is taken where it has one of the name, so that Word's navigation finds the headings.
    styles = {style.name: style for style in word.styles}  # the library looks through all of them for each name
    for name, look in looks.items():
        if name not in styles:
            styles[name] = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            styles[name].base_style = styles["Normal"]
        _replace(styles[name].element, _paragraphs(look), _letters(look))
    _replace(word.styles["Subtitle Char"].element, _letters(_SUBTITLE["en" if _.is_foreign else "zh"]))
    _page(word.sections[0], across, tight, _)
    _number_pages(word.sections[0])
    _settings(word.settings)


def _defaults(defaults: Any, look: _Look) -> None:
    """Set what holds where no style says otherwise. The languages are those that Word itself writes into Chinese
    documents: if their Latin letters counted as Chinese, lines would break inside numbers."""
    letters = _letters(look)
    letters.append(element("lang", val="en-US", eastAsia="zh-CN"))
    defaults.clear()
    defaults.extend([element("rPrDefault", letters), element("pPrDefault", element("pPr"))])


def _replace(style: Any, *properties: Any) -> None:
    for old in [child for child in style if child.tag in (qn("w:pPr"), qn("w:rPr"))]:
        style.remove(old)
    style.extend(properties)


def _paragraphs(look: _Look) -> Any:
    spacing = {"before": _twips(look.above), "after": _twips(look.below), "line": _twips(look.line)}
    keep = [element("keepNext"), element("keepLines")] if look.keep else []
    first = {"firstLine": _twips(look.indent * look.size), "firstLineChars": look.indent * 100}
    properties = [*keep, element("spacing", **spacing, lineRule="exact"), element("ind", **first)]
    return element("pPr", *properties, element("jc", val=look.align))


def _letters(look: _Look) -> Any:
    fonts = element("rFonts", ascii=_LATIN, hAnsi=_LATIN, cs=_LATIN, eastAsia=look.font)
    bold = [element(tag, val=int(look.bold)) for tag in ("b", "bCs")]
    sizes = [element(tag, val=round(look.size * 2)) for tag in ("sz", "szCs")]
    return element("rPr", fonts, *bold, element("color", val=look.colour), *sizes)


def _twips(points: float) -> int:
    return round(points * 20)


def _margins(_: Translator, tight: bool) -> tuple[int, int, int, int]:
    """The margins of an upright page in mm, above, below, left and right: those of GB/T 9704-2012 (5.2.1), in English
    smaller ones above and below, of a `tight` page all smaller."""
    if tight:
        return 16, 16, 20, 20
    return (25, 25, 28, 26) if _.is_foreign else (37, 35, 28, 26)


def _page(section: Any, across: bool, tight: bool, _: Translator) -> None:
    """Set the page: A4 with its margins, turned to landscape with `across`."""
    sides = [Mm(margin) for margin in _margins(_, tight)]
    section.page_width, section.page_height = Mm(_SHORT), Mm(_LONG)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = sides
    section.footer_distance = Mm(8 if tight else 12 if _.is_foreign else 22)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(_LONG), Mm(_SHORT)
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = sides
        section.footer_distance = Mm(13)


def _number_pages(section: Any) -> None:
    """Put the page number between dashes on the outer side of the footer, one character from the edge of the text
    (GB/T 9704-2012, 7.5)."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = element("fldSimple", run("1"), instr="PAGE")
        line = paragraph("Footer", run("— "), number, run(" —"), align=side)
        line.pPr.insert(1, element("ind", **{f"{side}Chars": 100, side: 280, "firstLine": 0}))
        footer.is_linked_to_previous = False
        footer._element.clear()
        footer._element.append(line)


def _settings(settings: Any) -> None:
    """Ask for the layout of Word 2013 and later, since Word marks documents without it as old, and for Chinese as the
    East Asian language, which is Japanese in the template."""
    settings.odd_and_even_pages_header_footer = True
    for mode in settings.element.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    fonts = settings.element.find(qn("w:themeFontLang"))
    fonts.set(qn("w:eastAsia"), "zh-CN")
