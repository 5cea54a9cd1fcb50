"""What a tray is called on the screen, from the name that printers give it (PWG 5101.1, PWG 5100.7)."""

import re

from desktop_app.desk.printer_choice import PaperSize
from desktop_app.desk.printer_ready import Tray
from desktop_app.ui.language import say

_NUMBERED = re.compile(r"tray-([0-9]{1,3})\Z")


def tray_words(tray: Tray) -> str:
    """The tray's name, and what lies in it as far as that is A4 or A3."""
    sizes = say("、").join(size.name for size in PaperSize if any(size.is_called(name) for name in tray.media))
    name = tray.label or _name(tray.source)
    return say("{name}（装有 {sizes}）", name=name, sizes=sizes) if sizes else name


def _name(source: str) -> str:
    if numbered := _NUMBERED.match(source):
        return say("纸盒 {numbered}", numbered=numbered[1])
    return {
        "main": say("主纸盒"),
        "alternate": say("备用纸盒"),
        "large-capacity": say("大容量纸盒"),
        "manual": say("手送（逐张）"),
        "by-pass-tray": say("手送纸盘"),
        "top": say("上纸盒"),
        "middle": say("中纸盒"),
        "bottom": say("下纸盒"),
        "rear": say("后纸盒"),
        "side": say("侧纸盒"),
    }.get(source, say("其他纸盒 {source}", source=source[:24]))
