"""Packages that come to a committee's office after the day for papers: told with the day, refused in their receipt."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.desk import seal
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import Office
from desktop_app.domain.records import PackageState
from desktop_app.ui.papers.confirming import ConfirmDialog
from desktop_app.ui.shell import Shell
from tests.ui.acting import PASSPHRASE, idle, press
from tests.ui.conftest import vault_of
from tests.ui.inbox.test_inbox import NAME, open_inbox
from tests.ui.sealing.two_desks import submitted
from tests.ui.test_focus_in_dialogs import keyboard_faults

OFFICE = Office(desk=Desk.COMMITTEE_OFFICE, code="PWH01", name="呼和浩特市测绘工程系列评委会办公室", officer="陆怀谷")


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Path:
    """A committee's office, locked."""
    return vault_of(OFFICE, tmp_path / "vault", clock)


def test_what_came_after_the_day_is_told_with_it_and_refused_in_its_receipt(
    qtbot: QtBot,
    introduced: tuple[Shell, Session],
    stick: Path,
    tmp_path: Path,
    shots: Callable[[QWidget, str], None],
    clock: FixedClock,
) -> None:
    shell, other = introduced
    people = [submitted(other), submitted(other, NAME, 1)]
    sent = seal.seal(other, people, seal.recipients(other)[0].id, stick, Progress())
    clock.advance(days=60)
    page = open_inbox(qtbot, shell, stick)
    press(qtbot, page, "成批接收…")
    idle(qtbot, shell)
    bulk = page.bulk
    qtbot.waitUntil(bulk.scan.isEnabled)
    assert keyboard_faults(qtbot, bulk) == []
    bulk.take_all()
    qtbot.waitUntil(lambda: "待接收 0 个" in bulk.told.text())
    idle(qtbot, shell)
    bulk.table.selectRow(0)
    idle(qtbot, shell)
    shots(bulk, "inbox-bulk-late")
    assert bulk.table.item(0, 2).text() == "已拆封，逾期送达"
    assert bulk.table.item(0, 3).text() == "沈砚舟 等 2 人"
    assert {bulk.people.item(at, 0).text() for at in range(2)} == {"沈砚舟", NAME}
    told = bulk.table.item(0, 4).text()
    assert "收到，已过 2026-08-10" in told
    assert "另 2 条，选中后逐人列在下面。没有核对封条号" in told, "what concerns the whole package is never left out"
    assert all("收到，已过 2026-08-10" in bulk.people.item(at, 3).text() for at in range(2)), "of each, beside the name"
    back = tmp_path / "back"
    back.mkdir()
    bulk.answer_all(back)
    idle(qtbot, shell)
    confirming = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ConfirmDialog) and w.isVisible())
    qtbot.keyClicks(confirming.confirm.passphrase, PASSPHRASE)
    press(qtbot, confirming, "确认后办理")
    qtbot.waitUntil(lambda: len(bulk.answers) == 1)
    idle(qtbot, shell)
    assert bulk.answers[0].late == 2
    assert "逾期不予接收 2 件" in bulk.message.text()
    assert bulk.table.item(0, 4).text().endswith("回执已封装，逾期不予接收 2 件。")
    shots(bulk, "inbox-bulk-late-answered")
    seal.take_receipt(other, next(back.iterdir()), Progress())
    assert other.vault.packages.get(sent.record.id).state is PackageState.REFUSED
