"""Fcitx 4, which Qt for Python knows nothing of: what it says as events, and typing with it where it is installed."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui import inputmethods
from desktop_app.ui.widgets.passphrasefield import passphrase_field, reveal
from tests.support.patience import until
from tests.support.processes import started
from tests.support.screen_reader import screen
from tests.support.secret_service import bus

if sys.platform != "linux":
    pytest.skip("X is Linux's", allow_module_level=True)

from desktop_app.ui import fcitx4, fcitx4bus, fcitx4words

_PROGRAMS = ("Xvfb", "openbox", "dbus-daemon", "setpriv", "fcitx", "xdotool")
_PROFILE = "[Profile]\nIMName=pinyin\nEnabledIMList=fcitx-keyboard-us:True,pinyin:True\n"
_CONFIG = "[Program]\nDefaultInputMethodState=Active\n"
#: A line, a text, a cell and a passphrase, a quarter of the screen each; says whatever stands in one of them.
_FIELDS = """
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSizePolicy, QTableWidget, QVBoxLayout, QWidget
from desktop_app.ui import fcitx4
from desktop_app.ui.widgets.composed import Composed
from desktop_app.ui.widgets.passphrasefield import passphrase_field
application = QApplication([])
line, text, table, secret = QLineEdit(), QPlainTextEdit(), QTableWidget(1, 1), passphrase_field("secret")
line.textChanged.connect(lambda now: print("line", now, flush=True))
text.textChanged.connect(lambda: print("text", text.toPlainText(), flush=True))
table.cellChanged.connect(lambda *_: print("cell", table.item(0, 0).text(), flush=True))
secret.textChanged.connect(lambda now: print("secret", now, flush=True))
window = QWidget()
column = QVBoxLayout(window)
for field in (line, text, table, secret):
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    column.addWidget(field, 1)
table.horizontalHeader().setDefaultSectionSize(1200)
table.verticalHeader().setDefaultSectionSize(150)
Composed(application)
fcitx4.follow(application)
application.focusWindowChanged.connect(lambda window: window and print("here", flush=True))
window.showFullScreen()
window.activateWindow()
application.exec()
"""
_AT = {"line": 90, "text": 280, "cell": 500, "secret": 670}


@pytest.mark.parametrize(
    ("display", "name"), [(":0", "-0"), (":10.1", "-10"), ("host:2.0", "-2"), ("unix:3", "-3"), ("", "-0")]
)
def test_the_service_is_named_after_the_display(display: str, name: str) -> None:
    assert fcitx4bus.service(display) == f"org.fcitx.Fcitx{name}"


@pytest.mark.parametrize(
    ("named", "otherwise"),
    [
        ({}, False),
        ({"QT_IM_MODULE": "fcitx"}, False),
        ({"QT_IM_MODULES": "fcitx;ibus", "QT_IM_MODULE": "fcitx"}, False),
        ({"XMODIFIERS": "@im=fcitx"}, False),
        ({"XMODIFIERS": "@im=ibus"}, True),
        ({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=fcitx"}, True),
    ],
)
def test_it_is_left_alone_where_another_is_named(named: dict[str, str], otherwise: bool) -> None:
    assert inputmethods.named_otherwise(named) is otherwise


def attributes(event: QInputMethodEvent, kind: QInputMethodEvent.AttributeType) -> list[tuple[int, int]]:
    return [(one.start, one.length) for one in event.attributes() if one.type == kind]


def test_what_is_composed_is_counted_as_qt_counts(qapp: QApplication) -> None:
    """The cursor comes in bytes; a rare character is two units of Qt's."""
    event = fcitx4words.composing([("𠮷", 0), ("ni", 1 << 4), ("hao", 1 << 3)], len("𠮷ni".encode()), QPalette())
    assert event.preeditString() == "𠮷nihao"
    assert attributes(event, QInputMethodEvent.AttributeType.TextFormat) == [(0, 2), (2, 2), (4, 3)]
    assert attributes(event, QInputMethodEvent.AttributeType.Cursor) == [(4, 1)]


def test_a_cursor_that_is_not_shown_stands_at_the_end(qapp: QApplication) -> None:
    event = fcitx4words.composing([("ni", 0)], -1, QPalette())
    assert attributes(event, QInputMethodEvent.AttributeType.Cursor) == [(2, 0)]


@pytest.mark.parametrize(
    ("keyval", "key", "text"),
    [
        (ord("a"), Qt.Key.Key_A, "a"),
        (ord("A"), Qt.Key.Key_A, "A"),
        (0xFF0D, Qt.Key.Key_Return, "\r"),
        (0xFF08, Qt.Key.Key_Backspace, "\b"),
        (0xFF51, Qt.Key.Key_Left, ""),
        (0x01000000 + ord("好"), ord("好"), "好"),
    ],
)
def test_a_key_that_is_handed_back_is_pressed(keyval: int, key: int, text: str) -> None:
    made = fcitx4words.key(keyval, 1, released=False)
    assert made is not None
    assert (made.type(), made.key(), made.text()) == (QEvent.Type.KeyPress, key, text)
    assert made.modifiers() == Qt.KeyboardModifier.ShiftModifier


def test_a_key_that_writes_nothing_is_not(qapp: QApplication) -> None:
    assert fcitx4words.key(0xFFE1, 0, released=False) is None


