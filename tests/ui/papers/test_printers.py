"""Choosing a printer in the print dialog: a certificate to compare, a password to give, a tray that is remembered."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk import submit as submitting
from desktop_app.desk.demo import DEMO_DAY, SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.ui.papers.printdialog import PrintDialog
from desktop_app.ui.papers.run import PrintRun
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.papers.work import WorkPage
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import certificates
from tests.support.ipp_printer import A3, A4, LoopbackPrinter, Setup
from tests.ui.acting import PASSPHRASE, compose, go, idle, press, unlock
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
TWO_TRAYS = (("tray-1", A4), ("tray-2", A3), ("by-pass-tray", ""))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DEMO_DAY)


@pytest.fixture(autouse=True)
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host `far` looks like another machine and leads to the test's printer; no print server shows up."""
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: real("127.0.0.1" if host == "far" else host, *rest, **more)
    )
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")


@pytest.fixture
def application(qtbot: QtBot, desk_window: Shell) -> ApplicationId:
    def make(session: Session) -> ApplicationId:
        made = drafts.take_in(session, resource("demo", "classified_engineer.json"))
        for kind, name, year in SCANS:
            drafts.attach(session, made, kind, resource("demo", "files", name), year)
        submitting.submit(session, made)
        return made

    got: list[ApplicationId] = []
    assert desk_window.context is not None
    desk_window.context.ask(desk_window, lambda session, _: make(session), got.append)
    idle(qtbot, desk_window)
    return got[0]


@pytest.fixture
def plain(request: pytest.FixtureRequest) -> Iterator[LoopbackPrinter]:
    with LoopbackPrinter(request.param) as made:
        yield made


def ask_print(qtbot: QtBot, shell: Shell, application: str, document: Document) -> PrintDialog:
    """The print dialog for a document, once it has looked for printers."""
    shown = go(qtbot, shell, Place(ScreenKey.PAPERS, application, f"{document.value} 0 0"), PapersScreen)
    assert isinstance(shown.work, WorkPage)
    qtbot.mouseClick(shown.work.print_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    return next(w for w in shell.findChildren(PrintDialog) if w.isVisible())


def enter(qtbot: QtBot, shell: Shell, asked: PrintDialog, uri: str) -> None:
    qtbot.keyClicks(asked.printer.address, uri)
    press(qtbot, asked, "加入")
    idle(qtbot, shell)
    assert asked.printer.uri == uri
    if asked.confirm.isVisible() and not asked.confirm.complete:
        qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)


def print_it(qtbot: QtBot, shell: Shell, asked: PrintDialog) -> None:
    assert asked.print_button.isEnabled()
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    context = shell.context
    assert context is not None
    qtbot.waitUntil(lambda: PrintRun.running(context) is None)
    idle(qtbot, shell)


def test_a_certificate_is_compared_then_trusted_then_held_to(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId, shots: Shots, tmp_path: Path
) -> None:
    own = certificates.made("printer.local")
    with LoopbackPrinter(tls=own.server(tmp_path)) as printer:
        uri, port = f"ipps://far:{printer.port}/ipp/print", printer.port
        asked = ask_print(qtbot, desk_window, application, Document.SUBMISSION_FORM)
        enter(qtbot, desk_window, asked, uri)
        panel = asked.printer.certificate
        assert panel.fingerprint.text().replace("\n", ":") == own.fingerprint
        assert not asked.print_button.isEnabled()
        assert printer.requests == []
        assert "须先核对证书" in asked.printer.list.currentText()
        shots(asked, "printers-certificate")
        assert unnamed(asked) == []
        press(qtbot, panel, "指纹一致，信任它")
        idle(qtbot, desk_window)
        assert not panel.isVisible()
        assert "A3 纸已装好" in asked.printer.state.text()
        print_it(qtbot, desk_window, asked)
        assert printer.jobs[0].pages == 15
    impostor = certificates.made("printer.local")
    with LoopbackPrinter(tls=impostor.server(tmp_path), port=port) as printer:
        asked = ask_print(qtbot, desk_window, application, Document.REVIEW_FORM)
        enter(qtbot, desk_window, asked, uri)
        panel = asked.printer.certificate
        assert "与已信任的不同" in panel.words.text()
        assert panel.fingerprint.text().replace("\n", ":") == impostor.fingerprint
        assert not panel.trust_button.isVisible()
        assert not asked.print_button.isEnabled()
        assert printer.requests == []
        shots(asked, "printers-certificate-changed")
        press(qtbot, panel, "撤销原来的信任…")
        sure = next(w for w in panel.window().findChildren(QDialog) if w.isVisible())
        press(qtbot, sure, "撤销信任")
        idle(qtbot, desk_window)
        assert panel.trust_button.isVisible()
        assert panel.fingerprint.text().replace("\n", ":") == impostor.fingerprint
        asked.reject()


