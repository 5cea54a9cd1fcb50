"""Keys that change: at this desk and at another one, with packages on their way in both directions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    card_terms,
    contacts,
    covers,
    keep,
    own_keys,
    receive,
    revocations,
    seal,
    sending,
    sharing,
    standing,
    successions,
    trust_register,
)
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import CardState, Contact, Direction, PackageState
from desktop_app.sealing import cards, enclosed
from desktop_app.sealing.content import PackageContent, PackageKind

pytestmark = pytest.mark.slow

Two = tuple[Session, Session]


def refusal(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    for language in Language:
        assert sentence(caught.value, language)
    return caught.value


def _peer(here: Session, there: Session) -> Contact:
    return contacts.by_key(here, contacts.own_card(there).key_id)


def _card(here: Session, there: Session, folder: Path) -> Contact:
    """The other desk's present card as a file, taken in here."""
    path = folder / f"{contacts.own_card(there).key_id}.fjcard"
    contacts.save_card(there, path)
    return contacts.take_in(here, path)


def _send_card(here: Session, to: Contact, folder: Path) -> Path:
    """Any package will do: this one holds the sender's card."""
    folder.mkdir(exist_ok=True)
    before = set(folder.iterdir())
    sharing.seal(here, sharing.card(here), to.id, folder, Progress())
    (made,) = set(folder.iterdir()) - before
    return made


def _open(here: Session, folder: Path) -> receive.Received:
    return receive.open_(here, folder, None, lambda line: None, Progress())


