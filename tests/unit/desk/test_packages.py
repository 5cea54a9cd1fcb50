"""A package's life at the desk that sealed it: complete or not at all, its papers, given up, answered."""

import io
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    contacts,
    covers,
    draft,
    erasing,
    lowering,
    receive,
    revocations,
    seal,
    sending,
    submit,
    trust_register,
)
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.marking import NOT_SECRET, SecrecyLevel, marked
from desktop_app.domain.records import Direction, PackageState, Trust
from desktop_app.domain.status import Status
from desktop_app.sealing import receipts
from desktop_app.sealing.content import PackageContent, PackageKind
from desktop_app.sealing.receipts import Outcome, ReceiptItem

pytestmark = pytest.mark.slow

Two = tuple[Session, Session]


def _seal(unit: Session, application: ApplicationId, stick: Path) -> seal.SealedOutcome:
    stick.mkdir(exist_ok=True)
    return seal.seal(unit, [application], seal.recipients(unit)[0].id, stick, Progress())


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _code(act: object) -> Code:
    with pytest.raises(Fault) as caught:
        act()  # type: ignore[operator]
    return caught.value.code


def test_application_whose_scan_is_not_kept_is_not_sealed(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, _ = introduced
    (photo,) = (a for a in draft.attachments(unit, submitted) if a.kind is MaterialKind.PHOTO)
    with unit.vault.act(Act.ATTACHMENT_REMOVED, {}):
        unit.vault._ledger.delete("attachments", {"id": photo.id})
    assert _code(lambda: _seal(unit, submitted, tmp_path / "s")) is Code.MATERIAL_MISSING
    assert list((tmp_path / "s").iterdir()) == []
    assert unit.vault.packages.all() == []
    assert draft.load(unit, submitted).status is Status.SUBMITTED


def test_scan_of_a_higher_level_lifts_the_whole_package(
    introduced: Two, drafted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    low = marked(SecrecyLevel.CONFIDENTIAL, 60, basis="x", decided_by="y")
    content = lowering.lower(unit, drafted, low, reason="内容改为一般事项", decided_by="y")
    first, *others = content.materials
    high = marked(SecrecyLevel.SECRET, 120, basis="x", decided_by="y")
    materials = (msgspec.structs.replace(first, marking=high), *others)
    materials = (materials[0], *(msgspec.structs.replace(m, marking=low) for m in others))
    draft.save(unit, drafted, msgspec.structs.replace(content, materials=materials))
    submit.submit(unit, drafted)
    outcome = _seal(unit, drafted, tmp_path / "s")
    assert "机密★10年" in _text(covers.label_pdf(unit, outcome.record.id, Progress()))
    receive.open_(committee, outcome.folder, None, lambda line: None, Progress())


def test_label_and_slip_stay_what_they_were_at_sealing(
    introduced: Two, submitted: ApplicationId, clock: FixedClock, tmp_path: Path
) -> None:
    unit, _ = introduced
    outcome = _seal(unit, submitted, tmp_path / "s")
    before = _text(covers.label_pdf(unit, outcome.record.id, Progress()))
    assert "2026年7月6日" in before
    clock.advance(minutes=60 * 24 * 3)
    seal.deliver(unit, outcome.record.id)
    seal.void(unit, outcome.record.id)  # lost on the way
    submit.withdraw(unit, submitted, "改正")
    lowering.lower(unit, submitted, marked(SecrecyLevel.INTERNAL), reason="内容改为一般事项", decided_by="葛景明")
    assert _text(covers.label_pdf(unit, outcome.record.id, Progress())) == before
    assert "2026年7月6日" in _text(covers.slip_pdf(unit, outcome.record.id, Progress()))


def test_the_covers_name_offices_mark_and_number_and_nobody(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    outcome = _seal(unit, submitted, tmp_path / "s")
    for document in (Document.OUTER_COVER, Document.INNER_COVER):
        found = "".join(_text(covers.cover_pdf(unit, outcome.record.id, document, Progress())).split())
        for words in (unit.office.name, committee.office.name, "机密★5年", f"UNIT01-{outcome.record.sequence:06d}"):
            assert words in found
        assert "沈砚舟" not in found
        assert ("".join(outcome.seal_code.split()) in found) is (document is Document.INNER_COVER)


def test_a_receipts_package_has_a_label_and_an_unfinished_one_has_none(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    received = receive.open_(
        committee, _seal(unit, submitted, tmp_path / "s").folder, None, lambda line: None, Progress()
    )
    (tmp_path / "b").mkdir()
    receive.receipt(committee, received.package.id, tmp_path / "b", Progress())
    (sent,) = committee.vault.packages.all(Direction.OUT)
    assert sent.id in _text(covers.label_pdf(committee, sent.id, Progress()))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "s", progress)
    void = next(p for p in unit.vault.packages.all() if p.state is PackageState.VOID)
    assert _code(lambda: covers.label_pdf(unit, void.id, Progress())) is Code.PACKAGE_STATE


def test_lost_package_frees_its_applications_and_an_answered_one_cannot_be_lost(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    first = _seal(unit, submitted, tmp_path / "s")
    second = _seal(unit, submitted, tmp_path / "t")
    seal.void(unit, first.record.id)
    assert draft.load(unit, submitted).status is Status.SEALED  # the second is still under way
    seal.void(unit, second.record.id)
    assert draft.load(unit, submitted).status is Status.SUBMITTED
    for act in (seal.void, seal.deliver):
        assert _code(lambda act=act: act(unit, second.record.id)) is Code.PACKAGE_STATE
    third = _seal(unit, submitted, tmp_path / "u")
    received = receive.open_(committee, third.folder, None, lambda line: None, Progress())
    (tmp_path / "b").mkdir()
    seal.take_receipt(unit, receive.receipt(committee, received.package.id, tmp_path / "b", Progress()), Progress())
    assert _code(lambda: seal.void(unit, third.record.id)) is Code.PACKAGE_STATE
    assert _code(lambda: seal.void(committee, received.package.id)) is Code.PACKAGE_STATE
    assert draft.load(unit, submitted).status is Status.DELIVERED


def test_erasing_that_was_interrupted_is_gone_on_with_where_a_package_came_in(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    """The seal goes first, so that what is left is never a good package; then only its name tells which it was."""
    unit, committee = introduced
    outcome = _seal(unit, submitted, tmp_path / "s")
    receive.open_(committee, outcome.folder, None, lambda line: None, Progress())

    def pulled(done: int, total: int, what: str) -> None:
        if (outcome.folder / "seal.fengjuan").exists():
            return
        progress.cancel()

    progress = Progress(pulled)
    with pytest.raises(Cancelled):
        erasing.erase(committee, tmp_path / "s", progress)
    assert list(outcome.folder.iterdir())
    assert erasing.erase(committee, tmp_path / "s", Progress()).package.id == outcome.record.id
    assert not outcome.folder.exists()


def test_refusing_receipt_delivers_nothing(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    outcome = _seal(unit, submitted, tmp_path / "s")
    head = receive.found(outcome.folder)[0].head
    assert head is not None
    now = committee.clock.now()
    answer = receipts.make(
        head,
        Outcome.REJECTED,
        receiver=contacts.own_card(committee).card,
        received_at=now,
        items=[ReceiptItem(id=submitted, result=Outcome.REJECTED, code=Code.RECORD_SCHEMA.value)],
        code=Code.RECORD_SCHEMA,
    )
    content = PackageContent(
        kind=PackageKind.RECEIPT,
        marking=NOT_SECRET,
        documents=(receipts.document(answer),),
        in_reply_to=answer.seal_digest,
    )
    (tmp_path / "b").mkdir()
    back = sending.send(committee, seal.recipients(committee)[0], content, (), tmp_path / "b", Progress())[1].folder
    assert seal.take_receipt(unit, back, Progress()).state is PackageState.REFUSED
    assert draft.load(unit, submitted).status is Status.SEALED


def test_missing_folder_costs_no_number(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, _ = introduced
    recipient = seal.recipients(unit)[0].id
    assert _code(lambda: seal.seal(unit, [submitted], recipient, tmp_path / "none", Progress())) is Code.FILE_NOT_FOUND
    assert unit.vault.packages.all() == []


def test_revoked_card_stays_revoked_and_ones_own_is_no_contact(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    (contact,) = contacts.all_(unit)
    assert _code(lambda: revocations.say(unit, contact.id, "  ")) is Code.CARD_REASON
    assert contacts.get(unit, contact.id).trust is Trust.VERIFIED
    revocations.say(unit, contact.id, "密钥遗失")
    assert _code(lambda: revocations.say(unit, contact.id, "再来")) is Code.CARD_REVOKED
    verified, revoked = trust_register.steps(unit, contacts.get(unit, contact.id))
    assert (verified.trust, verified.by, verified.reason) == (Trust.VERIFIED, contact.verified_by, "")
    assert (revoked.trust, revoked.reason, revoked.user) == (Trust.REVOKED, "密钥遗失", unit.user)
    assert contacts.get(unit, contact.id).verified_at == contact.verified_at
    spoken = dict(enumerate(contacts.own_card(committee).fingerprint.split()))
    assert _code(lambda: contacts.verify(unit, contact.id, spoken, "甲、乙")) is Code.CARD_REVOKED
    assert contacts.get(unit, contact.id).trust is Trust.REVOKED
    assert _code(lambda: contacts.take_in(unit, tmp_path / "UNIT01.fjcard")) is Code.CARD_OWN


def test_scan_may_not_have_an_impossible_year(unit: Session, drafted: ApplicationId) -> None:
    before = draft.load(unit, drafted).draft
    photo = resource("demo", "files", "photo.jpg")
    code = _code(lambda: draft.attach(unit, drafted, MaterialKind.YEARLY_ASSESSMENT, photo, -5))
    assert code is Code.FIELD_VALUE
    assert draft.load(unit, drafted).draft == before
    assert len(draft.attachments(unit, drafted)) == len(before.materials)
