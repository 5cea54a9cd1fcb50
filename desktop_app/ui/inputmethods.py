"""Which input method Qt asks for: what comes with Qt for Python reaches IBus only, and Fcitx 5 answers as IBus too.

Fcitx 4 does not: on X `fcitx4` speaks with it, whatever Qt does.
"""

from collections.abc import Mapping, MutableMapping

_ALL = "QT_IM_MODULES"  # several, the first that is there
_ONE = "QT_IM_MODULE"
_FOR_X = "XMODIFIERS"


def reach(environment: MutableMapping[str, str]) -> None:
    """Before Qt starts: where an input method is named, IBus comes after it.

    Desktops with Fcitx name that one only, and not a Chinese letter could be typed. On Wayland, where none is named,
    the desktop hands on what is typed by itself.
    """
    if environment.get(_ALL):
        return
    named = environment.get(_ONE, "")
    if not named and not environment.get("WAYLAND_DISPLAY"):
        named = environment.get(_FOR_X, "").partition("@im=")[2]
    if named.startswith(("fcitx", "ibus")):
        environment[_ALL] = named if named == "ibus" else f"{named};ibus"


def named_otherwise(environment: Mapping[str, str]) -> bool:
    """Whether an input method is named, and it is not Fcitx."""
    named = environment.get(_ALL) or environment.get(_ONE) or environment.get(_FOR_X, "")
    return bool(named) and "fcitx" not in named
