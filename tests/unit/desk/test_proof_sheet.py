"""核验单: its commands, taken off the printed page and run by a shell, prove a real package without the program."""

import re
from pathlib import Path

import pypdf
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, courier, proof_sheet, proofs, receive, reviews, seal
from desktop_app.desk.courier import Bag, Way, Witnessed
from desktop_app.desk.session import Session
from desktop_app.domain.application import Opinion
from desktop_app.domain.audit import Act
from desktop_app.domain.offices import Suite
from tests.support.packages import Desks, two_desks
from tests.unit.sealing.test_public_tools import needs_tools, openssl, sh

Two = tuple[Session, Session]
_TOOLS = r"printf |sed |openssl |ssh-keygen |\(printf |sha256sum |cat |\(cd |head "


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return two_desks(tmp_path)


def text_of(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def commands_on(pdf: Path) -> list[tuple[str, str]]:
    """Every command as it stands on the page, with what it must show."""
    found: list[tuple[str, str]] = []
    lines = text_of(pdf).splitlines()
    for at, line in enumerate(lines):
        begin = re.search(rf"(?:^|[\s）])({_TOOLS}).*", line)
        if begin is None or line.startswith(("#", "命令只用")) or lines[at - 1].endswith("\\"):
            continue
        whole = [line[begin.start(1) :]]
        while whole[-1].endswith("\\"):
            whole.append(lines[at + len(whole)])
        after = lines[at + len(whole)]
        command, _, expected = "\n".join([*whole, after] if after.startswith("# ") else whole).partition("# ")
        found.append((command, expected))
    return found


@pytest.mark.slow
@needs_tools
def test_the_commands_on_the_sheet_prove_a_package(desks: Desks, tmp_path: Path) -> None:
    package = desks.seal(suite=Suite.CLASSICAL)
    proof = proofs.of_folder(package.folder, desks.sender.card, Progress())
    pdf = tmp_path / "proof.pdf"
    pdf.write_bytes(proof_sheet.pdf(proof, None, "2026年7月6日", Progress()))
    found = commands_on(pdf)
    assert len(found) == len(proof.commands) == 11
    (package.folder / "key.txt").write_text(
        desks.recipient.keys.identity(Suite.CLASSICAL).text() + "\n", encoding="utf-8"
    )
    shown = [sh(command.replace("openssl ", f"{openssl()} ", 1), package.folder) for command, _ in found]
    for (command, expected), output in zip(found, shown, strict=True):
        assert expected in output or command.startswith("openssl "), command
    assert [at for at, (_, expected) in enumerate(found) if not expected] == [0, 4]
    assert shown[7].count(": OK") == 4 + 6
    crossed = found[9][0].replace("fj-seal@v1", "fj-manifest@v1").replace("openssl ", f"{openssl()} ", 1)
    with pytest.raises(AssertionError):
        sh(crossed, package.folder)
    seal = package.folder / "seal.fengjuan"
    seal.write_bytes(seal.read_bytes().replace(b'"seq":41', b'"seq":42'))
    with pytest.raises(AssertionError):
        sh(found[1][0], package.folder)
    with pytest.raises(Fault) as refused:
        proofs.of_folder(package.folder, desks.sender.card, Progress())
    assert refused.value.code is Code.SEAL_SIGNATURE


@needs_tools
def test_the_sheet_of_a_package_under_way_tells_its_hands(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, clock: FixedClock
) -> None:
    unit, committee = introduced
    reviews.sign(unit, submitted, reviews.Said(opinion=Opinion(text="同意推荐。", reviewer="甲")))
    stick = tmp_path / "stick"
    stick.mkdir()
    sent = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, stick, Progress())
    clock.advance(seconds=30)
    courier.put_strip(unit, sent.record.id, "NMG-0083412")
    courier.hand_over(unit, sent.record.id, Bag(Way.COURIERS, "巴特尔", "其木格"))
    clock.advance(seconds=30)
    courier.arrive(committee, sent.folder, Witnessed("NMG-0083412", "NMG-0083412", True, "巴特尔", "其木格"))
    before = proofs.of_found(committee, sent.folder, Progress())
    assert [hand.what.zh[:2] for hand in before.hands] == ["封装", "到达"]
    receive.open_(committee, sent.folder, None, lambda line: None, Progress())
    clock.advance(seconds=30)
    reviews.sign(committee, submitted, reviews.Said(opinion=Opinion(text="复核通过。", reviewer="乙")))
    here = proofs.of_package(unit, sent.record.id)
    assert [hand.what.zh[:2] for hand in here.hands] == ["签署", "封装", "贴封", "交出"]
    back = tmp_path / "back"
    back.mkdir()
    answer = receive.receipt(committee, sent.record.id, back, Progress())
    seal.take_receipt(unit, answer, Progress())
    last = [proofs.of_package(one, sent.record.id).hands[-1] for one in introduced]
    assert [(hand.what.zh, hand.who) for hand in last] == [
        ("第 1 号已收到回执", committee.office.name),
        ("第 1 号已出具回执", committee.office.name),
    ]
    assert last[0].digest == last[1].digest != ""
    there = tmp_path / "there.pdf"
    proof_sheet.save(committee, proofs.of_found(committee, sent.folder, Progress()), there, Progress())
    words = text_of(there)
    for needed in (
        contacts.own_card(unit).fingerprint,
        contacts.own_card(committee).fingerprint,
        "NMG-0083412",
        sent.record.id,
        seal.seal_code(sent.record),
        committee.office.name,
    ):
        assert needed in words.replace("\n", "")
    record = unit.vault.applications.get(submitted).draft
    assert record.person.name not in words
    assert record.person.identity_number not in words
    for command, expected in commands_on(there)[:4]:
        assert expected in sh(command, sent.folder)
    head = committee.vault.audit.head()
    assert head is not None
    assert head.act is Act.PLAIN_TEXT_WRITTEN
    steps = proofs.of_application(committee, submitted)
    assert [hand.what.zh[:2] for hand in steps.hands] == ["签署", "到达", "拆封", "签署", "第 "]
    assert len(steps.signers) == 2
