"""Cutting a package for several media in a user's hands: choose, read what it means, seal, and find the pieces."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import discs, receive
from desktop_app.desk.session import Session
from desktop_app.sealing import disc
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle, press
from tests.ui.sealing.test_sealing import open_sealing, save_as, seal_first
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


@pytest.mark.skipif(shutil.which("xorriso") is None, reason="needs another program that reads images")
def test_volumes_for_several_discs_become_an_image_each(
    qtbot: QtBot,
    introduced: tuple[Shell, Session],
    stick: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shots: Callable[[QWidget, str], None],
) -> None:
    shell, other = introduced
    monkeypatch.setattr("desktop_app.sealing.disc._BESIDE", disc.Disc.CD.capacity - 1_100_000)  # room for one volume
    scan = tmp_path / "thesis.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + bytes(MIB))
    application = at_desk(qtbot, shell, lambda session: submitted(session, also=scan))
    page = open_sealing(qtbot, shell)
    pieces = page.target.pieces
    pieces.choice.setCurrentIndex(pieces.choice.count() - 1)
    pieces.most.setValue(1)
    seal_first(qtbot, shell, page, stick)
    press(qtbot, page, "写成光盘映像…")
    idle(qtbot, shell)
    shots(page.result.ways, "sealing-disc-ways")
    several, one = page.result.ways.actions()[0], page.result.ways.actions()[-1]
    count = len(list(stick.glob("*/*.age.*")))
    assert several.text() == f"{count} 张 CD 光盘（700 MB）…"
    assert one.text().startswith("1 张")
    several.trigger()
    page.result.ways.close()
    save_as(qtbot, tmp_path / "set.iso")
    idle(qtbot, shell)
    images = sorted(tmp_path.glob("set-*.iso"))
    assert len(images) == count
    assert f"{count} 个光盘映像" in page.message.text()
    assert "set-1.iso" in page.message.text()
    for number, image in enumerate(images, start=1):
        (found,) = discs.check(other, image, Progress(), part=True)
        assert found.numbers == (number,)
    discs_read = [burnt(image, tmp_path / f"drive{image.stem}") for image in images]
    for folder in discs_read[:-1]:
        with pytest.raises(Fault) as caught:
            receive.open_(other, folder, None, lambda line: None, Progress())
        assert caught.value.code is Code.VOLUMES_AWAITED
    assert receive.open_(other, discs_read[-1], None, lambda line: None, Progress()).applications == (application,)


def burnt(image: Path, target: Path) -> Path:
    """What another program finds on a disc that was burnt from an image."""
    command = ["xorriso", "-osirrox", "on", "-indev", f"stdio:{image}", "-extract", "/", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    (folder,) = target.glob("FJ-*")
    return folder
