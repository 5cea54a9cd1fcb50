"""Contacts, packages, channels, secrets and settings."""

from datetime import date

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ContactId, PackageId, new_id
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Direction, PackageRecord, PackageState, Trust
from desktop_app.vault.packages import Sighting
from desktop_app.vault.store import Vault

PEER = "0123456789abcdef"
CARD = ContactCard(
    code="HHHT01",
    name="市人社局职称科",
    desk=Desk.CITY_HR,
    signing_key="ab" * 32,
    recipient_classical="age1x",
    recipient_post_quantum="age1pq" + "q" * 2000,
    valid_from=date(2026, 1, 1),
)


class TestContacts:
    def test_a_card_is_kept_and_trusted_step_by_step(self, vault: Vault, fixed_clock: FixedClock) -> None:
        with vault.act(Act.CONTACT_IMPORTED, {}):
            contact = vault.contacts.add(CARD, PEER, Trust.UNVERIFIED)
        assert vault.contacts.all() == [contact] == [vault.contacts.get(contact.id)]
        assert vault.contacts.get_by_key(PEER) == contact
        assert vault.contacts.get_by_key("f" * 16) is None
        with vault.act(Act.CONTACT_VERIFIED, {}):
            vault.contacts.set_trust(contact.id, Trust.VERIFIED, "苏日娜", fixed_clock.now())
        trusted = vault.contacts.get(contact.id)
        assert (trusted.trust, trusted.verified_by) == (Trust.VERIFIED, "苏日娜")
        assert trusted.verified_at == fixed_clock.now()

    def test_a_card_that_comes_again_loses_its_verification(self, vault: Vault, fixed_clock: FixedClock) -> None:
        with vault.act(Act.CONTACT_IMPORTED, {}):
            contact = vault.contacts.add(CARD, PEER, Trust.UNVERIFIED)
            vault.contacts.set_trust(contact.id, Trust.VERIFIED, "苏日娜", fixed_clock.now())
            other = msgspec.structs.replace(CARD, recipient_classical="age1attacker")
            again = vault.contacts.add(other, PEER, Trust.UNVERIFIED)
        assert again.id == contact.id
        assert vault.contacts.all() == [again]
        assert (again.trust, again.verified_by, again.verified_at) == (Trust.UNVERIFIED, "", None)

    def test_unknown_contacts(self, vault: Vault) -> None:
        with pytest.raises(Fault) as caught, vault.act(Act.CONTACT_REVOKED, {}):
            vault.contacts.set_trust(ContactId("nobody"), Trust.REVOKED)
        assert caught.value.code is Code.RECORD_NOT_FOUND
        with pytest.raises(Fault):
            vault.contacts.get(ContactId("nobody"))


def package(clock: FixedClock, direction: Direction, seal: str = "aa" * 32) -> PackageRecord:
    return PackageRecord(
        id=PackageId(new_id(clock.now())),
        direction=direction,
        peer=PEER,
        peer_name="市人社局",
        sequence=1,
        state=PackageState.SEALING,
        seal_digest=seal,
        applications=("a", "b"),
        changed_at=clock.now(),
    )


class TestPackages:
    def test_a_package_moves_through_its_states(self, vault: Vault, fixed_clock: FixedClock) -> None:
        out, came = package(fixed_clock, Direction.OUT), package(fixed_clock, Direction.IN, "bb" * 32)
        with vault.act(Act.PACKAGE_SEALED, {}):
            vault.packages.add(out)
            vault.packages.add(came)
        assert vault.packages.get(out.id) == out == vault.packages.by_seal("aa" * 32)
        assert vault.packages.by_seal("cc" * 32) is None
        assert vault.packages.all(Direction.IN) == [came]
        fixed_clock.advance(minutes=1)
        with vault.act(Act.PACKAGE_WRITTEN, {}):
            vault.packages.set_state(out.id, PackageState.WRITTEN, medium="U-12")
        written = vault.packages.get(out.id)
        assert (written.state, written.medium, written.seal_digest) == (PackageState.WRITTEN, "U-12", "aa" * 32)
        assert written.changed_at == fixed_clock.now()
        assert vault.packages.all() == [written, came]
        with pytest.raises(Fault), vault.act(Act.PACKAGE_WRITTEN, {}):
            vault.packages.set_state(PackageId("nothing"), PackageState.VOID)

    def test_those_that_hold_a_filing_or_went_to_a_desk_are_found(self, vault: Vault, fixed_clock: FixedClock) -> None:
        came, out = package(fixed_clock, Direction.IN), package(fixed_clock, Direction.OUT)
        other = msgspec.structs.replace(
            package(fixed_clock, Direction.OUT), peer="f" * 16, applications=("ab", "b"), sequence=2
        )
        for one in (came, out, other):
            with vault.act(Act.PACKAGE_SEALED, {}):
                vault.packages.add(one)
        assert vault.packages.holding("a") == [out, came]
        assert vault.packages.holding("b", Direction.OUT) == [other, out]
        assert vault.packages.holding("abc") == []
        assert (vault.packages.sent_to(PEER), vault.packages.sent_to("f" * 16)) == ([out], [other])
        assert vault.check(Progress()).sound
        vault._database.run("DELETE FROM package_filings WHERE application_id = 'ab'")
        assert [problem.where for problem in vault.check(Progress()).problems] == ["package_filings"]
        vault._database.run("INSERT INTO package_filings VALUES ('ab', ?), ('ab', 'another')", [other.id])
        assert [problem.where for problem in vault.check(Progress()).problems] == ["package_filings"]


