"""Copy numbers and fates."""

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CopyId, new_id
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Copy, CopyFate, Document
from desktop_app.vault.store import Vault
from tests.support.vaults import entered, filing

REVIEW, SUBMISSION = Document.REVIEW_FORM, Document.SUBMISSION_FORM


@pytest.fixture
def where(vault: Vault) -> ApplicationId:
    return entered(vault, filing("云曦"))


def printed(
    vault: Vault, clock: FixedClock, where: ApplicationId, how_many: int, document: Document = REVIEW, reason: str = ""
) -> list[Copy]:
    with vault.act(Act.PRINTED, {"application": where}):
        copies = [
            Copy(
                id=CopyId(new_id(clock.now())),
                application=where,
                document=document,
                number=number,
                version_number=1,
                version_digest="ab" * 32,
                sheets=7,
                printer="HP",
                printed_by="苏日娜",
                printed_at=clock.now(),
                fate=CopyFate.SENT,
                reason=reason,
            )
            for number in vault.copies.next_numbers(document, where, how_many)
        ]
        vault.copies.add(copies)
    return copies


def test_numbers_run_from_one_for_each_application_and_document(
    vault: Vault, fixed_clock: FixedClock, where: ApplicationId
) -> None:
    other = entered(vault, filing("白云", 2))
    assert [c.number for c in printed(vault, fixed_clock, where, 3)] == [1, 2, 3]
    assert [c.number for c in printed(vault, fixed_clock, where, 2)] == [4, 5]
    assert [c.number for c in printed(vault, fixed_clock, where, 1, SUBMISSION)] == [1]
    assert [c.number for c in printed(vault, fixed_clock, other, 1)] == [1]
    assert vault.check(Progress()).sound


def test_a_number_given_out_does_not_come_back(vault: Vault, where: ApplicationId) -> None:
    with vault.act(Act.PRINTED, {}):
        assert vault.copies.next_numbers(REVIEW, where, 17) == list(range(1, 18))
    with vault.act(Act.PRINTED, {}):
        assert vault.copies.next_numbers(REVIEW, where, 1) == [18]


def test_copies_come_back_and_change_their_fate_together(
    vault: Vault, fixed_clock: FixedClock, where: ApplicationId
) -> None:
    copies = printed(vault, fixed_clock, where, 3)
    assert vault.copies.of(where) == copies == vault.copies.register(REVIEW)
    assert vault.copies.register(SUBMISSION) == []
    with vault.act(Act.COPY_FATE_CHANGED, {}):
        vault.copies.set_fate([c.id for c in copies[:2]], CopyFate.SPOILED, reason="卡纸", witnesses="甲、乙")
    changed = vault.copies.get(copies[0].id)
    assert (changed.fate, changed.reason, changed.witnesses) == (CopyFate.SPOILED, "卡纸", "甲、乙")
    assert vault.copies.get(copies[2].id) == copies[2]


def test_an_unknown_copy_changes_none(vault: Vault, fixed_clock: FixedClock, where: ApplicationId) -> None:
    (copy,) = printed(vault, fixed_clock, where, 1)
    with pytest.raises(Fault) as caught, vault.act(Act.COPY_FATE_CHANGED, {}):
        vault.copies.set_fate([copy.id, CopyId("nowhere")], CopyFate.IN_HAND)
    assert caught.value.code is Code.RECORD_NOT_FOUND
    assert vault.copies.get(copy.id).fate is CopyFate.SENT


def test_a_fate_follows_the_one_before(vault: Vault, fixed_clock: FixedClock, where: ApplicationId) -> None:
    sent, lost = printed(vault, fixed_clock, where, 2)
    with vault.act(Act.COPY_FATE_CHANGED, {}):
        vault.copies.set_fate([sent.id], CopyFate.SPOILED)
        vault.copies.set_fate([sent.id], CopyFate.DESTROYED, witnesses="甲、乙")
        vault.copies.set_fate([lost.id], CopyFate.NOT_PRINTED)
    for copy, wanted in (
        (sent, CopyFate.IN_HAND),
        (sent, CopyFate.DESTROYED),
        (lost, CopyFate.IN_HAND),
        (lost, CopyFate.DESTROYED),
    ):
        with pytest.raises(Fault) as caught, vault.act(Act.COPY_FATE_CHANGED, {}):
            vault.copies.set_fate([copy.id], wanted)
        assert caught.value.code is Code.COPY_FATE
    assert [vault.copies.get(c.id).fate for c in (sent, lost)] == [CopyFate.DESTROYED, CopyFate.NOT_PRINTED]


def test_a_new_fate_keeps_the_reason_of_the_print(vault: Vault, fixed_clock: FixedClock, where: ApplicationId) -> None:
    (copy,) = printed(vault, fixed_clock, where, 1, reason="专家组增加一人")
    with vault.act(Act.COPY_FATE_CHANGED, {}):
        vault.copies.set_fate([copy.id], CopyFate.IN_HAND)
    assert vault.copies.get(copy.id).reason == "专家组增加一人"
