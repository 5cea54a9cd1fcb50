"""What a tray is called on the screen, from the name that printers give it (PWG 5101.1, PWG 5100.7)."""

import re

from desktop_app.desk.print_ import Tray
from desktop_app.desk.printer_choice import PaperSize
from desktop_app.ui.language import say

_NUMBERED = re.compile(r"tray-([0-9]{1,3})\Z")


def tray_words(tray: Tray) -> str:
    """The tray's name, and what lies in it as far as that is A4 or A3."""
    sizes = "、".join(size.name for size in PaperSize if any(size.is_called(name) for name in tray.media))
    name = tray.label or _name(tray.source)
    return say(f"{name}（装有 {sizes}）", f"{name} (holds {sizes})") if sizes else name


def _name(source: str) -> str:
    if numbered := _NUMBERED.match(source):
        return say(f"纸盒 {numbered[1]}", f"Tray {numbered[1]}")
    return {
        "main": say("主纸盒", "Main tray"),
        "alternate": say("备用纸盒", "Alternate tray"),
        "large-capacity": say("大容量纸盒", "Large-capacity tray"),
        "manual": say("手送（逐张）", "Fed by hand"),
        "by-pass-tray": say("手送纸盘", "By-pass tray"),
        "top": say("上纸盒", "Top tray"),
        "middle": say("中纸盒", "Middle tray"),
        "bottom": say("下纸盒", "Bottom tray"),
        "rear": say("后纸盒", "Rear tray"),
        "side": say("侧纸盒", "Side tray"),
    }.get(source, say(f"其他纸盒 {source[:24]}", f"Another tray, {source[:24]}"))
