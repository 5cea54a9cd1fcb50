"""Where the keyboard is: Tab comes to everything on every screen, both ways, and what has it looks otherwise."""

import functools
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.railtabs import RailTab
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle
from tests.ui.keys import MOST, Keys, called
from tests.ui.test_looks import THEMES, contrast
from tests.ui.test_walk import everywhere, filled, usual

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTabBar)
#: WCAG 2.2, 1.4.11 and 2.4.13: what shows the focus differs so much from what stood there without it.
LEAST = 3.0
#: A line of one point round it, less what rounded corners take.
ROUND = 0.85
#: Bytes that are compared at a time.
PIECE = 256


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {called(widget)}"


def walked(shell: QWidget, key: Qt.Key) -> list[QWidget]:
    """All that has the keyboard on the way round."""
    start = shell.focusWidget()
    assert start is not None
    found = [start]
    for _ in range(2 * MOST):
        QTest.keyClick(found[-1], key)
        now = shell.focusWidget()
        assert now is not None
        if now is found[-1]:
            continue  # from cell to cell
        if now is start:
            return found
        assert now not in found, f"from {named(found[-1])} to {named(now)}, never again to {named(start)}"
        found.append(now)
    pytest.fail(f"Tab never leaves {named(found[-1])}")


def wanting(screen: QWidget) -> Iterator[QWidget]:
    """What somebody without a mouse must come to by Tab; of buttons of which one is down, arrows go to the others."""
    for one in screen.findChildren(QWidget):
        if not isinstance(one, CONTROLS) or not one.isVisible() or not one.isEnabled() or one.focusProxy() is not None:
            continue
        if isinstance(one, QHeaderView) or one.window() is not screen.window():
            continue
        if isinstance(one.parent(), QComboBox | QAbstractSpinBox | QTabBar | QLineEdit | QHeaderView):
            continue
        if "CornerButton" in one.metaObject().className():
            continue
        group = one.group() if isinstance(one, QAbstractButton) else None
        if group is not None and group.exclusive() and one is not group.checkedButton() and group.checkedButton():
            continue
        yield one


def points(widget: QWidget) -> bytes:
    """What stands there now, four bytes for each point's colour."""
    image = widget.window().grab(QRect(widget.mapTo(widget.window(), QPoint()), widget.size())).toImage()
    return bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits())


@functools.cache
def differ(one: int, other: int) -> bool:
    return contrast(f"#{one & 0xFFFFFF:06x}", f"#{other & 0xFFFFFF:06x}") >= LEAST


def seen(before: bytes, after: bytes) -> int:
    """How many points tell that something has the keyboard."""
    assert len(before) == len(after)
    both: Counter[tuple[int, int]] = Counter()
    for at in range(0, len(before), PIECE):  # most points are as they were, and told so by the piece
        one, other = before[at : at + PIECE], after[at : at + PIECE]
        if one != other:
            both.update(zip(memoryview(one).cast("I"), memoryview(other).cast("I"), strict=True))
    return sum(count for (one, other), count in both.items() if one != other and differ(one, other))


def unseen(shell: QWidget, stops: list[QWidget]) -> Iterator[str]:
    """Which of these look with the keyboard as they do without."""
    for one in stops:
        if one.visibleRegion().boundingRect() != one.rect():
            continue  # scrolled away in part
        one.setFocus(Qt.FocusReason.TabFocusReason)
        with_it = points(one)
        (stops[0] if one is not stops[0] else stops[1]).setFocus(Qt.FocusReason.TabFocusReason)
        told = seen(points(one), with_it)
        if told < ROUND * 2 * (one.width() + one.height()):
            yield f"{named(one)}: {told} points of {one.width()}x{one.height()}"


def faults(qtbot: QtBot, shell: Shell, name: str, shown: Screen) -> Iterator[str]:
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    first = shell.focusWidget()
    if first is None or not first.isVisible() or not shown.isAncestorOf(first):
        yield f"{name}: the keyboard is not on the screen at first"
        QTest.keyClick(shell, Qt.Key.Key_Tab)
    elif not first.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield f"{name}: the keyboard is at {named(first)}, where Tab never comes"
        QTest.keyClick(first, Qt.Key.Key_Tab)
    walked(shell, Qt.Key.Key_Tab)
    idle(qtbot, shell)  # a table that is come to has a row chosen, and what is about that row comes on show
    there = walked(shell, Qt.Key.Key_Tab)
    back = walked(shell, Qt.Key.Key_Backtab)
    if back[1:] != there[:0:-1]:
        yield f"{name}: Shift and Tab do not go the way back"
    for one in wanting(shown):
        if one not in there:
            yield f"{name}: Tab does not come to {named(one)}"
    yield from (f"{name}: {told}" for told in unseen(shell, there))


def dress(qtbot: QtBot, shell: Shell, look: str) -> None:
    """Show an open desk in this look, as the settings do."""
    context = shell.context
    assert context is not None
    context.preferences.high_contrast = look == "high contrast"
    context.redress.emit()
    qtbot.waitUntil(lambda: theme.colours() is THEMES[look])
    idle(qtbot, shell)


@pytest.mark.parametrize("look", ["light", "high contrast"])
def test_tab_comes_to_everything_and_what_has_the_keyboard_is_seen(qtbot: QtBot, desk_window: Shell, look: str) -> None:
    ids = filled(qtbot, desk_window, usual)
    dress(qtbot, desk_window, look)
    found = []
    for name, place in everywhere(ids):
        shown = go(qtbot, desk_window, place, Screen)
        found += list(faults(qtbot, desk_window, name, shown))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("state", ["usual", "read only", "wrong"])
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QComboBox])
def test_a_field_in_every_state_shows_that_it_has_the_keyboard(
    qtbot: QtBot, dressed: QApplication, look: str, state: str, kind: type[QWidget]
) -> None:
    theme.apply(dressed, 100, high_contrast=look == "high contrast")
    window = QWidget()
    qtbot.addWidget(window)
    fields = [kind(window), kind(window)]
    for at, field in enumerate(fields):
        field.setProperty("wrong", state == "wrong")
        if state == "read only" and isinstance(field, QLineEdit | QPlainTextEdit):
            field.setReadOnly(True)
        field.setGeometry(20, 20 + 80 * at, 240, 60)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    assert list(unseen(window, fields)) == []


def test_tab_comes_to_the_entry_of_the_screen_that_is_open(qtbot: QtBot, desk_window: Shell) -> None:
    keys = Keys(qtbot, desk_window)
    keys.rail("申请")
    assert desk_window.context is not None
    desk_window.context.go(Place(ScreenKey.HOME))  # by what leads there, not by the rail
    idle(qtbot, desk_window)
    entries = [one for one in walked(desk_window, Qt.Key.Key_Tab) if isinstance(one, RailTab)]
    assert [called(one) for one in entries] == ["工作台"]
