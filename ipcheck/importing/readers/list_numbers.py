"""The numbers of list items that Word and browsers draw although they are not part of the text."""

import re
from collections.abc import Callable

MOST = 9999  # a higher number is drawn in digits, whatever the format

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEADING_NUMBER = re.compile(
    r"\s*(?:第[0-9〇零一二三四五六七八九十百]+[章节条部分]|[（(][0-9〇零一二三四五六七八九十百a-zA-Z]+[)）]"
    r"|[〇零一二三四五六七八九十百]+[、.．]|[0-9０-９]+(?:[.．][0-9]+)*[、.．)）](?![0-9])|[①-⑳⑴-⒛㊀-㊉])"
)


def numbers_itself(text: str) -> bool:
    """Whether a text already begins with a number: 一、 （二） 3. ④."""
    return bool(_LEADING_NUMBER.match(text))


def labelled(label: str, text: str) -> str:
    """The text behind its number, as a reader sees both; a space parts them where their letters or digits would run
    together."""
    label = label.strip()
    runs_together = label[-1:].isascii() and (text[:1].isascii() or label[-1:].isalnum())
    return f"{label} {text}" if label and text and runs_together else label + text


def numeral(form: str, n: int) -> str | None:
    """Draw `n` in the OOXML number format `form` (ISO/IEC 29500-1, 17.18.59); None for an unknown format. Numbers that
    are negative or above MOST are drawn in digits."""
    draw = _FORMS.get(form)
    if draw is None:
        return None
    return draw(n) if 0 <= n <= MOST else str(n)


def _chinese_numeral(n: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """Write a number below 10,000 with the given digits and units: 101 is 一百零一. In the everyday numerals 10 to 19
    begin with 十."""
    if n == 0:
        return "〇" if digits[0] == "零" and units[0] == "十" else digits[0]
    written, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = n // power % 10
        if digit:
            written += (digits[0] if gap and written else "") + digits[digit] + unit
        gap = not digit
    return written[1:] if 10 <= n < 20 and units[0] == "十" else written


def _letters(n: int) -> str:
    """Write a number in letters: a to z, then aa, bb and so on; in digits beyond 780."""
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n <= 780 else str(n)


def _roman(n: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (n // value)
        n %= value
    return written


def _enclosed(first: str, most: int) -> Callable[[int], str]:
    """A function that draws 1 to `most` as consecutive characters from `first` on, and other numbers in digits."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= most else str(n)


def _nth_of(characters: str) -> Callable[[int], str]:
    """A function that draws 1 and so on as the characters in turn, and other numbers in digits."""
    return lambda n: characters[n - 1] if 1 <= n <= len(characters) else str(n)


def _circled(n: int) -> str:
    return chr(ord("㉑") + n - 21) if 21 <= n <= 35 else _enclosed("①", 20)(n)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda n: str(n).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "chineseCounting": _chinese_numeral,
    "chineseCountingThousand": _chinese_numeral,
    "japaneseCounting": _chinese_numeral,
    "taiwaneseCounting": _chinese_numeral,
    "taiwaneseCountingThousand": _chinese_numeral,
    "koreanDigital2": _chinese_numeral,
    "ideographDigital": lambda n: "".join(_DIGITS[int(digit)] for digit in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join(_DIGITS[int(digit)] for digit in str(n)),
    "taiwaneseDigital": lambda n: "".join(_DIGITS[int(digit)] for digit in str(n)),
    "chineseLegalSimplified": lambda n: _chinese_numeral(n, _LEGAL, "拾佰仟"),
    "ideographTraditional": _nth_of(_STEMS),
    "ideographZodiac": _nth_of(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda _n: "",
}
