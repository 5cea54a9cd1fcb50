"""Radicals as the characters they show: who writes a PDF often names a glyph by the radical of the same shape.

Unicode folds the Kangxi radicals (U+2F00 to U+2FD5) but hardly any of the supplement (U+2E80 to U+2EFF). The rest is
what share a glyph in common fonts; no radical is ever part of a name or a word as it is typed.
"""

import unicodedata

_SUPPLEMENT = (
    "⺂⺃⺅⺉⺋⺎⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺭⺯⺰⺱⺲⺳⺹⺺⺾⻁⻂⻃⻅⻆⻈⻉⻋⻌⻐⻑"
    "⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲⻳⺫"
)
_CHARACTERS = (
    "乛乚亻刂㔾兀尣尢巳幺彑彐忄扌攵旡歺母民氵灬爫丬犭礻糹纟罓罒㓁耂肀艹虎衤覀见角讠贝车辶钅長"
    "镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀龟罒"
)
#: The one Kangxi radical that Unicode folds to the traditional shape while fonts for simplified Chinese draw the other.
_DOOR = {"\u2f3e": "户"}

_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}

#: For `str.translate`: radical -> character.
RADICALS = str.maketrans(_KANGXI | dict(zip(_SUPPLEMENT, _CHARACTERS, strict=True)) | _DOOR)
