"""A numbered copy that was entered as destroyed by mistake, put right in the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.desk import carriers, formal_print, print_
from desktop_app.desk.session import Session
from desktop_app.domain.carriers import CarrierMove
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.ui.carriers.screen import CarriersScreen
from desktop_app.ui.carriers.steps import StepDialog
from desktop_app.ui.papers.confirming import ConfirmDialog
from desktop_app.ui.shell import Shell
from tests.support.destroying import destroyed as destroying
from tests.ui.acting import PASSPHRASE, go, idle, press
from tests.ui.papers.test_papers import submitted
from tests.ui.test_carriers import PLACE, dialog, fill, row_of, select
from tests.ui.test_packs import doing

Shots = Callable[[QWidget, str], None]


def test_a_numbered_copy_wrongly_destroyed_is_put_right_by_whoever_proves_to_be_there(
    qtbot: QtBot, desk_window: Shell, clock: FixedClock, tmp_path: Path, shots: Shots
) -> None:
    def destroyed(session: Session) -> str:
        application = submitted(session)
        formal_print.confirm(session, PASSPHRASE)
        print_.print_to_file(session, application, Document.REVIEW_FORM, tmp_path / "forms.pdf", Progress())
        (gone, _) = carriers.of_copies(session)
        carriers.move(session, [gone], CarrierMove.DESTROY, destroying("甲", "乙", "旧版"))
        return gone.number

    number = doing(qtbot, desk_window, destroyed)
    clock.advance(hours=1)
    page = go(qtbot, desk_window, PLACE, CarriersScreen)
    assert row_of(page, number)[4] == "已销毁"
    select(page, number)
    page.ask(CarrierMove.REINSTATE)
    asked = dialog(StepDialog)
    fill(asked, approved_by="葛景明", second_witness="白音其劳", reason="销毁的是另一件")
    shots(asked, "carriers-copy-reinstated")
    press(qtbot, asked, "登记更正为在库")
    idle(qtbot, desk_window)
    again = dialog(ConfirmDialog)
    shots(again, "carriers-copy-confirm")
    idle(qtbot, desk_window)
    qtbot.keyClicks(again.confirm.passphrase, PASSPHRASE)
    press(qtbot, again, "确认后办理")
    idle(qtbot, desk_window)
    idle(qtbot, desk_window)
    assert row_of(page, number)[4] == "在库"
    select(page, number)
    idle(qtbot, desk_window)
    assert page.life.text().index("销毁") < page.life.text().index("更正为在库")
    assert doing(qtbot, desk_window, lambda s: print_.register(s)[0].fate) is CopyFate.IN_HAND
