"""Keys that end at both desks: what came before stays, what comes after is refused, and nobody else can say it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    contacts,
    home,
    office_papers,
    proofs,
    receive,
    revocations,
    sharing,
    successions,
    trust_register,
)
from desktop_app.desk.home import WaitingKind
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import Contact, RevocationReason, Trust
from desktop_app.sealing import revocations as signed

Two = tuple[Session, Session]


def _peer(here: Session, there: Session) -> Contact:
    return contacts.by_key(here, contacts.own_card(there).key_id)


def _code(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def _sealed(here: Session, to: Contact, folder: Path) -> Path:
    folder.mkdir()
    sharing.seal(here, sharing.card(here), to.id, folder, Progress())
    (made,) = folder.iterdir()
    return made


def _open(here: Session, folder: Path) -> receive.Received:
    return receive.open_(here, folder, None, lambda line: None, Progress())


def _waits(session: Session) -> set[WaitingKind]:
    return {one.kind for one in home.overview(session).waiting}


def test_lost_keys_are_revoked_everywhere_and_begin_anew(introduced: Two, clock: FixedClock, tmp_path: Path) -> None:
    unit, committee = introduced
    before = _sealed(committee, _peer(committee, unit), tmp_path / "before")
    clock.advance(days=2)
    after = _sealed(committee, _peer(committee, unit), tmp_path / "after")
    old = contacts.own_card(committee).key_id
    future = committee.today() + timedelta(days=1)
    end = tmp_path / "end.json"
    assert _code(lambda: revocations.end_own(committee, RevocationReason.LOST, future, end)) is Code.REVOKED_IN_FUTURE
    assert not end.exists()
    revocations.end_own(committee, RevocationReason.LOST, committee.today(), end)
    assert WaitingKind.KEYS_REVOKED in _waits(committee)
    peer = _peer(committee, unit)
    assert _code(lambda: _sealed(committee, peer, tmp_path / "no")) is Code.OWN_CARD_REVOKED
    ended = revocations.take_file(unit, end)
    assert (ended.contact.key_id, ended.contact.trust) == (old, Trust.REVOKED)
    assert ended.contact.standing.revoked_on == date(2026, 7, 8)
    assert "密钥遗失" in trust_register.said(trust_register.steps(unit, ended.contact)[-1]).zh
    came = _open(unit, before)
    assert proofs.of_found(unit, before, Progress()).facts  # taken in, it can still be proved
    assert _code(lambda: proofs.of_found(unit, after, Progress())) is Code.SENDER_REVOKED
    assert any("2026-07-08 起作废" in words.zh for words in came.warnings)
    assert _code(lambda: _open(unit, after)) is Code.SENDER_REVOKED
    assert (
        _code(lambda: sharing.seal(unit, sharing.card(unit), ended.contact.id, tmp_path, Progress()))
        is Code.CARD_STOPPED
    )
    successions.change_keys(committee)
    card = contacts.own_card(committee).card
    assert not card.previous  # whoever found the old keys could have signed this as well
    assert WaitingKind.KEYS_REVOKED not in _waits(committee)
    new = contacts.keep_card(unit, card)
    assert successions.to_follow(unit, new) is None


def test_the_statement_travels_in_a_package_of_cards(
    introduced: Two, open_desk: Callable[..., Session], tmp_path: Path
) -> None:
    """To a desk that trusts both keys: the new ones followed before the old ones were found to have leaked."""
    unit, committee = introduced
    old = contacts.own_card(committee).key_id
    revocations.end_own(committee, RevocationReason.LEAKED, committee.today(), tmp_path / "end.json")
    successions.change_keys(committee)
    revocations.say(unit, contacts.by_key(unit, old).id, "电话告知", unit.today())
    new = contacts.keep_card(unit, contacts.own_card(committee).card)
    contacts.verify(unit, new.id, dict(enumerate(contacts.own_card(committee).fingerprint.split())), "甲、乙")
    told = _open(unit, _sealed(committee, _peer(committee, unit), tmp_path / "s")).told
    assert any(old in words.zh and "吊销书" in words.zh for words in told)
    assert trust_register.steps(unit, contacts.by_key(unit, old))[-1].signed
    third = open_desk(Desk.UNIT, "UNIT02")
    contacts.ensure_identity(third)
    assert _code(lambda: revocations.take_file(third, tmp_path / "end.json")) is Code.REVOCATION_UNKNOWN


def test_home_asks_for_the_spare_revocation_until_it_is_printed(
    committee: Session, introduced: Two, clock: FixedClock, tmp_path: Path
) -> None:
    del introduced  # others count on these keys now
    assert WaitingKind.SPARE_NEVER_PRINTED in _waits(committee)
    office_papers.save(committee, Document.KEY_REVOCATION, tmp_path / "spare.pdf", Progress())
    assert WaitingKind.SPARE_NEVER_PRINTED not in _waits(committee)
    (entry,) = committee.vault.audit.entries(act=Act.REVOCATION_PRINTED)
    assert entry.objects["key"] == contacts.own_card(committee).key_id
    clock.advance(days=1)
    successions.change_keys(committee)
    assert WaitingKind.SPARE_NEVER_PRINTED in _waits(committee)  # the sheet in the safe ends the old ones


def test_a_desk_that_nobody_counts_on_needs_no_spare_yet(unit: Session) -> None:
    contacts.ensure_identity(unit)
    assert WaitingKind.SPARE_NEVER_PRINTED not in _waits(unit)


def test_the_sheet_from_the_safe_ends_the_keys_when_it_is_brought(introduced: Two, clock: FixedClock) -> None:
    unit, committee = introduced
    sheet = office_papers.drawn(committee, Document.KEY_REVOCATION, Progress())
    assert sheet.pdf.startswith(b"%PDF")
    line = revocations.paper_line(revocations.spare(committee))
    clock.advance(days=30)
    ended = revocations.take_paper(unit, "\n".join(line.rows), on=date(2026, 8, 1)).contact
    assert ended.standing.revoked_on == date(2026, 8, 1)
    again = revocations.take_paper(unit, line.scanned).contact  # a later day does not take the earlier one back
    assert again.standing.revoked_on == date(2026, 8, 1)


def test_a_successor_made_by_a_thief_loses_its_trust(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    old = revocations.spare(committee)
    successions.change_keys(committee)
    new = contacts.keep_card(unit, contacts.own_card(committee).card)
    successions.follow(unit, new.id, "甲、乙")
    ended = revocations.take(unit, old)
    assert ended.doubted is not None
    assert (ended.doubted.key_id, ended.doubted.trust) == (new.key_id, Trust.UNVERIFIED)
    assert "重新核对" in trust_register.said(trust_register.steps(unit, new)[-1]).zh
    assert _code(lambda: sharing.seal(unit, sharing.card(unit), new.id, tmp_path, Progress())) is Code.CARD_NOT_VERIFIED


def test_the_successor_may_say_it_and_stays_trusted(introduced: Two) -> None:
    unit, committee = introduced
    before = contacts.own_card(committee).card
    successions.change_keys(committee)
    now = contacts.own_card(committee).card
    said = signed.sign(before, now, contacts.keys(committee), made_on=committee.today())
    new = contacts.keep_card(unit, now)
    assert _code(lambda: revocations.take(unit, said)) is Code.REVOCATION_INVALID  # nobody trusts it yet
    successions.follow(unit, new.id, "甲、乙")
    ended = revocations.take(unit, said)
    assert (ended.contact.trust, ended.doubted) == (Trust.REVOKED, None)
    assert contacts.get(unit, new.id).trust is Trust.VERIFIED


def test_what_was_taken_in_before_the_keys_ended_stays_provable(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    folder = _sealed(committee, _peer(committee, unit), tmp_path / "s")
    _open(unit, folder)
    revocations.say(unit, _peer(unit, committee).id, "电话告知")  # from today, the day of the package
    assert proofs.of_found(unit, folder, Progress()).facts


def test_home_names_cards_thirty_days_before_their_last_day(introduced: Two, clock: FixedClock) -> None:
    unit, committee = introduced
    successions.change_keys(committee, committee.today() + timedelta(days=31))
    successions.follow(unit, contacts.keep_card(unit, contacts.own_card(committee).card).id, "甲、乙")
    assert WaitingKind.CONTACT_ENDS not in _waits(unit)
    clock.advance(days=1)
    assert WaitingKind.CONTACT_ENDS in _waits(unit)
    (line,) = [one for one in home.overview(committee).waiting if one.kind is WaitingKind.CARD_ENDS]
    assert line.days_left == 30