class TestChannels:
    def test_numbers_of_a_channel_go_up_and_never_back(self, vault: Vault) -> None:
        with vault.act(Act.PACKAGE_SEALED, {}):
            epoch = vault.packages.epoch(PEER)
            assert [vault.packages.next_sequence(PEER) for _ in range(3)] == [1, 2, 3]
            assert vault.packages.next_sequence("f" * 16) == 1
            assert vault.packages.epoch(PEER) == epoch
            assert vault.packages.epoch("f" * 16) != epoch
        with pytest.raises(ZeroDivisionError), vault.act(Act.PACKAGE_SEALED, {}):  # noqa: PT012
            vault.packages.next_sequence(PEER)
            raise ZeroDivisionError
        with vault.act(Act.PACKAGE_SEALED, {}):
            assert vault.packages.next_sequence(PEER) == 4

    def test_after_an_older_copy_every_channel_has_a_new_epoch_and_its_numbers(self, vault: Vault) -> None:
        with vault.act(Act.PACKAGE_SEALED, {}):
            old = [vault.packages.epoch(peer) for peer in (PEER, "f" * 16)]
            vault.packages.next_sequence(PEER)
        with vault.act(Act.VAULT_RESTORED, {}):
            vault.packages.begin_epochs()
            fresh = [vault.packages.epoch(peer) for peer in (PEER, "f" * 16)]
            assert len({*old, *fresh}) == 4
            assert [vault.packages.next_sequence(peer) for peer in (PEER, "f" * 16)] == [2, 1]

    def test_what_has_come_before_is_recognised(self, vault: Vault, fixed_clock: FixedClock) -> None:
        seen = vault.packages.seen
        first = ("p1", "aa" * 32, "e1", 1)
        assert seen(PEER, *first).sighting is Sighting.NEW
        with vault.act(Act.PACKAGE_OPENED, {}):
            vault.packages.record_seen(PEER, *first)
        received = fixed_clock.now()
        fixed_clock.advance(days=1)
        again = seen(PEER, *first)
        assert (again.sighting, again.first_received) == (Sighting.DUPLICATE, received)
        assert seen(PEER, "p1", "bb" * 32, "e1", 1).sighting is Sighting.EQUIVOCATION
        assert seen(PEER, "p2", "bb" * 32, "e1", 1).sighting is Sighting.FORK
        assert seen("f" * 16, *first).sighting is Sighting.NEW
        assert seen(PEER, "p2", "bb" * 32, "e1", 2).missing == ()
        assert vault.packages.highest_seen(PEER) == 1
        assert vault.packages.highest_seen("f" * 16) == 0

    def test_gaps_are_named(self, vault: Vault) -> None:
        with vault.act(Act.PACKAGE_OPENED, {}):
            for sequence in (1, 2, 5):
                vault.packages.record_seen(PEER, f"p{sequence}", "aa" * 32, "e1", sequence)
        arrival = vault.packages.seen(PEER, "p8", "aa" * 32, "e1", 8)
        assert (arrival.missing, arrival.missing_count) == ((3, 4, 6, 7), 4)
        late = vault.packages.seen(PEER, "p3", "aa" * 32, "e1", 3)
        assert (late.sighting, late.missing) == (Sighting.NEW, ())

    def test_a_new_epoch_is_no_gap(self, vault: Vault) -> None:
        with vault.act(Act.PACKAGE_OPENED, {}):
            for sequence in (1, 2, 3):
                vault.packages.record_seen(PEER, f"p{sequence}", "aa" * 32, "e1", sequence)
        assert vault.packages.seen(PEER, "q", "aa" * 32, "e2", 4).missing == ()
        assert vault.packages.seen(PEER, "q", "aa" * 32, "e2", 6).missing == (4, 5)

    def test_a_lying_number_costs_nothing(self, vault: Vault) -> None:
        arrival = vault.packages.seen(PEER, "p", "aa" * 32, "e1", 10**15)
        assert (len(arrival.missing), arrival.missing[-1], arrival.missing_count) == (100, 10**15 - 1, 10**15 - 1)


def test_secrets_are_bytes(vault: Vault) -> None:
    with vault.act(Act.IDENTITY_CREATED, {}):
        vault.secrets.put("sign", bytes(range(256)))
        vault.secrets.put("sign", b"\x00\xff")
    assert vault.secrets.get("sign") == b"\x00\xff"
    assert vault.secrets.get("seal") is None


def test_settings_are_json(vault: Vault) -> None:
    value = {"idle": 5, "names": ["a", "乙"], "on": True, "none": None}
    with vault.act(Act.SETTINGS_CHANGED, {}):
        vault.settings.put("all", value)
        vault.settings.put("off", None)
    assert vault.settings.get("all") == value
    assert vault.settings.get("off", 3) is None
    assert vault.settings.get("missing", 3) == 3
    with pytest.raises(ValueError), vault.act(Act.SETTINGS_CHANGED, {}):
        vault.settings.put("all", float("nan"))
    assert vault.check(Progress()).sound
