"""The main job in the window, by keyboard and mouse, at two desks: from no vault at all to a matched receipt.

Nothing of ours is replaced: real vaults, a real printer on loopback, a real package in a folder that is the stick.
"""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk.demo import SCANS
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.materials import KindRow
from desktop_app.ui.applications.photo import PhotoDialog
from desktop_app.ui.applications.scanview import ScanDialog
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.contacts.verify import VerifyDialog
from desktop_app.ui.inbox.screen import InboxScreen
from desktop_app.ui.language import speak
from desktop_app.ui.options import Options
from desktop_app.ui.papers.printdialog import PrintDialog
from desktop_app.ui.papers.run import PrintRun
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.plaintext import traces
from tests.ui.acting import PASSPHRASE, compose, go, idle, press, screen
from tests.ui.ontomedium import say_who
from tests.ui.test_editor import drop, kind_row

NAME = "沈砚舟"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[str], Shell]]:
    """Makes windows of desks that do not exist yet."""
    speak(Language.ZH)
    theme.apply(qapp, 100)
    facilities: list[Tasks] = []
    bugs: list[BaseException] = []

    def make(name: str) -> Shell:
        settings = QSettings(str(tmp_path / f"{name}.ini"), QSettings.Format.IniFormat)
        tasks = Tasks(bugs.append)
        facilities.append(tasks)
        clock = FixedClock(datetime(2026, 7, 6, 1, 0, tzinfo=UTC))
        options = Options(clock=clock, vault=tmp_path / name, cost=KdfCost.unsafe_small())
        shell = Shell(options, tasks, Preferences(settings))
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        return shell

    yield make
    for tasks in facilities:
        tasks.shutdown()
    assert bugs == []


def first_start(qtbot: QtBot, shell: Shell, desk: Desk, name: str, code: str, officer: str) -> None:
    """Make the vault as the wizard asks for it."""
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.first is not None)
    assert shell.front is not None
    page = shell.front.first
    assert page is not None
    qtbot.waitUntil(page.isVisible)
    page.desk.setCurrentIndex(list(Desk).index(desk))
    compose(page.name, name)
    qtbot.keyClicks(page.code, code)
    compose(page.officer, officer)
    qtbot.keyClicks(page.number, "BM-1")
    compose(page.keeper, officer)
    page.level.setCurrentIndex(page.level.count() - 1)  # up to 机密
    qtbot.keyClicks(page.passphrase, PASSPHRASE)
    qtbot.keyClicks(page.again, PASSPHRASE)
    press(qtbot, page, "建立保险库")
    qtbot.waitUntil(lambda: shell.desk is not None)
    idle(qtbot, shell)


def answer(qtbot: QtBot, shell: Shell, path: Path) -> None:
    """Type a path into the file dialog on show and press Enter."""

    def shown() -> list[QFileDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    field = shown()[0].findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(path))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shown())
    idle(qtbot, shell)


def introduce(qtbot: QtBot, here: Shell, there: Shell, card: Path) -> None:
    """`there` hands over its card and reads out its digits; `here` imports it and types them."""
    theirs = go(qtbot, there, Place(ScreenKey.CONTACTS), ContactsScreen)
    press(qtbot, theirs, "导出名片…")
    answer(qtbot, there, card)
    spoken = theirs.fingerprint.text().split()
    ours = go(qtbot, here, Place(ScreenKey.CONTACTS), ContactsScreen)
    press(qtbot, ours, "导入名片…")
    answer(qtbot, here, card)
    press(qtbot, ours, "核对指纹…")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, VerifyDialog) and w.isVisible())
    for group, field in dialog.groups.items():
        qtbot.keyClicks(field, spoken[group])
    press(qtbot, dialog, "一致，设为已核对")
    qtbot.waitUntil(lambda: ours.table.item(0, 3).text() == "已核对")  # type: ignore[union-attr]
    idle(qtbot, here)


def fill_in(qtbot: QtBot, shell: Shell) -> EditorScreen:
    """Import what the engineer typed elsewhere, drop the scans, submit."""
    table = go(qtbot, shell, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    press(qtbot, table, "从交换文件导入…")
    answer(qtbot, shell, resource("demo", "classified_engineer.json"))
    qtbot.waitUntil(lambda: shell.desk is not None and isinstance(shell.desk.shown, EditorScreen))
    idle(qtbot, shell)
    editor = screen(shell, EditorScreen)
    editor.sections.choose("materials")
    page = editor.stack.currentWidget()
    for count, (kind, name, year) in enumerate(SCANS, 1):
        row = kind_row(page, kind)  # type: ignore[arg-type]
        _choose_year(row, year)
        drop(row, resource("demo", "files", name))
        if kind is MaterialKind.PHOTO:  # it is cut out under a guide first
            qtbot.waitUntil(lambda: bool(_photo_dialogs()))
            press(qtbot, _photo_dialogs()[0], "使用这张照片")
        qtbot.waitUntil(lambda n=count: len(editor.draft.now.materials) == n)  # type: ignore[union-attr,misc]
        idle(qtbot, shell)
    look_at(qtbot, shell, page, MaterialKind.WORK_SUMMARY)
    qtbot.waitUntil(lambda: editor.header.submit_button.text() == "提交")
    press(qtbot, editor, "提交")
    qtbot.waitUntil(lambda: editor.read_only)
    idle(qtbot, shell)
    return editor


def look_at(qtbot: QtBot, shell: Shell, page: QWidget, kind: MaterialKind) -> None:
    """See a scan as it lies in the vault, and go back."""
    press(qtbot, kind_row(page, kind), "查看")  # type: ignore[arg-type]
    (dialog,) = (one for one in shell.findChildren(ScanDialog) if one.isVisible())
    qtbot.waitUntil(lambda: dialog.shown)
    press(qtbot, dialog, "关闭")
    idle(qtbot, shell)


def _photo_dialogs() -> list[PhotoDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, PhotoDialog) and w.isVisible()]


