"""What somebody with the medium, a card or a receipt in hand might try: refused at its stage, in one sentence."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, paper_receipts, receive, seal
from desktop_app.desk.receive import Check, CheckLine
from desktop_app.desk.seal import SealedOutcome
from desktop_app.desk.session import Session
from desktop_app.domain.records import Direction, PackageState
from desktop_app.domain.status import Status
from desktop_app.sealing import names

Two = tuple[Session, Session]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="makes pipes and links")


@pytest.fixture
def sent(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> SealedOutcome:
    """A package in several volumes."""
    stick = tmp_path / "stick"
    stick.mkdir()
    unit = introduced[0]
    return seal.seal(unit, [submitted], seal.recipients(unit)[0].id, stick, Progress(), largest=150_000)


def refusal(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    for language in Language:
        said = sentence(caught.value, language)
        assert said
        assert "\n" not in said
    return caught.value


def volumes(package: Path) -> list[Path]:
    return sorted(package.glob("*.age.*"))


def swap_two_volumes(package: Path) -> None:
    first, second, *_ = volumes(package)
    spare = package / "spare"
    first.rename(spare)
    second.rename(first)
    spare.rename(second)


def cut_elsewhere(package: Path) -> None:
    """The same bytes, joined the same, one of them in another volume."""
    first, second, *_ = volumes(package)
    second.write_bytes(first.read_bytes()[-1:] + second.read_bytes())
    first.write_bytes(first.read_bytes()[:-1])


def join_all(package: Path) -> None:
    """One file in place of the volumes, as the README joins them."""
    pieces = volumes(package)
    whole = package / pieces[0].stem
    whole.write_bytes(b"".join(piece.read_bytes() for piece in pieces))
    for piece in pieces:
        piece.unlink()


def respelled(change: Callable[[bytes], bytes], name: str = names.SEAL) -> Callable[[Path], None]:
    def act(package: Path) -> None:
        path = package / name
        path.write_bytes(change(path.read_bytes()))

    return act


def as_pipe(name: Callable[[Path], Path]) -> Callable[[Path], None]:
    def act(package: Path) -> None:
        path = name(package)
        path.unlink()
        os.mkfifo(path)

    return act


def as_folder(name: Callable[[Path], Path]) -> Callable[[Path], None]:
    def act(package: Path) -> None:
        path = name(package)
        path.unlink()
        path.mkdir()

    return act


def sealed_later(raw: bytes) -> bytes:
    said = json.loads(raw)
    said["sealed_at"] = "2026-07-05T01:00:00Z"
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sealed_for_one_more(raw: bytes) -> bytes:
    said = json.loads(raw)
    said["recipient_kids"].append("00" * 8)
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def grown(package: Path) -> None:
    """Behind the end of the last volume stands something."""
    last = volumes(package)[-1]
    last.write_bytes(last.read_bytes() + b"x")


def header_for_another(package: Path) -> None:
    """One character of a stanza in the age header, the size kept."""
    first = volumes(package)[0]
    raw = bytearray(first.read_bytes())
    at = raw.index(b"-> ") + 12
    raw[at] = ord("A") if raw[at] != ord("A") else ord("B")
    first.write_bytes(raw)


ON_THE_MEDIUM = {
    "two volumes change names": (swap_two_volumes, Check.VOLUMES, Code.VOLUME_DIGEST),
    "cut at another byte": (cut_elsewhere, Check.VOLUMES, Code.VOLUME_SIZE),
    "joined to one": (join_all, Check.VOLUMES, Code.VOLUME_MISSING),
    "a volume is a pipe": (as_pipe(lambda p: volumes(p)[0]), Check.VOLUMES, Code.VOLUME_MISSING),
    "a volume is a folder": (as_folder(lambda p: volumes(p)[1]), Check.VOLUMES, Code.VOLUME_MISSING),
    "more behind the end": (grown, Check.VOLUMES, Code.VOLUME_SIZE),
    "another stanza": (header_for_another, Check.VOLUMES, Code.VOLUME_DIGEST),
    "the seal is a pipe": (as_pipe(lambda p: p / names.SEAL), Check.COMPLETE, Code.PACKAGE_INCOMPLETE),
    "the second signature is a pipe": (
        as_pipe(lambda p: p / names.LATTICE_SIGNATURE), Check.COMPLETE, Code.PACKAGE_INCOMPLETE,
    ),
    "the signature is a folder": (as_folder(lambda p: p / names.SIGNATURE), Check.COMPLETE, Code.PACKAGE_INCOMPLETE),
    "a mark before the seal": (respelled(lambda raw: b"\xef\xbb\xbf" + raw), Check.FORMAT, Code.PACKAGE_FORMAT),
    "a line feed behind the seal": (respelled(lambda raw: raw + b"\n"), Check.FORMAT, Code.PACKAGE_FORMAT),
    "the seal in UTF-16": (respelled(lambda raw: raw.decode().encode("utf-16")), Check.FORMAT, Code.PACKAGE_FORMAT),
    "sealed on another day": (respelled(sealed_later), Check.SEAL_SIGNATURE, Code.SEAL_SIGNATURE),
    "for one more": (respelled(sealed_for_one_more), Check.SEAL_SIGNATURE, Code.SEAL_SIGNATURE),
    "the armor with Windows lines": (
        respelled(lambda raw: raw.replace(b"\n", b"\r\n"), names.SIGNATURE), Check.SEAL_SIGNATURE, Code.SEAL_SIGNATURE,
    ),
    "the armor twice": (respelled(lambda raw: raw + raw, names.SIGNATURE), Check.SEAL_SIGNATURE, Code.SEAL_SIGNATURE),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_THE_MEDIUM)
def test_on_the_medium(introduced: Two, sent: SealedOutcome, name: str) -> None:
    committee = introduced[1]
    act, check, code = ON_THE_MEDIUM[name]
    act(sent.folder)
    made: list[CheckLine] = []
    fault = refusal(lambda: receive.open_(committee, sent.folder, None, made.append, Progress()))
    assert fault.code is code
    assert (made[-1].check, made[-1].ok) == (check, False)
    assert committee.vault.packages.all(Direction.IN) == []


def test_the_seal_of_another_package(introduced: Two, sent: SealedOutcome, tmp_path: Path) -> None:
    unit, committee = introduced
    other = tmp_path / "other"
    other.mkdir()
    ids = [ApplicationId(one) for one in sent.record.applications]
    second = seal.seal(unit, ids, seal.recipients(unit)[0].id, other, Progress(), largest=150_000)
    for name in (names.SEAL, names.SIGNATURE, names.LATTICE_SIGNATURE):
        shutil.copy(second.folder / name, sent.folder / name)
    made: list[CheckLine] = []
    fault = refusal(lambda: receive.open_(committee, sent.folder, None, made.append, Progress()))
    assert fault.code is Code.VOLUME_MISSING
    assert made[-1].check is Check.VOLUMES


def still_waits(unit: Session, sent: SealedOutcome) -> bool:
    record = unit.vault.packages.get(sent.record.id)
    states = {unit.vault.applications.get(ApplicationId(one)).status for one in record.applications}
    return record.state is PackageState.VERIFIED and states == {Status.SEALED}


def test_receipts(introduced: Two, sent: SealedOutcome, tmp_path: Path) -> None:
    """None of these closes the loop: the sender goes on waiting."""
    unit, committee = introduced
    received = receive.open_(committee, sent.folder, None, lambda line: None, Progress())
    back = tmp_path / "back"
    back.mkdir()
    true = receive.receipt(committee, received.package.id, back, Progress())
    # the package itself, given back as its own receipt
    assert refusal(lambda: seal.take_receipt(unit, sent.folder, Progress())).code is Code.SENDER_UNKNOWN
    # a card in a receipt's place, and nothing at all
    card = tmp_path / "committee.fjcard"
    contacts.save_card(committee, card)
    assert refusal(lambda: seal.take_receipt(unit, card, Progress())).code is Code.RECEIPT_INVALID
    card.write_bytes(b"")
    assert refusal(lambda: seal.take_receipt(unit, card, Progress())).code is Code.RECEIPT_INVALID
    # the receipt's own seal with another day
    spoilt = tmp_path / true.name
    shutil.copytree(true, spoilt)
    respelled(sealed_later)(spoilt)
    assert refusal(lambda: seal.take_receipt(unit, spoilt, Progress())).code is Code.SEAL_SIGNATURE
    # on paper: a letter that differs, the label of the package in its place
    assert refusal(lambda: paper_receipts.take(unit, "FJR1:" + "0" * 40)).code is Code.RECEIPT_INVALID
    label = sent.seal_code.replace(" ", "")
    assert refusal(lambda: paper_receipts.take(unit, label)).code is Code.RECEIPT_ROW
    assert still_waits(unit, sent)
    assert seal.take_receipt(unit, true, Progress()).state is PackageState.RECEIPTED


def test_cards(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    before = unit.vault.contacts.all()
    card = tmp_path / "card.fjcard"
    contacts.save_card(committee, card)
    good = card.read_bytes()
    line, _, armor = good.partition(b"\n")
    said = json.loads(line)

    def with_(**changes: object) -> bytes:
        return json.dumps(said | changes, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    tried = {
        "another name": with_(name="冒充的单位") + b"\n" + armor,
        "a weaker minimum": with_(minimum_suite=1 if said["minimum_suite"] == 2 else 2) + b"\n" + armor,
        "another key": with_(signing_key="00" * 32) + b"\n" + armor,
        "no signature": line + b"\n",
        "two cards": good + good,
        "Windows lines": good.replace(b"\n", b"\r\n"),
        "a later year": with_(fj=2) + b"\n" + armor,
        "a name that reads backwards": with_(name="单位\u202e") + b"\n" + armor,
        "a picture": b"\x89PNG" + good,
    }
    for name, content in tried.items():
        card.write_bytes(content)
        fault = refusal(lambda: contacts.take_in(unit, card))
        assert fault.code in (Code.CARD_INVALID, Code.PACKAGE_VERSION), name
    assert unit.vault.contacts.all() == before
