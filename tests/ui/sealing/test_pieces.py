"""Cutting a package for several media in a user's hands: choose, read what it means, seal, and find the pieces."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk.session import Session
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle
from tests.ui.sealing.test_sealing import open_sealing, seal_first
from tests.ui.sealing.two_desks import at_desk, submitted

MIB = 1024 * 1024


def test_the_size_of_pieces_is_chosen_and_kept_to(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Callable[[QWidget, str], None]
) -> None:
    shell, _ = introduced
    scan = tmp_path / "thesis.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + bytes(3 * MIB))
    at_desk(qtbot, shell, lambda session: submitted(session, also=scan))
    page = open_sealing(qtbot, shell)
    pieces = page.target.pieces
    assert not pieces.most.isVisible()
    assert pieces.advice.text() == ""  # nothing is ticked, no medium chosen
    pieces.choice.setCurrentIndex(pieces.choice.count() - 1)
    assert pieces.choice.currentText() == "其他大小"
    assert pieces.most.isVisible()
    pieces.most.setValue(1)
    page.target.media.take(stick)
    page.choosing.all_button.click()
    idle(qtbot, shell)
    shots(shell, "sealing-pieces")
    promised = pieces.advice.text()
    assert promised.endswith(" 卷。")
    page.choosing.none_button.click()
    seal_first(qtbot, shell, page, stick)
    volumes = sorted(stick.glob("*/*.age.*"))
    assert f"分成 {len(volumes)} 卷" in promised
    assert [volume.stat().st_size for volume in volumes[:-1]] == [MIB] * (len(volumes) - 1)
    assert len(volumes) > 3


def test_a_disc_is_proposed_with_its_size(qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    choice = page.target.pieces.choice
    offered = [choice.itemText(at) for at in range(choice.count())]
    assert offered[0] == "按介质定，通常不分"
    assert "CD 光盘（700 MB），每卷 699 MB" in offered
    page.target.media.take(stick)
    page.choosing.all_button.click()
    idle(qtbot, shell)
    assert page.target.pieces.advice.text().endswith("一卷。")
    choice.setCurrentIndex(1)
    assert page.target.pieces.largest() == 699 * MIB