@pytest.mark.parametrize("plain", [Setup(sign_in=("打印员", "Ikh-Zuu 47"))], indirect=True)
@pytest.mark.parametrize("keep", [True, False])
def test_a_password_is_asked_and_kept_only_when_told_to(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId, plain: LoopbackPrinter, shots: Shots, keep: bool
) -> None:
    asked = ask_print(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    enter(qtbot, desk_window, asked, plain.uri)
    panel = asked.printer.password
    assert panel.isVisible()
    assert "要求登录" in asked.printer.state.text()
    shots(asked, "printers-password")
    assert unnamed(asked) == []
    compose(panel.user, "打印员")
    qtbot.keyClicks(panel.password, "wrong")
    qtbot.keyClick(panel.password, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert "不认这个用户名和密码" in asked.printer.state.text()
    assert panel.isVisible()
    assert panel.password.text() == ""
    panel.keep.setChecked(keep)
    qtbot.keyClicks(panel.password, "Ikh-Zuu 47")
    press(qtbot, panel, "登录")
    idle(qtbot, desk_window)
    assert not panel.isVisible()
    print_it(qtbot, desk_window, asked)
    assert plain.jobs[0].pages == 15
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window)
    asked = ask_print(qtbot, desk_window, application, Document.REVIEW_FORM)
    enter(qtbot, desk_window, asked, plain.uri)
    assert asked.printer.password.isVisible() is not keep
    asked.reject()


@pytest.mark.parametrize("plain", [Setup(trays=TWO_TRAYS)], indirect=True)
def test_each_size_remembers_its_tray(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId, plain: LoopbackPrinter, shots: Shots
) -> None:
    for document, wrong, right in (
        (Document.REVIEW_FORM, "tray-2", "tray-1"),
        (Document.SUBMISSION_FORM, "tray-1", "tray-2"),
    ):
        asked = ask_print(qtbot, desk_window, application, document)
        enter(qtbot, desk_window, asked, plain.uri)
        trays = asked.printer.trays
        assert [trays.itemText(at) for at in range(trays.count())] == [
            *("由打印机选择", "纸盒 1（装有 A4）", "纸盒 2（装有 A3）", "手送纸盘")
        ]
        trays.setCurrentIndex(trays.findData(wrong))
        idle(qtbot, desk_window)
        assert "现在装的是" in asked.printer.state.text()
        assert not asked.print_button.isEnabled()
        if document is Document.SUBMISSION_FORM:
            shots(asked, "printers-wrong-tray")
        trays.setCurrentIndex(trays.findData(right))
        idle(qtbot, desk_window)
        print_it(qtbot, desk_window, asked)
    assert [(job.tray, job.size) for job in plain.jobs] == [("tray-1", (21000, 29700)), ("tray-2", (29700, 42000))]
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window)
    for document, tray in ((Document.REVIEW_FORM, "tray-1"), (Document.SUBMISSION_FORM, "tray-2")):
        asked = ask_print(qtbot, desk_window, application, document)
        assert (asked.printer.uri, asked.printer.tray) == (plain.uri, tray)
        shots(asked, f"printers-{tray}")
        asked.reject()
        idle(qtbot, desk_window)


