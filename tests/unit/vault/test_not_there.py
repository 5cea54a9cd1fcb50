"""What a vault is asked for and does not have, or may not do any more, is said by name, and nothing is written."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CarrierId, ContactId, CopyId, PackageId
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import Carrier, CarrierKind, CarrierState
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.records import CardStanding
from desktop_app.domain.users import RecoveryKind
from desktop_app.vault import keyslots, recovering, unlocking
from desktop_app.vault.store import Vault
from desktop_app.vault.witness import NoWitness
from tests.support import vaults

CARRIER = Carrier(
    id=CarrierId("nowhere"),
    number="U2026-0001",
    kind=CarrierKind.STICK,
    marking=marked(SecrecyLevel.SECRET, 60),
    title="测绘数据",
    state=CarrierState.IN_HAND,
    made_by="陆怀谷",
    made_at=datetime(2026, 7, 1, tzinfo=UTC),
)
ASKED: dict[str, Callable[[Vault], object]] = {
    "a copy": lambda vault: vault.copies.get(CopyId("nowhere")),
    "when a copy changed": lambda vault: vault.copies.changed_at(CopyId("nowhere")),
    "a package": lambda vault: vault.packages.get(PackageId("nowhere")),
    "a contact": lambda vault: vault.contacts.get(ContactId("nowhere")),
    "a count of carriers": lambda vault: vault.inventories.get("nowhere"),
    "a card's standing": lambda vault: vault.contacts.set_standing(ContactId("nowhere"), CardStanding()),
    "a carrier": lambda vault: vault.carriers.put(CARRIER),
    "a version": lambda vault: vault.versions.add(ApplicationId("nowhere"), vaults.filing("云曦"), "x"),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_there_is_said(vault: Vault, name: str) -> None:
    entries = vault.audit.count()
    with pytest.raises(Fault) as caught, vault.act(Act.SETTINGS_CHANGED, {}):
        ASKED[name](vault)
    assert caught.value.code is Code.RECORD_NOT_FOUND
    assert vault.audit.count() == entries


def test_one_head_is_signed_once(vault: Vault) -> None:
    head = vault.signatures.head()
    with vault.act(Act.SETTINGS_CHANGED, {}):
        first = vault.signatures.add(lambda message: b"the first", bytes(32))
    assert first.head.sequence == head.sequence
    with vault.act(Act.SETTINGS_CHANGED, {}):
        later = vault.signatures.add(lambda message: b"the second", bytes(32))
    assert later.signature == "the second"
    assert [found and found.signature for found in (vault.signatures.of(head.sequence), vault.signatures.last())] == [
        "the first",
        "the second",
    ]


def test_no_paper_no_drill_and_no_way_in(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    with pytest.raises(Fault) as caught:
        vault.recovery.drill(bytes(32))
    assert caught.value.code is Code.RECOVERY_NONE
    vault.close()
    for place, code in ((folder, Code.RECOVERY_NONE), (folder / "nowhere", Code.VAULT_NOT_FOUND)):
        with pytest.raises(Fault) as caught:
            recovering.kind_of(place)
        assert caught.value.code is code
    with pytest.raises(Fault) as caught:
        unlocking.unlock_by_recovery(
            folder, bytes(32), RecoveryKind.CODE, fixed_clock, NoWitness(), older=False, save=True
        )
    assert caught.value.code is Code.RECOVERY_NONE


def test_there_are_no_more_users_than_key_slots(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "MOST_USERS", 1)
    with pytest.raises(Fault) as caught:
        vault.access.add_user(vaults.PASSPHRASE, "乌兰", (), "另一句 long 口令 of 2026")
    assert caught.value.code is Code.USERS_TOO_MANY