def test_a_followed_key_change_loses_nothing_on_its_way(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    old = contacts.own_card(committee)
    sent = seal.seal(unit, [submitted], _peer(unit, committee).id, _made(tmp_path / "s"), Progress())
    successions.change_keys(committee)
    new = contacts.own_card(committee)
    assert {old.key_id, new.key_id} == own_keys.key_ids(committee)
    received = _open(committee, sent.folder)  # sealed to the old keys, opened after the change
    came = _card(unit, committee, tmp_path)
    assert standing.state(came, unit.today()) is CardState.UNVERIFIED
    followed_from = successions.to_follow(unit, came)
    assert followed_from is not None
    assert followed_from.key_id == old.key_id
    followed = successions.follow(unit, came.id, "甲、乙")
    assert standing.state(followed, unit.today()) is CardState.IN_FORCE
    assert standing.state(contacts.by_key(unit, old.key_id), unit.today()) is CardState.FOLLOWED
    assert [one.key_id for one in seal.recipients(unit)] == [new.key_id]
    # the answer comes from the new keys, for a package that was sealed to the old ones
    back = receive.receipt(committee, received.package.id, _made(tmp_path / "b"), Progress())
    assert seal.take_receipt(unit, back, Progress()).state is PackageState.RECEIPTED
    for contact, word in ((contacts.by_key(unit, old.key_id), new.key_id), (followed, old.key_id)):
        assert word in trust_register.said(trust_register.steps(unit, contact)[-1]).zh
    assert not keep.check_vault(unit, Progress()).problems
    assert not keep.check_vault(committee, Progress()).problems


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_packages_under_the_old_keys_come_in_for_ninety_days(
    introduced: Two, clock: FixedClock, tmp_path: Path
) -> None:
    unit, committee = introduced
    first, late = (_send_card(committee, _peer(committee, unit), tmp_path / name) for name in "ab")
    successions.change_keys(committee)
    successions.follow(unit, _card(unit, committee, tmp_path).id, "甲、乙")
    clock.advance(days=90)
    assert _open(unit, first).told
    clock.advance(days=1)
    fault = refusal(lambda: _open(unit, late))
    assert fault.code is Code.SENDER_FOLLOWED
    assert fault.fields["day"] == "2026-10-04"


def test_counting_begins_anew_and_no_number_is_missed(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    for _ in range(2):
        _open(unit, _send_card(committee, _peer(committee, unit), tmp_path / "a"))
    successions.change_keys(committee)
    successions.follow(unit, _card(unit, committee, tmp_path).id, "甲、乙")
    for number in (1, 2):
        came = _open(unit, _send_card(committee, _peer(committee, unit), tmp_path / "b"))
        assert came.package.sequence == number
        assert not [w for w in came.warnings if "编号" in w.zh]


def test_the_label_of_an_older_package_stays_signed_by_the_keys_that_sealed_it(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    folder = _send_card(committee, _peer(committee, unit), tmp_path / "a")
    (record,) = committee.vault.packages.all(Direction.OUT)
    before = covers._facts(committee, record)["seal_qr"]
    successions.change_keys(committee)
    assert covers._facts(committee, record)["seal_qr"] == before
    assert receive.open_(unit, folder, None, lambda line: None, Progress(), label_qr=before).told


def test_other_keys_without_the_old_signature_stop_everything(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    known = _peer(unit, committee)
    keys = cards.new_keys()
    own = contacts.own_card(committee).card
    fresh = cards.make_card(keys, code=own.code, name="别的名字", desk=own.desk, valid_from=own.valid_from)
    path = tmp_path / "fresh.fjcard"
    path.write_bytes(cards.card_file(fresh, keys))
    assert refusal(lambda: contacts.take_in(unit, path)).code is Code.CARD_CHANGED
    assert [one.key_id for one in contacts.all_(unit)] == [known.key_id]
    revocations.say(unit, known.id, "对方保险库损坏，当面说明")
    taken = contacts.take_in(unit, path)
    assert refusal(lambda: successions.follow(unit, taken.id, "甲")).code is Code.CARD_NO_SUCCESSOR
    assert contacts.verify(unit, taken.id, dict(enumerate(cards.fingerprint(fresh).split())), "甲、乙").verified_by


def test_a_forged_succession_is_not_even_kept(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    successions.change_keys(committee)
    pair = own_keys.present(committee)
    assert pair is not None
    thief = cards.new_keys()
    forged = cards.make_card(
        thief, code=pair.card.code, name=pair.card.name, desk=pair.card.desk, valid_from=pair.card.valid_from
    )
    for signature in (pair.card.previous_signature, "00" * 64):
        claimed = structs.replace(forged, previous=pair.card.previous, previous_signature=signature)
        path = tmp_path / "forged.fjcard"
        path.write_bytes(cards.card_file(claimed, thief))
        assert refusal(lambda path=path: contacts.take_in(unit, path)).code is Code.CARD_SUCCESSION
    assert len(contacts.all_(unit)) == 1


def test_nobody_seals_to_replaced_or_ended_keys(introduced: Two, clock: FixedClock, tmp_path: Path) -> None:
    unit, committee = introduced
    old = _peer(unit, committee)
    ends = unit.today().replace(day=20)
    successions.change_keys(committee, ends)
    successions.follow(unit, _card(unit, committee, tmp_path).id, "甲、乙")
    assert refusal(lambda: _send_card(unit, old, tmp_path / "s")).code is Code.CARD_FOLLOWED
    late = _send_card(committee, _peer(committee, unit), tmp_path / "a")
    clock.advance(days=14)
    assert _open(unit, late).told
    clock.advance(days=1)
    assert refusal(lambda: _send_card(unit, _peer(unit, committee), tmp_path / "s")).code is Code.CARD_EXPIRED
    own = refusal(lambda: _send_card(committee, _peer(committee, unit), tmp_path / "s"))
    assert own.code is Code.OWN_CARD_EXPIRED
    assert own.fields["day"] == "2026-07-20"
    assert standing.state(_peer(unit, committee), unit.today()) is CardState.EXPIRED
    assert not list((tmp_path / "s").iterdir())


def test_what_was_sealed_after_the_last_day_is_refused(
    introduced: Two, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a desk whose program does not look at its own card's last day."""
    unit, committee = introduced
    successions.change_keys(committee, unit.today())
    successions.follow(unit, _card(unit, committee, tmp_path).id, "甲、乙")
    clock.advance(days=1)
    monkeypatch.setattr(standing, "require_sealable", lambda session, peer: None)
    content = PackageContent(
        PackageKind.CARD, NOT_SECRET, (), (enclosed.card_document(contacts.card_text(committee).encode()),)
    )
    _, sealed = sending.send(committee, _peer(committee, unit), content, (), _made(tmp_path / "a"), Progress())
    assert refusal(lambda: _open(unit, sealed.folder)).code is Code.SENDER_EXPIRED


def test_a_last_day_that_is_over_changes_nothing(introduced: Two) -> None:
    unit, _ = introduced
    before = contacts.own_card(unit).key_id
    assert refusal(lambda: successions.change_keys(unit, unit.today().replace(day=1))).code is Code.LAST_DAY_PAST
    assert contacts.own_card(unit).key_id == before


def test_new_keys_that_were_compared_from_the_start_take_the_place_of_the_old_as_well(
    introduced: Two, tmp_path: Path
) -> None:
    unit, committee = introduced
    old = _peer(unit, committee)
    card_terms.require_suite_of(unit, old.id, Suite.POST_QUANTUM)
    successions.change_keys(committee)
    new = _card(unit, committee, tmp_path)
    spoken = dict(enumerate(contacts.own_card(committee).fingerprint.split()))
    agreed = contacts.verify(unit, new.id, spoken, "甲、乙").standing
    assert agreed.minimum_suite is Suite.POST_QUANTUM  # what was agreed with the office does not end with its keys
    assert contacts.get(unit, old.id).standing.followed_by == new.key_id
    assert [one.id for one in seal.recipients(unit)] == [new.id]


def test_the_log_names_both_keys(introduced: Two) -> None:
    unit, _ = introduced
    before = contacts.own_card(unit).key_id
    successions.change_keys(unit)
    entry = next(e for e in reversed(list(unit.vault.audit.entries())) if e.act is Act.KEYS_CHANGED)
    assert entry.objects == {"before": before, "key": contacts.own_card(unit).key_id}
