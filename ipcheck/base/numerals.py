"""Reading numerals as documents write them: 12, 十二, 二〇二五."""

_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "两": "2"}


def numeral(text: str) -> int | None:
    """The number that an Arabic or Chinese numeral stands for; None where `text` is not a numeral.

    Numerals with 十 go up to 99. Chinese numerals written digit by digit may have any length.
    """
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or not all(c in _DIGITS for c in tens + ones):
            return None
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    digits = "".join(_DIGITS.get(c, c) for c in text)
    return int(digits) if digits.isdecimal() else None
