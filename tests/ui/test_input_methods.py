"""Chinese can be typed whichever input method a desktop names; with Fcitx 5 for real, where it is installed."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.ui import inputmethods
from tests.support.patience import until
from tests.support.processes import started
from tests.support.screen_reader import screen
from tests.support.secret_service import bus

_PROGRAMS = ("Xvfb", "openbox", "dbus-daemon", "setpriv", "fcitx5", "xdotool")
_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
_KEYS = ("xdotool", "key", "ctrl+a", "BackSpace", "n", "i", "h", "a", "o", "space", "sleep", "0.5")
#: Says when it has the keyboard, then each text that stands in its line.
_LINE = """
import os
from PySide6.QtWidgets import QApplication, QLineEdit
from desktop_app.ui import inputmethods
inputmethods.reach(os.environ)
application = QApplication([])
line = QLineEdit()
line.textChanged.connect(lambda text: print(text, flush=True))
application.focusWindowChanged.connect(lambda window: window and print("here", flush=True))
line.show()
line.activateWindow()
application.exec()
"""


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "fcitx;ibus"),
        ({"QT_IM_MODULE": "fcitx5"}, "fcitx5;ibus"),
        ({"QT_IM_MODULE": "ibus"}, "ibus"),
        ({"XMODIFIERS": "@im=fcitx"}, "fcitx;ibus"),
        ({"XMODIFIERS": "@im=fcitx", "WAYLAND_DISPLAY": "wayland-0"}, None),
        ({"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx"}, "wayland;fcitx"),
        ({"QT_IM_MODULE": "compose"}, None),
        ({}, None),
    ],
)
def test_ibus_comes_after_what_the_desktop_names(named: dict[str, str], wanted: str | None) -> None:
    inputmethods.reach(named)
    assert named.get("QT_IM_MODULES") == wanted


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "compose"}, "compose"),
        ({"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx"}, "fcitx"),
        ({}, None),
    ],
)
def test_a_qt_that_asks_for_one_asks_for_ibus_instead(named: dict[str, str], wanted: str | None) -> None:
    """Qt 6.7 does not know the list; that Fcitx was named is remembered, for version 4 is spoken with otherwise."""
    fcitx = "fcitx" in str(named)
    inputmethods.reach(named, several=False)
    assert named.get("QT_IM_MODULE") == wanted
    assert inputmethods.named_otherwise(named) is (not fcitx and bool(named))


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short name: the path of a socket may have 108 bytes."""
    made = Path(tempfile.mkdtemp(prefix="im"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.skipif(any(shutil.which(one) is None for one in _PROGRAMS), reason="not installed: fcitx5, xdotool")
def test_pinyin_becomes_characters_where_the_desktop_names_fcitx(home: Path) -> None:
    (home / "fcitx5").mkdir()
    (home / "fcitx5" / "profile").write_text(_PROFILE, encoding="utf-8")
    told = home / "told"
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home), "QT_IM_MODULE": "fcitx"}
    with screen(home) as display, bus(home) as address, told.open("wb") as out:
        shown = {"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": address}
        env = own | shown | {"QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}

        def typed() -> bool:
            """Anew each time: the line may have had the keyboard before the input method knew of it."""
            with started(*_KEYS, env=env) as strokes:
                strokes.wait(10)
            return "你好" in told.read_text(encoding="utf-8")

        with started("openbox", env=env), started("fcitx5", env=env):
            until(lambda: list((home / "ibus" / "bus").glob("*")))  # where it answers as IBus
            with started(sys.executable, "-c", _LINE, env=env, out=out):
                until(lambda: "here" in told.read_text(encoding="utf-8"))
                until(typed)
