"""Locking, coming back, closing, navigation, and what the banner says."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.crash import crash_report
from desktop_app.core.errors import Code, Fault
from desktop_app.desk import draft as drafts
from desktop_app.desk import opening
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.audit.screen import AuditScreen
from desktop_app.ui.crash import CrashDialog, CrashHook
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.idle import IdleWatch
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.railtabs import RailTab
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.widgets import confirm, files
from tests.support.turns import drained
from tests.ui.acting import PASSPHRASE, compose, control, go, idle, open_demo, press, screen, unlock
from tests.ui.conftest import COST

_PLAIN = Qt.KeyboardModifier.NoModifier


def test_the_banner_tells_the_mark_of_what_is_open(qtbot: QtBot, desk_window: Shell) -> None:
    assert "未打开" in desk_window.mark.text()
    open_demo(qtbot, desk_window)
    assert desk_window.mark.text() == "机密★5年"
    press(qtbot, desk_window, "‹ 返回")
    idle(qtbot, desk_window)
    assert desk_window.mark.text() == "机密★5年"  # the list shows it too


def test_the_window_sticks_out_of_no_screen(qtbot: QtBot, shell: Shell) -> None:
    room = shell.screen().availableSize()
    shell.hide()
    for beyond, fills in ((1, True), (-20, True), (-60, False)):  # a frame comes round it
        shell.resize(700, room.height() + beyond)
        shell.appear()
        qtbot.waitUntil(shell.isVisible)
        assert shell.isMaximized() is fills
        assert room.expandedTo(shell.size()) == room
        shell.hide()
        shell.setWindowState(Qt.WindowState.WindowNoState)


def test_a_dialog_sticks_out_of_no_screen(qtbot: QtBot, shell: Shell) -> None:
    room = shell.screen().availableSize().height()
    shell.resize(1366, room + 200)
    dialog = QDialog(shell)
    content = QLabel("长", dialog)
    content.setMinimumHeight(room + 100)
    QVBoxLayout(dialog).addWidget(content)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.frameGeometry().height() <= room)
    dialog.reject()


def test_ctrl_l_locks_and_after_unlocking_one_is_where_one_was(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    field = control(editor, "person.birthplace")
    field.selectAll()
    compose(field, "内蒙古和林格尔县")
    qtbot.keyClick(desk_window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk_window.desk is None
    assert desk_window.context is None
    idle(qtbot, desk_window)
    texts = " ".join(label.text() for label in desk_window.findChildren(QLabel) if label.isVisible())
    assert "沈砚舟" not in texts
    assert "机密" not in desk_window.mark.text()
    unlock(qtbot, desk_window)
    again = screen(desk_window, EditorScreen)
    assert again.sections.key() == "person"
    page = again.stack.currentWidget()
    assert isinstance(page, SectionPage)
    assert page.where() == "person.birthplace"
    assert control(again, "person.birthplace").text() == "内蒙古和林格尔县"


@pytest.mark.parametrize("where", [ScreenKey.HOME, ScreenKey.APPLICATIONS, ScreenKey.SETTINGS])
def test_after_a_lock_one_types_the_passphrase_at_once(qtbot: QtBot, desk_window: Shell, where: ScreenKey) -> None:
    """Keys go to what has the keyboard, as a user's do: there is no pointing at the field first."""
    qtbot.waitUntil(desk_window.isActiveWindow)
    go(qtbot, desk_window, Place(where), Screen)
    QTest.keyClick(QApplication.focusWidget() or desk_window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk_window.front is not None and desk_window.front.isVisible())
    drained()
    assert desk_window.front is not None
    assert desk_window.front.door is not None
    assert QApplication.focusWidget() is desk_window.front.door.field
    QTest.keyClicks(QApplication.focusWidget(), PASSPHRASE)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.desk is not None)
    idle(qtbot, desk_window)


def test_idleness_locks_even_over_a_dialog(qtbot: QtBot, desk_window: Shell) -> None:
    open_demo(qtbot, desk_window)
    dialog = confirm.ask(desk_window, "要删除吗？", "删除", lambda: None)
    qtbot.waitUntil(dialog.isVisible)
    desk_window._idle.watch(60)
    qtbot.waitUntil(lambda: desk_window.desk is None)
    assert desk_window.front is not None
    assert desk_window.front.door is not None
    qtbot.waitUntil(desk_window.front.door.coming.isVisible)  # the next turn lays it out
    assert desk_window.front.door.coming.text().startswith("5 分钟没有操作，已自动锁定。")
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()] == []
    idle(qtbot, desk_window)


def looked(qtbot: QtBot, shell: Shell) -> None:
    """Until the watch has looked at the clock once more."""
    looks: list[float] = []
    clock = shell._idle._now

    def now() -> float:
        looks.append(clock())
        return looks[-1]

    timer = shell._idle._timer
    usual = timer.interval()
    shell._idle._now = now
    timer.setInterval(1)
    qtbot.waitUntil(lambda: bool(looks))
    timer.setInterval(usual)
    shell._idle._now = clock