def _choose_year(row: KindRow, year: int | None) -> None:
    if year is not None:
        row._years.setCurrentIndex(next(i for i in range(row._years.count()) if str(year) in row._years.itemText(i)))


def print_all(qtbot: QtBot, shell: Shell, application: str, printer: LoopbackPrinter) -> None:
    """Two booklets and fifteen sheets, from the papers screen."""
    for document in (Document.REVIEW_FORM, Document.SUBMISSION_FORM):
        page = go(qtbot, shell, Place(ScreenKey.PAPERS, application, f"{document.value} 0 0"), PapersScreen)
        assert page.work is not None
        qtbot.mouseClick(page.work.print_button, Qt.MouseButton.LeftButton)
        dialog = _shown(qtbot, PrintDialog)
        idle(qtbot, shell)
        if dialog.printer.uri != printer.uri:
            qtbot.keyClicks(dialog.printer.address, printer.uri)
            press(qtbot, dialog, "加入")
        idle(qtbot, shell)
        if dialog.confirm.isVisible():  # once, then for some minutes not again
            qtbot.keyClicks(dialog.confirm.passphrase, PASSPHRASE)
        qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
        idle(qtbot, shell)  # the passphrase is proved before the print begins
        qtbot.waitUntil(lambda: shell.context is not None and PrintRun.running(shell.context) is None)
        idle(qtbot, shell)


def _shown(qtbot: QtBot, kind: type[PrintDialog]) -> PrintDialog:
    def there() -> list[PrintDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(there()))
    return there()[0]


def _click(qtbot: QtBot, shell: Shell, parent: QWidget, words: str) -> None:
    found = [b for b in parent.findChildren(QPushButton) if b.text() == words and b.isVisible() and b.isEnabled()]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    idle(qtbot, shell)


def seal(qtbot: QtBot, shell: Shell, stick: Path) -> str:
    """Tick the application, choose the stick, seal. Returns the code on the label."""
    page = go(qtbot, shell, Place(ScreenKey.SEALING), SealingScreen)
    idle(qtbot, shell)
    page.choosing.table.setFocus()
    page.choosing.table.setCurrentCell(0, 2)
    qtbot.keyClick(page.choosing.table, Qt.Key.Key_Space)
    _click(qtbot, shell, page, "选择文件夹…")
    answer(qtbot, shell, stick)
    press(qtbot, page, "封装到所选介质")
    qtbot.waitUntil(lambda: any(stick.iterdir()) and not shell.tasks.busy)
    return " ".join(page.result.code.groups())


def take_in(qtbot: QtBot, shell: Shell, stick: Path, code: str, back: Path) -> None:
    """Find the package, type its label, import it, open it, give the receipt."""
    page = go(qtbot, shell, Place(ScreenKey.INBOX), InboxScreen)
    idle(qtbot, shell)
    _click(qtbot, shell, page, "选择文件夹…")
    answer(qtbot, shell, stick)
    for group, field in page.label.fields.items():
        qtbot.keyClicks(field, code.split()[group])
    press(qtbot, page, "核验并导入")
    qtbot.waitUntil(lambda: page.result.shown is not None and not shell.tasks.busy)
    assert all(line.ok for line in page.checks.made)
    press(qtbot, page.result, "出具回执…")
    say_who(qtbot, shell, applicant="赵启明", approved_by="葛景明")
    answer(qtbot, shell, back)
    qtbot.waitUntil(lambda: any(back.iterdir()) and not shell.tasks.busy)


def test_from_an_empty_machine_to_a_received_package(
    qtbot: QtBot, window: Callable[[str], Shell], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")  # whatever print server this machine has, it is not ours
    stick, back = tmp_path / "stick", tmp_path / "back"
    stick.mkdir()
    back.mkdir()
    unit, committee = window("unit"), window("committee")
    first_start(qtbot, unit, Desk.UNIT, "呼和浩特市青城测绘地理信息中心", "qcch01", "陆怀谷")
    first_start(qtbot, committee, Desk.COMMITTEE_OFFICE, "工程系列高级评委会办公室", "gcgpw", "赵启明")
    introduce(qtbot, unit, committee, tmp_path / "committee.fjcard")
    introduce(qtbot, committee, unit, tmp_path / "unit.fjcard")
    editor = fill_in(qtbot, unit)
    with LoopbackPrinter() as printer:
        print_all(qtbot, unit, editor.application, printer)
        pages = [len(pypdfium2.PdfDocument(io.BytesIO(job.pdf))) for job in printer.jobs]
    assert pages[1] == 15
    assert pages[0] % 4 == 0
    code = seal(qtbot, unit, stick)
    assert len(code.split()) == 6
    take_in(qtbot, committee, stick, code, back)
    sealing = screen(unit, SealingScreen)
    sealing.sent.receipt.look(back)
    qtbot.waitUntil(lambda: sealing.sent.table.item(0, 3).text() == "已收到回执")  # type: ignore[union-attr]
    idle(qtbot, unit)
    for shell, status in ((unit, "已送达"), (committee, "已接收")):
        table = go(qtbot, shell, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
        row = table.model.row(0)
        assert row is not None
        assert (row.name, table.model.rowCount()) == (NAME, 1)
        assert status in [table.model.index(0, side).data() for side in range(table.model.columnCount())]
        shell.lock()
        idle(qtbot, shell)
    scans = [path.read_bytes()[-400:-200] for path in sorted(resource("demo", "files").iterdir())]
    assert traces([tmp_path, Path.home()], [NAME, "150102198606069991"], scans) == []
