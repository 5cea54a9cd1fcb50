"""Which input method Qt asks for: what comes with Qt for Python reaches IBus only, and Fcitx 5 answers as IBus too.

Fcitx 4 does not: on X `fcitx4` speaks with it, whatever Qt does.
"""

from collections.abc import Mapping, MutableMapping
from pathlib import Path

from PySide6 import __version_info__

_ALL = "QT_IM_MODULES"  # several, the first that is there
_ONE = "QT_IM_MODULE"
_FOR_X = "XMODIFIERS"
#: Qt 6.7 asks for one only.
_SEVERAL = __version_info__[:2] >= (6, 8)


def reach(environment: MutableMapping[str, str], *, several: bool = _SEVERAL) -> None:
    """Before Qt starts: where an input method is named, IBus comes after it.

    Desktops with Fcitx name that one only, and not a Chinese letter could be typed. On Wayland, where none is named,
    the desktop hands on what is typed by itself. A Qt that does not ask for several asks for IBus, unless it can reach
    what was named.
    """
    if environment.get(_ALL):
        return
    named = environment.get(_ONE, "")
    if not named and not environment.get("WAYLAND_DISPLAY"):
        named = environment.get(_FOR_X, "").partition("@im=")[2]
    if named.startswith(("fcitx", "ibus")):
        environment[_ALL] = named if named == "ibus" else f"{named};ibus"
        if not several and not _reached(named):
            environment[_ONE] = "ibus"


def _reached(named: str) -> bool:
    """Whether this Qt has a plugin for it, as a system's own may."""
    from PySide6.QtCore import QLibraryInfo

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
    return any(plugins.glob(f"lib{named}platforminputcontextplugin.*"))


def named_otherwise(environment: Mapping[str, str]) -> bool:
    """Whether an input method is named, and it is not Fcitx."""
    named = environment.get(_ALL) or environment.get(_ONE) or environment.get(_FOR_X, "")
    return bool(named) and "fcitx" not in named
