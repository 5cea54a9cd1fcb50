"""Following packages in a user's hands: strip, hand-over, an arrival that does not fit, what is overdue."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId, ContactId
from desktop_app.core.progress import Progress
from desktop_app.desk import courier, formal_print, seal
from desktop_app.desk.courier import Bag, Way
from desktop_app.desk.session import Session
from desktop_app.domain.records import Direction
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.onway.screen import OnTheWayScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog
from tests.ui.acting import PASSPHRASE, compose, go, idle, press, screen
from tests.ui.sealing.two_desks import at_desk, submitted
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
NAME = "孛儿只斤·额尔德尼巴雅尔·乌力吉德力格尔"


def answer(qtbot: QtBot, shell: Shell, page: OnTheWayScreen, **typed: str) -> AskDialog:
    """Fill the dialog on show and do its act."""
    dialog = page.dialog
    assert dialog is not None
    for name, words in typed.items():
        compose(dialog.fields[name], words)
    qtbot.mouseClick(dialog.act_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    return dialog


def cells(page: OnTheWayScreen, at: int) -> list[str]:
    found = [page.table.item(at, side) for side in range(page.table.columnCount())]
    return [item.text() if item else "" for item in found]


def test_out_with_a_strip_in_two_names_and_overdue_after_its_days(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, clock: FixedClock, shots: Shots
) -> None:
    shell, _ = introduced
    peer = at_desk(qtbot, shell, lambda s: seal.recipients(s)[0].id)
    at_desk(qtbot, shell, lambda s: seal.seal(s, [submitted(s)], peer, stick, Progress()))
    page = go(qtbot, shell, Place(ScreenKey.ON_THE_WAY), OnTheWayScreen)
    assert cells(page, 0)[3] == "已封装，待上封签"
    assert not page.hand_button.isEnabled()  # nothing is chosen yet
    page.table.selectRow(0)
    assert not page.settle_button.isEnabled()
    press(qtbot, page, "登记封签…")
    answer(qtbot, shell, page, strip="nmg-0083412")
    assert cells(page, 0)[3:5] == ["待交出", "NMG-0083412"]
    page.table.selectRow(0)
    press(qtbot, page, "登记交出…")
    answer(qtbot, shell, page, first="巴特尔", second=NAME)
    assert cells(page, 0)[3] == "已交出，等回执"
    assert NAME in cells(page, 0)[5]
    press(qtbot, page, "回执期限…")
    assert page.dialog is not None
    page.dialog.fields["days"].clear()  # type: ignore[attr-defined]
    answer(qtbot, shell, page, days="3")
    clock.advance(minutes=4 * 24 * 60)
    page = go(qtbot, shell, Place(ScreenKey.ON_THE_WAY), OnTheWayScreen)
    assert cells(page, 0)[7] == "4 天　超期"
    assert "超期 1 件" in page.told.text()
    assert "相符" in page.balance.text()
    shots(shell, "on-the-way-overdue")
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    (late,) = [
        home.waiting.topLevelItem(at)
        for at in range(home.waiting.topLevelItemCount())
        if "超期未到" in home.waiting.topLevelItem(at).text(1)  # type: ignore[union-attr]
    ]
    assert late is not None
    assert late.text(2) == "已过 1 天"
    home.waiting.itemActivated.emit(late, 0)
    idle(qtbot, shell)
    page = screen(shell, OnTheWayScreen)
    assert page.table.chosen() == 0
    assert page.go_button.isEnabled()
    assert unnamed(page) == []


def test_an_arrival_that_does_not_fit_stays_in_the_list_until_it_is_settled(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots
) -> None:
    shell, other = introduced
    sent = seal.seal(other, [submitted(other)], seal.recipients(other)[0].id, stick, Progress(), strip="A7001")
    courier.hand_over(other, sent.record.id, Bag(Way.CONFIDENTIAL_TRAFFIC, "机要员"))
    page = go(qtbot, shell, Place(ScreenKey.ON_THE_WAY), OnTheWayScreen)
    page.ask_arrival(stick)
    assert page.dialog is not None
    whole = page.dialog.fields["intact"]
    assert isinstance(whole, QComboBox)
    assert whole.currentText() == "看过再选"
    dialog = answer(qtbot, shell, page, bag="A7002", said="A7001", first="机要员")
    assert "没有写明封签是否完好" in dialog.wrong.text()
    assert whole.isVisible()
    whole.setCurrentText("完好")
    dialog = answer(qtbot, shell, page)
    assert "不要拆封" in dialog.wrong.text()
    shots(dialog, "arrival-wrong")
    dialog.reject()
    idle(qtbot, shell)
    assert cells(page, 0)[3:5] == ["封签不符，未处理", "A7002"]
    page.table.selectRow(0)
    shots(shell, "on-the-way-wrong")
    press(qtbot, page, "处理不符…")
    answer(qtbot, shell, page, approved_by="保密负责人")
    assert page.dialog is not None
    assert "没有写明事由" in page.dialog.wrong.text()
    answer(qtbot, shell, page, ground="发件方写错一位，已书面说明")
    assert cells(page, 0)[3] == "已到达，待拆封"
    page.ask_arrival(stick.parent)
    whole = page.dialog.fields["intact"]
    assert isinstance(whole, QComboBox)
    whole.setCurrentText("完好")
    answer(qtbot, shell, page, bag="A1", said="A1", first="机要员")
    assert "没有封给本台" in page.dialog.wrong.text()
    assert at_desk(qtbot, shell, lambda s: seal.packages(s, Direction.IN)) == []
    page.dialog.reject()
    idle(qtbot, shell)


def _sealed(session: Session, application: ApplicationId, peer: ContactId, stick: Path) -> object:
    return seal.seal(session, [application], peer, stick, Progress())


def test_days_sort_by_their_number_and_the_row_still_means_its_package(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, clock: FixedClock
) -> None:
    shell, _ = introduced
    peer = at_desk(qtbot, shell, lambda s: seal.recipients(s)[0].id)
    people = [at_desk(qtbot, shell, partial(submitted, name=NAME, turn=turn)) for turn in (1, 2, 3)]
    for one, wait in zip(people, (9, 2, 0), strict=True):
        at_desk(qtbot, shell, lambda s: formal_print.confirm(s, PASSPHRASE))
        at_desk(qtbot, shell, partial(_sealed, application=one, peer=peer, stick=stick))
        clock.advance(days=wait)
    page = go(qtbot, shell, Place(ScreenKey.ON_THE_WAY), OnTheWayScreen)
    for expected in (["0 天", "2 天", "11 天"], ["11 天", "2 天", "0 天"]):
        page.table.setFocus()
        qtbot.keyClick(page.table, Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
        assert [cells(page, at)[7].split("　")[0] for at in range(3)] == expected
        page.table.selectRow(0)
        picked = page.picked()
        assert picked is not None
        assert f"{picked.days} 天" == expected[0]
