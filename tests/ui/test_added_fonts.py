"""A font for a rare name in an officer's hands: refused with a sentence, looked at, kept on a ground, withdrawn."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.fontdialog import FontDialog
from desktop_app.ui.settings.fonts import FontsCard
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from tests.support.font_files import OWN, UNCARRIED, VERA, holding
from tests.ui.acting import compose, go, idle, press
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def fonts(qtbot: QtBot, shell: Shell) -> FontsCard:
    return go(qtbot, shell, Place(ScreenKey.SETTINGS), SettingsScreen).fonts


def dialog(kind: type[QDialog]) -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def given(qtbot: QtBot, shell: Shell, card: FontsCard, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    card.read(path)
    idle(qtbot, shell)


def shown(card: FontsCard) -> list[list[str]]:
    return [
        [card.table.item(row, side).text() for side in range(card.table.columnCount())]
        for row in range(card.table.rowCount())
    ]


def test_a_font_is_looked_at_kept_and_withdrawn(qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots) -> None:
    card = fonts(qtbot, desk_window)
    assert card.table.isHidden()
    given(qtbot, desk_window, card, tmp_path / "a.ttf", holding(UNCARRIED))
    asked = dialog(FontDialog)
    assert isinstance(asked, FontDialog)
    assert asked.sample.text() == UNCARRIED
    assert not unnamed(asked)
    assert not asked.keep.isEnabled()
    compose(asked.ground, "字体厂商授权书")
    shots(asked, "fonts-dialog")
    press(qtbot, asked, "核对无误，补上")
    idle(qtbot, desk_window)
    (row,) = shown(card)
    assert (row[0], row[2]) == ("在用", "所缺的 1 字")
    shots(card, "fonts-card")
    card.table.selectRow(0)
    qtbot.mouseClick(card.stop, Qt.MouseButton.LeftButton)
    press(qtbot, dialog(QDialog), "停用")
    idle(qtbot, desk_window)
    assert shown(card)[0][0] == "已停用"
    assert not card.stop.isEnabled()


def test_one_character_gets_the_outline_of_another_code(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    card = fonts(qtbot, desk_window)
    qtbot.keyClicks(card.only, "U+E000")
    qtbot.keyClicks(card.of, "&")
    given(qtbot, desk_window, card, tmp_path / "vera.ttf", VERA)
    asked = dialog(FontDialog)
    assert isinstance(asked, FontDialog)
    assert asked.sample.text() == OWN
    compose(asked.ground, "本单位字库")
    qtbot.keyClick(asked.ground, Qt.Key.Key_Return)
    qtbot.mouseClick(asked.keep, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert shown(card)[0][2] == f"{OWN}　U+E000"
    assert card.only.text() == card.of.text() == ""


def test_what_cannot_be_used_is_said_on_the_card(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    card = fonts(qtbot, desk_window)
    for content, part in ((b"OTTO" + VERA[4:], "CFF"), (b"x" * 50, "TrueType"), (holding("A"), "不必添加")):
        given(qtbot, desk_window, card, tmp_path / "b.ttf", content)
        assert part in card.told.text()
        assert card.told.isVisibleTo(card)
        assert card.take.isEnabled()
    assert shown(card) == []


def test_going_back_keeps_nothing(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    card = fonts(qtbot, desk_window)
    given(qtbot, desk_window, card, tmp_path / "c.ttf", holding(UNCARRIED))
    press(qtbot, dialog(FontDialog), "不，返回")
    idle(qtbot, desk_window)
    assert shown(card) == []
