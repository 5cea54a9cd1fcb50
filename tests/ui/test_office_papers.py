"""The office's papers from the window: fingerprint card and directory, printed or saved where the user says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import go, press
from tests.ui.paperout import asked, print_paper, save_paper
from tests.ui.papers.test_papers import message


@pytest.mark.parametrize(("pressed", "named"), [("打印指纹卡…", "密钥指纹卡"), ("打印联系名录…", "联系名录")])
def test_saved_where_the_user_says(qtbot: QtBot, desk_window: Shell, tmp_path: Path, pressed: str, named: str) -> None:
    path = tmp_path / f"{named}.pdf"
    shown = go(qtbot, desk_window, Place(ScreenKey.CONTACTS), ContactsScreen)
    press(qtbot, shown, pressed)
    save_paper(qtbot, desk_window, path)
    assert path.read_bytes().startswith(b"%PDF-1.4")
    assert named in message(desk_window)


def test_printed_from_memory_as_often_as_asked_and_the_log_says_so(
    qtbot: QtBot, desk_window: Shell, shots: Callable[[QWidget, str], None]
) -> None:
    shown = go(qtbot, desk_window, Place(ScreenKey.CONTACTS), ContactsScreen)
    press(qtbot, shown, "打印指纹卡…")
    shots(asked(qtbot), "paper-out")
    with LoopbackPrinter() as printer:
        came = print_paper(qtbot, desk_window, printer, copies=3)
    assert len(came) == 3
    assert all(pages == came[0] and "指纹" in pages[0] for pages in came)
    assert "已打印 3 份，共 3 页" in message(desk_window)
    entry = last_entry(qtbot, desk_window)
    assert entry.act is Act.PRINTED
    assert entry.objects["document"] == "contact_card"
    assert entry.objects["copies"] == "3"


def last_entry(qtbot: QtBot, shell: Shell) -> AuditEntry:
    found: list[AuditEntry] = []
    assert shell.context is not None

    def read(session: Session) -> AuditEntry:
        return session.vault.audit.entries(limit=1)[0]

    shell.context.ask(shell, lambda session, _: read(session), found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]
