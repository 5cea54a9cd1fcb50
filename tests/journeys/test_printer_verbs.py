"""The verbs about printers, as an officer at a terminal uses them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import draft, opening, submit
from desktop_app.desk.demo import DEMO_DAY, SCANS
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import certificates, founded
from tests.support.ipp_printer import A3, A4, LoopbackPrinter, Setup
from tests.support.verbs import PASSPHRASE, Ran, one_clear_line, run

USER, PASSWORD = "clerk", "Ikh-Zuu 47"


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Path, ApplicationId]:
    """A vault with one application that has been submitted."""
    folder = tmp_path / "vault"
    office = Office(desk=Desk.UNIT, code="UNIT01", name="青城测绘地理信息中心", officer="陆怀谷")
    machine = Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="段知白")
    new = opening.NewVault(folder=folder, passphrase=PASSPHRASE, office=office, machine=machine, user="陆怀谷")
    session = founded.session(new, FixedClock(DEMO_DAY))
    made = draft.take_in(session, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(session, made, kind, resource("demo", "files", name), year)
    submit.submit(session, made)
    session.close()
    return folder, made


@pytest.fixture
def descriptor() -> Iterator[int]:
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    os.write(writing, PASSWORD.encode() + b"\n")
    os.close(writing)
    yield reading
    os.close(reading)


def verb(vault: tuple[Path, ApplicationId], *arguments: object, passing: tuple[int, ...] = ()) -> Ran:
    return run("printer", *arguments, "--vault", vault[0], passphrase=PASSPHRASE, passing=passing)


def test_two_trays_chosen_once_print_both_papers(vault: tuple[Path, ApplicationId]) -> None:
    folder, application = vault
    with LoopbackPrinter(Setup(trays=(("tray-1", A4), ("tray-2", A3)))) as printer:
        told = verb(vault, "check", printer.uri, "--form", "submission_form", "--json")
        assert (told.data["loaded"], told.data["trays"]) == (True, ["tray-1", "tray-2"])
        wrong = verb(vault, "check", printer.uri, "--form", "submission_form", "--tray", "tray-1")
        assert (wrong.code, "现在装的是 A4" in one_clear_line(wrong)) == (1, True)
        none = run("application", "print", application, "--form", "review_form", "--chosen", "--vault", folder,
                   passphrase=PASSPHRASE)  # fmt: skip
        assert (none.code, "没有找到打印机" in one_clear_line(none)) == (1, True)
        for size, tray in (("A4", "tray-1"), ("A3", "tray-2")):
            assert verb(vault, "use", printer.uri, "--size", size, "--tray", tray).code == 0
        for form in ("review_form", "submission_form"):
            ran = run("application", "print", application, "--form", form, "--chosen", "--vault", folder,
                      passphrase=PASSPHRASE)  # fmt: skip
            assert ran.code == 0, ran.err
        assert [(job.tray, job.pages > 1) for job in printer.jobs] == [("tray-1", True), ("tray-2", True)]


def test_a_password_from_a_descriptor_is_kept_and_forgotten(vault: tuple[Path, ApplicationId], descriptor: int) -> None:
    with LoopbackPrinter(Setup(sign_in=(USER, PASSWORD))) as printer:
        check = ("check", printer.uri, "--form", "review_form")
        assert "要求登录" in one_clear_line(verb(vault, *check))
        kept = verb(vault, "password", printer.uri, "--user", USER, "--password-fd", descriptor, passing=(descriptor,))
        assert (kept.code, PASSWORD in kept.out) == (0, False)
        assert verb(vault, *check).code == 0
        assert verb(vault, "forget", printer.uri).code == 0
        assert "要求登录" in one_clear_line(verb(vault, *check))


def test_a_certificate_is_trusted_by_its_fingerprint_only(vault: tuple[Path, ApplicationId], tmp_path: Path) -> None:
    own, other = certificates.made("printer"), certificates.made("printer")
    with LoopbackPrinter(tls=own.server(tmp_path)) as printer:
        refused = verb(vault, "trust", printer.uri, other.fingerprint)
        assert (refused.code, "不符" in one_clear_line(refused)) == (1, True)
        assert verb(vault, "trust", printer.uri, own.fingerprint.replace(":", " ").lower()).code == 0
        assert verb(vault, "check", printer.uri, "--form", "review_form").code == 0
        port = printer.port
    with LoopbackPrinter(tls=other.server(tmp_path), port=port) as printer:
        changed = verb(vault, "check", printer.uri, "--form", "review_form")
        assert (changed.code, "可能有人冒充" in one_clear_line(changed)) == (1, True)
        assert printer.requests == []


def test_an_authority_is_taken_from_a_file(vault: tuple[Path, ApplicationId], tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    assert str(file) in one_clear_line(verb(vault, "authority", file))
    file.write_bytes(certificates.made("CA", authority=True).pem)
    assert verb(vault, "authority", file).code == 0
    assert verb(vault, "authority", "--none").code == 0
    file.write_text("nonsense", encoding="ascii")
    assert "没有可用的签发机构证书" in one_clear_line(verb(vault, "authority", file))


def test_a_print_server_that_leaves_traces_is_used_only_when_told_to(
    vault: tuple[Path, ApplicationId], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, application = vault
    monkeypatch.setenv("CUPS_SERVERROOT", str(tmp_path / "no settings to read"))
    with LoopbackPrinter() as device, LoopbackPrinter(Setup(cups_device=device.uri)) as queue:
        asked = ("application", "print", application, "--form", "submission_form", "--printer", queue.uri)
        refused = run(*asked, "--vault", folder, passphrase=PASSPHRASE)
        assert (refused.code, "--leave-traces" in one_clear_line(refused), queue.jobs) == (1, True, [])
        ran = run(*asked, "--leave-traces", "--vault", folder, passphrase=PASSPHRASE)
        assert (ran.code, queue.jobs[0].pages) == (0, 15)