def test_traces_of_a_print_server_are_accepted_before_a_print(
    qtbot: QtBot,
    desk_window: Shell,
    application: ApplicationId,
    shots: Shots,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = tmp_path / "cups"
    settings.mkdir()
    (settings / "cups-files.conf").write_text("RequestRoot /proc/spool\n", encoding="utf-8")
    (settings / "cupsd.conf").write_text("PreserveJobFiles Yes\n", encoding="utf-8")
    monkeypatch.setenv("CUPS_SERVERROOT", str(settings))
    with LoopbackPrinter() as device, LoopbackPrinter(Setup(cups_device=device.uri, name="打印服务")) as queue:
        asked = ask_print(qtbot, desk_window, application, Document.SUBMISSION_FORM)
        enter(qtbot, desk_window, asked, queue.uri)
        choice = asked.printer
        assert "打印服务在打印后仍保留文件" in choice.warnings.text()
        assert not asked.print_button.isEnabled()
        shots(asked, "printers-traces")
        assert unnamed(asked) == []
        choice.accept.click()
        assert asked.print_button.isEnabled()
        choice.search()
        idle(qtbot, desk_window)
        assert not asked.print_button.isEnabled()  # asked anew, as it may be another printer now
        choice.accept.click()
        print_it(qtbot, desk_window, asked)
        assert queue.jobs[0].pages == 15
        asked = ask_print(qtbot, desk_window, application, Document.REVIEW_FORM)
        enter(qtbot, desk_window, asked, device.uri)
        assert not asked.printer.accept.isVisible()
        assert asked.print_button.isEnabled()
        asked.reject()


def test_what_stands_on_the_printer_is_address_enough(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId
) -> None:
    with LoopbackPrinter() as printer:
        asked = ask_print(qtbot, desk_window, application, Document.SUBMISSION_FORM)
        qtbot.keyClicks(asked.printer.address, f"far:{printer.port}")
        qtbot.keyClick(asked.printer.address, Qt.Key.Key_Return)
        idle(qtbot, desk_window)
        assert asked.printer.uri == f"ipp://far:{printer.port}/ipp/print"
        assert "没有应答" not in asked.printer.list.currentText()


def test_an_address_that_is_none_is_said_and_stays_to_be_put_right(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId
) -> None:
    asked = ask_print(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    before = asked.printer.list.count()
    qtbot.keyClicks(asked.printer.address, "far:port/ipp")
    qtbot.keyClick(asked.printer.address, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert "“far:port/ipp”不是可用的打印机地址" in asked.printer.state.text()
    assert asked.printer.address.text() == "far:port/ipp"
    assert asked.printer.list.count() == before
    assert desk_window.context is not None
    assert desk_window.context.preferences.printers == ()


def test_a_printer_that_is_gone_is_not_offered_first_and_can_be_forgotten(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId
) -> None:
    context = desk_window.context
    assert context is not None
    with LoopbackPrinter() as printer:
        context.preferences.add_printer(printer.uri)
        context.preferences.add_printer("ipp://localhost:9/ipp/print")  # the latest, and nobody answers there
        asked = ask_print(qtbot, desk_window, application, Document.SUBMISSION_FORM)
        assert asked.printer.uri == printer.uri
        assert not asked.printer.forget_button.isVisible()
        asked.printer.list.setCurrentIndex(asked.printer.list.findData("ipp://localhost:9/ipp/print"))
        idle(qtbot, desk_window)
        press(qtbot, asked, "不再列出")
        idle(qtbot, desk_window)
        assert [asked.printer.list.itemData(at) for at in range(asked.printer.list.count())] == [printer.uri]
        assert context.preferences.printers == (printer.uri,)


@pytest.mark.parametrize("plain", [Setup(sides=("one-sided",))], indirect=True)
def test_a_form_for_both_sides_offers_no_way_that_there_is_not(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId, plain: LoopbackPrinter
) -> None:
    asked = ask_print(qtbot, desk_window, application, Document.REVIEW_FORM)
    enter(qtbot, desk_window, asked, plain.uri)
    assert "须双面打印，请换用能自动双面的打印机" in asked.printer.state.text()
    assert not asked.print_button.isEnabled()


def test_enter_in_the_passphrase_prints_and_digits_typed_by_habit_are_no_copies(
    qtbot: QtBot, desk_window: Shell, application: ApplicationId
) -> None:
    context = desk_window.context
    assert context is not None
    with LoopbackPrinter() as printer:
        context.preferences.add_printer(printer.uri)
        asked = ask_print(qtbot, desk_window, application, Document.SUBMISSION_FORM)
        assert asked.focusWidget() is asked.confirm.passphrase
        qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)
        qtbot.keyClick(asked.confirm.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(printer.jobs))
        qtbot.waitUntil(lambda: PrintRun.running(context) is None)
        idle(qtbot, desk_window)
        again = ask_print(qtbot, desk_window, application, Document.REVIEW_FORM)  # confirmed: nothing to be typed
        assert not again.confirm.isVisible()
        holder = again.focusWidget()
        assert holder is not None
        qtbot.keyClicks(holder, "19")
        assert again.extra.value() == 0