def test_secrets_and_buttons_are_not_composed_in(qtbot: QtBot) -> None:
    secret, shown, editable = passphrase_field("x"), passphrase_field("y"), QComboBox()
    reveal(True, shown)
    editable.setEditable(True)
    fields: list[QWidget] = [QLineEdit(), QPlainTextEdit(), editable, secret, shown, QPushButton()]
    for one in fields:
        qtbot.addWidget(one)
    assert [fcitx4.composable(one) for one in fields] == [True, True, True, False, False, False]


def test_an_open_menu_has_the_keys_for_itself(qtbot: QtBot) -> None:
    line, menu = QLineEdit(), QMenu()
    qtbot.addWidget(line)
    qtbot.addWidget(menu)
    menu.addAction("a")
    menu.popup(line.pos())
    assert not fcitx4.composable(line)
    menu.hide()
    assert fcitx4.composable(line)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short name: the path of a socket may have 108 bytes."""
    made = Path(tempfile.mkdtemp(prefix="f4"))
    (made / "fcitx").mkdir()
    (made / "fcitx" / "profile").write_text(_PROFILE, encoding="utf-8")
    (made / "fcitx" / "config").write_text(_CONFIG, encoding="utf-8")
    yield made
    shutil.rmtree(made, ignore_errors=True)


class Desktop:
    """A screen with the fields in front, and a hand on its keyboard and mouse."""

    def __init__(self, env: dict[str, str], told: Path) -> None:
        self.env, self._told = env, told

    def says(self, line: str) -> None:
        until(lambda: line in self._told.read_text(encoding="utf-8").splitlines())

    def said(self) -> list[str]:
        return self._told.read_text(encoding="utf-8").splitlines()

    def types(self, *keys: str) -> None:
        self._do("key", "--delay", "40", *keys)

    def goes_to(self, field: str) -> None:
        self._do("mousemove", "600", str(_AT[field]), "click", "1", "sleep", "0.3")

    def _do(self, *what: str) -> None:
        with started("xdotool", *what, env=self.env) as hand:
            assert hand.wait(30) == 0


@contextmanager
def desktop(home: Path) -> Iterator[Desktop]:
    told = home / "told"
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home), "LANG": "C.UTF-8"}
    with screen(home) as display, bus(home) as address, told.open("wb") as out:
        named = {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "fcitx", "QT_QPA_PLATFORM": "xcb"}
        env = own | named | {"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": address}
        with started("openbox", env=env), started(sys.executable, "-c", _FIELDS, env=env, out=out):
            until(lambda: "here" in told.read_text(encoding="utf-8"))
            yield Desktop(env, told)


def serves(home: Path) -> bool:
    from jeepney import message_bus
    from jeepney.io.blocking import DBusConnection, Proxy, prep_socket

    with DBusConnection(prep_socket(str(home / "bus"))) as asked:
        names = Proxy(message_bus, asked).ListNames()[0]
    return any(str(one).startswith("org.fcitx.Fcitx-") for one in names)


@pytest.mark.slow
@pytest.mark.skipif(any(shutil.which(one) is None for one in _PROGRAMS), reason="not installed: fcitx, xdotool")
def test_one_types_with_the_real_fcitx_4(home: Path) -> None:
    with desktop(home) as before:
        before.goes_to("line")
        before.types("o", "k")  # nobody is there to compose it
        before.says("line ok")
        with started("fcitx", "-D", env=before.env) as fcitx:
            until(lambda: serves(home))
            composes(before)
            hangs(before, fcitx.pid)
        before.types("x", "ctrl+a", "BackSpace", "g", "o", "n", "e")
        before.says("line gone")
        until(lambda: not serves(home))
        with started("fcitx", "-D", env=before.env):
            until(lambda: serves(home))
            before.types("z", "a", "i", "space")
            before.says("line gone在")


def composes(desk: Desktop) -> None:
    desk.types("ctrl+a", "BackSpace", "n", "i", "h", "a", "o", "space")
    desk.says("line 你好")
    desk.types("n", "i", "Escape", "n", "i", "h", "a", "o", "x", "BackSpace", "1")
    desk.says("line 你好你好")
    desk.types("ctrl+space", "o", "k", "ctrl+space")
    desk.says("line 你好你好ok")
    desk.goes_to("text")
    desk.types("z", "h", "o", "n", "g", "g", "u", "o", "space", "Return", "n", "i", "h", "a", "o")
    desk.goes_to("cell")  # what was being composed stays
    desk.says("text 中国")
    desk.types("n", "i", "h", "a", "o", "space", "Return")
    assert "你好" in desk.said()[-2:]  # the second line of the text
    desk.says("cell 你好")
    desk.goes_to("secret")
    desk.types("n", "i", "h", "a", "o", "space")
    desk.says("secret nihao ")


def hangs(desk: Desktop, pid: int) -> None:
    """What was composed and what is typed on stays; nothing comes twice when it goes on."""
    desk.goes_to("line")
    desk.types("ctrl+a", "BackSpace", "n", "i", "h", "a", "o")
    os.kill(pid, signal.SIGSTOP)
    try:
        desk.types("a", "b", "c")
        desk.says("line 你好abc")
    finally:
        os.kill(pid, signal.SIGCONT)
    desk.types("ctrl+a", "ctrl+x", "7")  # whatever it has to say late would come before
    desk.says("line 7")
    assert desk.said()[-3:] == ["line 你好abc", "line ", "line 7"]
