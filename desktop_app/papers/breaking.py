"""Where a line of Chinese text may end: between which pieces, by GB/T 15834-2011 (5.1) and custom for numbers.

5.1.1 to 5.1.5: full stop, question and exclamation mark, comma, 顿号, semicolon and colon never begin a line; nor
does the second half of quotation marks, brackets and title marks, and the first half never ends one. 5.1.6, 5.1.7: a
dash or an ellipsis is not parted. 5.1.8, 5.1.9: hyphens and 间隔号 do not begin a line. 5.1.10: 分隔号 neither begins
nor ends one.
"""

import re

from desktop_app.papers import mongolian

#: Marks that never begin a line. Beside the standard's: their half-width and vertical kin, and what follows a number.
NO_START = frozenset(
    "，。、；：？！）》」』】〕〉〗〙〛］｝”’〞〟…—～·‧・•．｡､／,.;:?!)]}/%％‰℃℉°′″²³¹⁰⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉々〃ー᠂᠃᠄᠅᠈᠉"
)
#: Marks that never end a line: the first halves, what stands before a number, and the 分隔号.
NO_END = frozenset("（《「『【〔〈〖〘〚［｛“‘〝([{￥¥＄$￡£€№／/")
#: A number is not parted from what it counts.
_COUNTED = frozenset("年月日号时分秒人份票项篇页名万亿元亩届级期版岁天周次位个件吨克米升度℃")
_UNITS = re.compile(
    r"[kmμcd]?(?:m[²³]?|[gLlWVAtsJN]|Pa|Hz|bp)|[MG](?:W|Hz|Pa|J|b)|hm²|ha|k?Wh|min|[hdKa]|ppm|pH|dB|r/min"
)
#: Characters between which a line may end wherever they stand beside each other.
_PLAIN = "[\u4e00-\u9fff]"
#: A word in Latin, Greek or Cyrillic letters with its digits, signs, accents and apostrophes; or one in Mongolian; or
#: plain characters on end.
_TOKEN = re.compile(
    rf"[A-Za-z0-9À-ɏͰ-ԯ\u0300-\u036f²³@#&+_~'.:%\-]+(?:’[A-Za-zÀ-ɏ]+)*|{mongolian.WORD}|\s+|{_PLAIN}{{2,}}|.", re.DOTALL
)


def may_part(text: str, at: int) -> bool:
    """Whether the marks beside a place let a line end there; a blank between hides none of them."""
    after, before = text[at:].lstrip()[:1], text[:at].rstrip()[-1:]
    return after not in NO_START and before not in NO_END and not _inseparable(text, at)


def _inseparable(text: str, at: int) -> bool:
    """A selector or a joiner belongs to the character before it."""
    return text[at] in mongolian.TRAILING or text[at - 1] == "\u200d"


def units(paragraph: str) -> list[str]:
    """The smallest pieces between which a line may end; together they are the paragraph."""
    made: list[str] = []
    for found in _TOKEN.findall(paragraph):
        token, rest = (found[0], found[1:]) if "\u4e00" <= found[0] <= "\u9fff" else (found, "")
        if made and made[-1].isspace() and len(made) > 1 and _across(made[-2], token):
            blank = made.pop()
            made[-1] += blank + token
        elif made and _together(made[-1], token):
            made[-1] += token
        else:
            made.append(token)
        made.extend(rest)
    return made


def _together(before: str, token: str) -> bool:
    """Whether a line may not end between a piece and the token right after it."""
    first = token[0]
    if first in NO_START or first in mongolian.TRAILING or before[-1] == "\u200d":
        return True
    if before.rstrip()[-1:] in NO_END:
        return True
    return first in _COUNTED and before[-1].isascii() and before[-1].isdigit()


def _across(before: str, token: str) -> bool:
    """Whether a line may not even end at the blank between the two: before a closing mark, or a number's unit."""
    return token[0] in NO_START or (
        before[-1].isascii() and before[-1].isdigit() and _UNITS.fullmatch(token) is not None
    )
