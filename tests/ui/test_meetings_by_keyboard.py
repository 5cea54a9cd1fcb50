"""A meeting from its making to the own count of a vote, by keys alone: Tab, arrows, Space, Enter and what is typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.meetings.countdialog import CountDialog
from desktop_app.ui.meetings.screen import MeetingsScreen
from desktop_app.ui.meetings.voting import VotingStep
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle, screen
from tests.ui.test_meetings import desk, office
from tests.ui.test_notices import asked

__all__ = ["desk", "office"]
Key = Qt.Key
#: More than any window has controls.
MOST = 90


def window(shell: Shell) -> QWidget:
    """What has the keyboard: a dialog, or the window."""
    return QApplication.activeModalWidget() or shell


def here(shell: Shell) -> QWidget:
    return window(shell).focusWidget() or window(shell)


def reach(shell: Shell, kind: type[QWidget], words: str = "") -> QWidget:
    """Tab until this has the keyboard."""
    for _ in range(MOST):
        now = here(shell)
        if isinstance(now, kind) and (not words or (isinstance(now, QPushButton) and now.text() == words)):
            return now
        QTest.keyClick(now, Key.Key_Tab)
    pytest.fail(f"Tab does not come to {words or kind.__name__}")


def push(qtbot: QtBot, shell: Shell, words: str) -> None:
    QTest.keyClick(reach(shell, QPushButton, words), Key.Key_Space)
    idle(qtbot, shell)


def to_step(shell: Shell, number: int) -> None:
    shown = screen(shell, MeetingsScreen)
    bar = reach(shell, QTabBar)
    while shown.tabs.currentIndex() < number:
        QTest.keyClick(bar, Key.Key_Right)


def test_a_vote_is_held_and_counted_by_keys_alone(qtbot: QtBot, desk: Shell) -> None:
    desk.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk)
    QTest.keyClick(here(desk), Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, desk)
    shown = screen(desk, MeetingsScreen)
    push(qtbot, desk, "新建评审会…")
    push(qtbot, desk, "新建")
    push(qtbot, desk, "列入申报人…")
    push(qtbot, desk, "列入评审会")
    push(qtbot, desk, "按规定分组")
    to_step(desk, 2)
    push(qtbot, desk, "登记出席…")
    push(qtbot, desk, "全选")
    push(qtbot, desk, asked().act_button.text())
    push(qtbot, desk, "采纳建议回避")
    to_step(desk, 4)
    push(qtbot, desk, "开始表决…")
    push(qtbot, desk, "开始表决")
    push(qtbot, desk, "登记计票…")
    dialog = window(desk)
    assert isinstance(dialog, CountDialog)
    voters = [one.voters for one in dialog._vote.entitled]
    reach(desk, QTableWidget)
    for entitled in voters:
        for figure in (str(entitled), "0", "0", "0"):
            for digit in figure:
                QTest.keyClick(here(desk), digit)
            QTest.keyClick(here(desk), Key.Key_Tab)
    push(qtbot, desk, "登记我的计票")
    step = shown.steps[4][1]
    assert isinstance(step, VotingStep)
    vote = step.picked()
    assert vote is not None
    assert vote.own is not None
    assert [line.yes for line in vote.own.lines] == voters
