"""What is known of desks is read once, and anew after whatever changes it."""

from collections.abc import Callable

import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.desk import contacts, known_desks, own_keys, successions
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import CardStanding, Trust
from desktop_app.sealing import cards


@pytest.fixture
def desk(open_desk: Callable[..., Session]) -> Session:
    session = open_desk(Desk.DEPARTMENT, "DEPT01")
    contacts.ensure_identity(session)
    return session


def card(name: str, code: str, clock: FixedClock) -> ContactCard:
    return cards.make_card(cards.new_keys(), code=code, name=name, desk=Desk.UNIT, valid_from=clock.now().date())


def test_it_is_read_once_while_nothing_changes(desk: Session) -> None:
    found = known_desks.read(desk)
    assert known_desks.read(desk) is found
    with desk.vault.act(Act.PACKAGE_OPENED, {}):
        pass
    assert known_desks.read(desk) is found


def test_whatever_changes_a_contact_is_seen_at_once(desk: Session, clock: FixedClock) -> None:
    mine, theirs = card("第一中学", "UNIT01", clock), card("第 一中学", "UNIT09", clock)
    assert not known_desks.read(desk).bears_a_known_name(theirs)
    with desk.vault.act(Act.CONTACT_IMPORTED, {}):
        kept = desk.vault.contacts.add(mine, cards.key_id(mine), Trust.UNVERIFIED)
    assert kept.key_id in known_desks.read(desk).contacts
    assert not known_desks.read(desk).bears_a_known_name(theirs), "nobody has compared it"
    with desk.vault.act(Act.CONTACT_VERIFIED, {}):
        desk.vault.contacts.set_trust(kept.id, Trust.VERIFIED, "甲、乙", clock.now())
    assert known_desks.read(desk).bears_a_known_name(theirs)
    with desk.vault.act(Act.CONTACT_VERIFIED, {}):
        desk.vault.contacts.set_standing(kept.id, CardStanding(revoked_on=clock.now().date()))
    assert known_desks.read(desk).contacts[kept.key_id].standing.revoked_on == clock.now().date()
    with desk.vault.act(Act.CONTACT_VERIFIED, {}):
        desk.vault.contacts.set_card(kept.id, structs.replace(mine, name="第三中学"))
    assert not known_desks.read(desk).bears_a_known_name(theirs)


def test_what_an_undone_act_wrote_is_not_kept(desk: Session, clock: FixedClock) -> None:
    made = card("第一中学", "UNIT01", clock)

    def broken_off() -> None:
        with desk.vault.act(Act.CONTACT_IMPORTED, {}):
            desk.vault.contacts.add(made, cards.key_id(made), Trust.UNVERIFIED)
            assert cards.key_id(made) in known_desks.read(desk).contacts
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert cards.key_id(made) not in known_desks.read(desk).contacts


def test_new_keys_of_this_desk_are_its_own_at_once(desk: Session) -> None:
    before = known_desks.read(desk).own
    successions.change_keys(desk)
    now = own_keys.present(desk)
    assert now is not None
    assert known_desks.read(desk).own == before | {now.key_id}