@pytest.mark.parametrize("touched", [False, True])
def test_a_machine_that_slept_wakes_up_locked(qtbot: QtBot, desk_window: Shell, touched: bool) -> None:
    watch, slept = desk_window._idle, [0.0]
    watch._now = lambda: slept[0]
    watch.watch(300_000)
    seen: list[QEvent.Type] = []
    tab = desk_window.findChildren(RailTab)[1]
    tab.mousePressEvent = lambda event: seen.append(event.type())  # type: ignore[method-assign]
    there = tab.mapTo(desk_window, tab.rect().center())
    slept[0] = 299.0
    QTest.mouseClick(desk_window.windowHandle(), Qt.MouseButton.LeftButton, _PLAIN, there)
    assert seen == [QEvent.Type.MouseButtonPress]
    slept[0] = 598.0  # not five minutes since that
    looked(qtbot, desk_window)
    assert desk_window.desk is not None
    slept[0] += 2.0  # the timer itself is nowhere near
    if touched:
        QTest.mouseClick(desk_window.windowHandle(), Qt.MouseButton.LeftButton, _PLAIN, there)
        assert desk_window.desk is None
    assert seen == [QEvent.Type.MouseButtonPress]
    qtbot.waitUntil(lambda: desk_window.desk is None)
    idle(qtbot, desk_window)


def test_a_clock_set_back_puts_the_lock_off_once_only(qtbot: QtBot, desk_window: Shell) -> None:
    watch, clock = desk_window._idle, [10_000.0]
    watch._now = lambda: clock[0]
    watch.watch(300_000)
    clock[0] = 1000.0
    looked(qtbot, desk_window)
    assert desk_window.desk is not None
    clock[0] = 1301.0
    qtbot.waitUntil(lambda: desk_window.desk is None)
    idle(qtbot, desk_window)


def test_five_idle_minutes_lock_and_nobody_is_watched_at_the_door(qtbot: QtBot, desk_window: Shell) -> None:
    watch = desk_window._idle
    assert watch.patience == 5 * 60
    desk_window.lock()
    idle(qtbot, desk_window)
    assert watch.patience == 0
    assert desk_window.front is not None
    assert desk_window.front.door is not None
    assert desk_window.front.door.coming.isHidden(), "who locks needs no reason"


def a_key(shell: Shell) -> None:
    QTest.keyClick(shell.windowHandle(), Qt.Key.Key_Shift)


def the_mouse(shell: Shell) -> None:
    QTest.mouseMove(shell.windowHandle(), QPoint(200, 200))
    QTest.mouseMove(shell.windowHandle(), QPoint(201, 201))


def the_wheel(shell: Shell) -> None:
    at, by = QPointF(200, 200), QPoint(0, 120)
    nothing = Qt.MouseButton.NoButton, _PLAIN, Qt.ScrollPhase.NoScrollPhase, False
    QApplication.sendEvent(shell.windowHandle(), QWheelEvent(at, at, QPoint(), by, *nothing))


def an_input_method(shell: Shell) -> None:
    line = QGuiApplication.focusObject()
    assert isinstance(line, QLineEdit)
    compose(line, "旗")


def a_key_in_a_dialog(shell: Shell) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Shift)


def the_mouse_in_a_menu(shell: Shell) -> None:
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for at in (5, 9):
        QTest.mouseMove(menu.windowHandle(), QPoint(at, at))


@pytest.mark.parametrize(
    "touch", [a_key, the_mouse, the_wheel, an_input_method, a_key_in_a_dialog, the_mouse_in_a_menu]
)
def test_whatever_is_touched_puts_the_lock_off(
    qtbot: QtBot, desk_window: Shell, touch: Callable[[Shell], None]
) -> None:
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    table.search.setFocus()
    watch, clock = desk_window._idle, [0.0]
    watch._now = lambda: clock[0]
    watch.watch(300_000)
    if touch is a_key_in_a_dialog:
        dialog = confirm.ask(desk_window, "要删除吗？", "删除", lambda: None)
        qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    menu = QMenu(desk_window)
    if touch is the_mouse_in_a_menu:
        menu.addAction("甲")
        menu.popup(desk_window.mapToGlobal(QPoint(300, 300)))
        qtbot.waitUntil(menu.isVisible)
        looked(qtbot, desk_window)
    for _ in range(5):
        clock[0] += 200.0
        touch(desk_window)
        drained()
        looked(qtbot, desk_window)
    assert desk_window.desk is not None
    menu.hide()
    clock[0] += 300.0
    qtbot.waitUntil(lambda: desk_window.desk is None)
    idle(qtbot, desk_window)


def test_the_watch_does_not_hear_what_widgets_tell_each_other(
    qtbot: QtBot, desk_window: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An object of Python is made for each event that it hears of: screens came up later by half."""
    heard: list[QEvent.Type] = []
    hear = IdleWatch.eventFilter

    def listen(self: IdleWatch, watched: QObject, event: QEvent) -> bool:
        heard.append(event.type())
        return hear(self, watched, event)

    monkeypatch.setattr(IdleWatch, "eventFilter", listen)
    open_demo(qtbot, desk_window)
    assert heard
    assert heard.count(QEvent.Type.ChildAdded) < 10


def test_a_file_dialog_is_closed_by_the_lock(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialog = files.open_file(desk_window, "选择", "*", chosen.append)
    qtbot.waitUntil(dialog.isVisible)
    desk_window.lock()
    idle(qtbot, desk_window)
    assert chosen == []
    assert desk_window.desk is None


def test_what_was_copied_does_not_outlive_the_lock(qtbot: QtBot, desk_window: Shell) -> None:
    QApplication.clipboard().setText("150102198606069991")
    desk_window.lock()
    idle(qtbot, desk_window)
    assert QApplication.clipboard().text() == ""


def test_back_goes_the_way_one_came(qtbot: QtBot, desk_window: Shell) -> None:
    go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    go(qtbot, desk_window, Place(ScreenKey.AUDIT), AuditScreen)
    qtbot.keyClick(desk_window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    idle(qtbot, desk_window)
    screen(desk_window, ApplicationsScreen)
    press(qtbot, desk_window, "‹ 返回")
    idle(qtbot, desk_window)
    screen(desk_window, HomeScreen)


def test_the_rail_goes_by_keyboard(qtbot: QtBot, desk_window: Shell) -> None:
    qtbot.keyClick(desk_window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, desk_window)
    screen(desk_window, ApplicationsScreen)


def test_a_fault_shows_as_a_sentence_under_the_header(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.context is not None
    desk_window.context.fault(Fault(Code.DISK_FULL))
    assert desk_window.desk is not None
    assert desk_window.desk.message.isVisible()
    assert desk_window.desk.message.text()
    press(qtbot, desk_window, "知道了")
    assert desk_window.desk.message.text() == ""


def test_closing_keeps_the_last_keystroke(qtbot: QtBot, desk_window: Shell, vault: Path, clock: FixedClock) -> None:
    editor = open_demo(qtbot, desk_window)
    application = editor.application
    field = control(editor, "person.birthplace")
    field.selectAll()
    compose(field, "呼伦贝尔")
    desk_window.close()
    qtbot.waitUntil(lambda: not desk_window.isVisible())
    session = opening.unlock(vault, PASSPHRASE, clock)
    assert drafts.load(session, application).draft.person.birthplace == "呼伦贝尔"
    session.close()


def test_zoom_contrast_and_language_change_everything_at_once(qtbot: QtBot, desk_window: Shell) -> None:
    settings = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    settings.zoom.setCurrentIndex(settings.zoom.findData(150))
    settings.zoom.activated.emit(settings.zoom.currentIndex())
    qtbot.waitUntil(lambda: desk_window.desk is not None and desk_window.desk.shown is not settings)
    assert theme.px(100) == 150
    assert isinstance(screen(desk_window, SettingsScreen), SettingsScreen)
    again = screen(desk_window, SettingsScreen)
    again.contrast.click()
    qtbot.waitUntil(lambda: desk_window.desk is not None and desk_window.desk.shown is not again)
    assert theme.colours() is theme.CONTRAST
    english = screen(desk_window, SettingsScreen)
    english.tongue.setCurrentIndex(1)
    english.tongue.activated.emit(1)
    qtbot.waitUntil(lambda: screen(desk_window, SettingsScreen) is not english)
    assert screen(desk_window, SettingsScreen).title() == "Settings"
    assert isinstance(screen(desk_window, SettingsScreen), Screen)


def test_a_bug_is_told_without_anybodys_data(qtbot: QtBot, dressed: QApplication) -> None:
    hook = CrashHook()

    def bug(secret: str) -> None:
        raise ValueError(secret)

    try:
        bug("150102198606069991")
    except ValueError as error:
        hook(error)
        hook(error)
        told = crash_report(error)
    assert "150102198606069991" not in told
    assert "bug" in told
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog)]
    assert len(dialogs) == 1
    assert "150102198606069991" not in dialogs[0].told
    dialogs[0].reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    drained()


def test_a_window_that_is_gone_listens_no_more(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, clock: FixedClock, vault: Path
) -> None:
    def listeners() -> list[int]:
        told = ("focusChanged(QWidget*,QWidget*)", "focusWindowChanged(QWindow*)", "focusObjectChanged(QObject*)")
        return [dressed.receivers(SIGNAL(one)) for one in told]

    def gone() -> None:
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        drained()

    gone()
    before = listeners()
    shell = Shell(Options(clock=clock, vault=vault, cost=COST), tasks, preferences)
    shell.show()
    unlock(qtbot, shell)
    dialog = confirm.ask(shell, "要删除吗？", "删除", lambda: None)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    dialog.reject()
    assert all(now > then for now, then in zip(listeners(), before, strict=True))
    shell.close()
    qtbot.waitUntil(lambda: not shell.isVisible())
    shell.deleteLater()
    gone()
    assert listeners() == before
