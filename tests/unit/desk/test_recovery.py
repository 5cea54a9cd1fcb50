"""The way back on paper: generated, printed, proved before it counts, rehearsed, used; and nowhere but on the paper."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.crypto import recovery_code
from desktop_app.desk import device, home, keep, opening, recovery
from desktop_app.desk.home import WaitingKind
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.domain.ring import RingTrouble
from desktop_app.domain.users import RecoveryKind, RecoveryNeed, UserRole
from tests.support import secret_service, vaults
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.plaintext import traces
from tests.unit.desk.conftest import PASSPHRASE

pytestmark = pytest.mark.slow

NEW = "白马 harbor 63 walnut 雪"
SECOND = "蓝月 orchard 58 velvet 石"
CODE, SHARES = RecoveryKind.CODE, RecoveryKind.SHARES


def code_of(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def typed(*sheets: RecoverySheet) -> list[str]:
    """What a person types from the paper."""
    return [" ".join(sheet.groups or sheet.words).lower() for sheet in sheets]


def proved(session: Session, kind: RecoveryKind = CODE) -> tuple[RecoverySheet, ...]:
    sheets = recovery.make(session, PASSPHRASE, kind)
    recovery.prove(session, typed(*sheets[:2]))
    return sheets


def acts(session: Session) -> list[Act]:
    return [entry.act for entry in session.vault.audit.entries(limit=50)]


def test_a_code_counts_only_once_it_was_typed_back(unit: Session, clock: FixedClock) -> None:
    folder = unit.vault.folder
    assert unit.vault.recovery.need() is RecoveryNeed.NEVER_MADE
    assert code_of(lambda: recovery.make(unit, NEW, CODE)) is Code.VAULT_WRONG_PASSPHRASE
    (sheet,) = recovery.make(unit, PASSPHRASE, CODE)
    assert unit.vault.recovery.need() is RecoveryNeed.UNPROVED
    assert unit.vault.recovery.state() is None
    unit.close()
    assert code_of(lambda: recovery.use(folder, typed(sheet), NEW, clock)) is Code.RECOVERY_NONE
    again = opening.unlock(folder, PASSPHRASE, clock)  # locked at the printer, and gone on with afterwards
    other = recovery_code.new_code()
    assert code_of(lambda: recovery.prove(again, [" ".join(other)])) is Code.RECOVERY_DIFFERENT
    slip = [typed(sheet)[0][:-1] + ("0" if typed(sheet)[0][-1] != "0" else "2")]
    assert code_of(lambda: recovery.prove(again, slip)) is Code.RECOVERY_GROUP
    assert recovery.prove(again, typed(sheet)).made_on == again.today()
    assert again.vault.recovery.need() is RecoveryNeed.NEVER_REHEARSED
    assert code_of(lambda: recovery.prove(again, typed(sheet))) is Code.RECOVERY_UNPROVED
    assert [act for act in acts(again) if act.value.startswith("recovery")] == [
        Act.RECOVERY_MADE,
        Act.RECOVERY_PREPARED,
    ]
    assert keep.check_vault(again, Progress()).sound
    again.close()


@pytest.mark.parametrize("kind", [CODE, SHARES])
def test_a_lost_passphrase_is_replaced_by_what_lies_in_the_safe(
    unit: Session, clock: FixedClock, kind: RecoveryKind
) -> None:
    sheets = proved(unit, kind)
    folder = unit.vault.folder
    unit.close()
    for _ in range(5):
        assert code_of(lambda: opening.unlock(folder, NEW, clock)) is Code.VAULT_WRONG_PASSPHRASE
    assert code_of(lambda: opening.unlock(folder, PASSPHRASE, clock)) is Code.VAULT_LOCKED_OUT
    words = typed(*sheets[-2:])
    assert code_of(lambda: recovery.use(folder, words, "123456789012", clock)) is Code.PASSPHRASE_WEAK
    assert code_of(lambda: recovery.use(folder, words, PASSPHRASE, clock)) is Code.PASSPHRASE_REUSED
    again = recovery.use(folder, words, NEW, clock)
    assert again.user == "经办人"
    entry = next(one for one in again.vault.audit.entries() if one.act is Act.RECOVERED)
    assert set(entry.objects) == {"user", "recovery"}
    (failed,) = again.vault.audit.entries(act=Act.UNLOCK_FAILED)
    assert failed.objects["tries"] == "5", "what was tried before the paper was fetched"
    assert again.vault.recovery.need() is RecoveryNeed.USED
    assert keep.check_vault(again, Progress()).sound
    again.close()
    assert code_of(lambda: opening.unlock(folder, PASSPHRASE, clock)) is Code.VAULT_WRONG_PASSPHRASE
    opening.unlock(folder, NEW, clock).close()


def test_a_second_sheet_takes_the_place_of_the_first_when_it_is_proved(unit: Session, clock: FixedClock) -> None:
    folder, (first,) = unit.vault.folder, proved(unit)
    fresh = recovery.make(unit, PASSPHRASE, SHARES, ("甲", "乙"))
    assert [sheet.holder for sheet in fresh] == ["甲", "乙", ""]
    assert recovery.drill(unit, typed(first)).kind is CODE, "the first stays in force until the second is proved"
    recovery.prove(unit, typed(fresh[2], fresh[0]))
    assert code_of(lambda: recovery.drill(unit, typed(fresh[0]))) is Code.RECOVERY_MORE
    recovery.drill(unit, ["", *typed(*fresh[1:])])
    assert unit.vault.recovery.need() is None
    unit.close()
    assert code_of(lambda: recovery.use(folder, typed(first), NEW, clock)) is not None
    recovery.use(folder, typed(*fresh[:2]), NEW, clock).close()


def test_a_rehearsal_opens_nothing_new_and_keeps_the_day(unit: Session, clock: FixedClock) -> None:
    assert code_of(lambda: recovery.drill(unit, ["x"])) is not None
    (sheet,) = proved(unit)
    clock.advance(hours=24 * 40)
    before = (unit.vault.folder / "keyslots.json").read_bytes()
    state = recovery.drill(unit, typed(sheet))
    assert (state.made_on, state.drilled_on) == (state.made_on, unit.today())
    assert state.made_on != state.drilled_on
    assert (unit.vault.folder / "keyslots.json").read_bytes() == before
    assert acts(unit)[0] is Act.RECOVERY_DRILLED
    assert unit.vault.recovery.need() is None


def test_home_reminds_of_each_step_and_then_is_quiet(unit: Session, drafted: ApplicationId) -> None:
    def reminded() -> list[WaitingKind]:
        return [one.kind for one in home.overview(unit).waiting if one.kind.value.startswith("recovery")]

    assert reminded() == [WaitingKind.RECOVERY_NEVER_MADE]
    (sheet,) = recovery.make(unit, PASSPHRASE, CODE)
    assert reminded() == [WaitingKind.RECOVERY_UNPROVED]
    recovery.prove(unit, typed(sheet))
    assert reminded() == [WaitingKind.RECOVERY_NEVER_REHEARSED]
    recovery.drill(unit, typed(sheet))
    assert reminded() == []


def test_a_new_database_key_reaches_the_sheet_in_force_and_spoils_the_one_not_proved(unit: Session) -> None:
    (sheet,) = proved(unit)
    (waiting,) = recovery.make(unit, PASSPHRASE, CODE)
    unit.vault.access.rekey(PASSPHRASE)
    recovery.drill(unit, typed(sheet))
    assert code_of(lambda: recovery.prove(unit, typed(waiting))) is Code.RECOVERY_UNPROVED
    (fresh,) = proved(unit)
    recovery.drill(unit, typed(fresh))


def test_where_there_are_several_users_the_name_says_whose_passphrase_is_new(unit: Session, clock: FixedClock) -> None:
    folder, (sheet,) = unit.vault.folder, proved(unit)
    unit.vault.access.add_user(PASSPHRASE, "额尔敦", (UserRole.REVIEWER,), SECOND)
    unit.close()
    for name in ("", "谁也不是"):
        assert code_of(lambda name=name: recovery.use(folder, typed(sheet), NEW, clock, name=name)) is Code.USER_UNKNOWN
    again = recovery.use(folder, typed(sheet), NEW, clock, name=" 额尔敦")
    assert again.user == "额尔敦"
    again.close()
    opening.unlock(folder, PASSPHRASE, clock, name="经办人").close()


def test_a_sheet_of_another_vault_opens_nothing(unit: Session, committee: Session, clock: FixedClock) -> None:
    (own,), (other,) = proved(unit), proved(committee)
    assert code_of(lambda: recovery.drill(unit, typed(other))) is Code.RECOVERY_OTHER
    folder = unit.vault.folder
    unit.close()
    before = (folder / "vault.db").read_bytes()
    assert code_of(lambda: recovery.use(folder, typed(other), NEW, clock)) is Code.RECOVERY_OTHER
    assert (folder / "vault.db").read_bytes() == before
    recovery.use(folder, typed(own), NEW, clock).close()


# --- on paper only --------------------------------------------------------------------------------------------------


def spellings(sheet: RecoverySheet) -> list[str]:
    pieces = sheet.groups or sheet.words
    return [join.join(part) for join in ("", " ", "-", "\n", '", "', '","') for part in (pieces[:3], pieces[-3:])]


@pytest.mark.parametrize("kind", [CODE, SHARES])
def test_code_and_shares_go_from_memory_to_the_printer_and_lie_nowhere(
    unit: Session, clock: FixedClock, tmp_path: Path, kind: RecoveryKind
) -> None:
    sheets = recovery.make(unit, PASSPHRASE, kind)
    with LoopbackPrinter() as printer:
        assert all(recovery.print_sheet(unit, sheet, printer.uri, Progress()) for sheet in sheets)
        shown = [pypdfium2.PdfDocument(io.BytesIO(job.pdf)) for job in printer.jobs]
    for sheet, paper in zip(sheets, shown, strict=True):
        text = paper[0].get_textpage().get_text_range()
        assert all(piece in text for piece in sheet.groups or sheet.words)
        paper.close()
    recovery.prove(unit, typed(*sheets[:2]))
    recovery.drill(unit, typed(*sheets[-2:]))
    folder = unit.vault.folder
    unit.close()
    recovery.use(folder, typed(*sheets[:2]), NEW, clock).close()
    secret = recovery.secret_of(kind, typed(*sheets[:2]))
    said = [spelled for sheet in sheets for one in spellings(sheet) for spelled in (one, one.lower())]
    where = [tmp_path, Path.home().parent, Path(os.environ["TMPDIR"])]
    with vaults.raw(folder, NEW) as database:  # and inside the vault, as it is when decrypted
        database.execute("ATTACH DATABASE ? AS plain KEY ''", [str(tmp_path / "inside.db")])
        database.execute("SELECT sqlcipher_export('plain')")
    assert traces(where, [*said, secret.hex()], [secret]) == []
    assert b"recovery_drilled" in (tmp_path / "inside.db").read_bytes()
    saved = tmp_path / "asked-for.json"
    saved.write_bytes(msgspec.json.encode(sheets[0]))
    assert traces([tmp_path], said), "the search finds what is there"


def test_a_file_is_written_only_on_request_and_is_in_the_log(unit: Session, tmp_path: Path) -> None:
    (sheet,) = recovery.make(unit, PASSPHRASE, CODE)
    assert recovery.save_sheets(unit, [sheet], tmp_path / "sheet.pdf", Progress()) == [tmp_path / "sheet.pdf"]
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert acts(unit)[0] is Act.PLAIN_TEXT_WRITTEN
    assert sheet.groups[2] not in repr(sheet) + str(unit.vault.audit.entries(limit=5))


# --- this machine ---------------------------------------------------------------------------------------------------


@secret_service.needed
def test_bound_to_this_machine_it_opens_with_the_key_ring_or_the_sheet_only(
    unit: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, (sheet,) = unit.vault.folder, proved(unit)
    assert device.look(unit) == device.Bond(False, RingTrouble.NO_SESSION)
    before = (folder / "keyslots.json").read_bytes()
    assert code_of(lambda: device.bind(unit, PASSPHRASE)) is Code.DEVICE_NO_KEYRING
    assert (folder / "keyslots.json").read_bytes() == before
    with secret_service.running() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        assert device.look(unit) == device.Bond(False, None)
        assert code_of(lambda: device.bind(unit, NEW)) is Code.VAULT_WRONG_PASSPHRASE
        device.bind(unit, PASSPHRASE)
        unit.close()
        again = opening.unlock(folder, PASSPHRASE, clock)
        assert device.look(again).bound
        again.change_passphrase(PASSPHRASE, SECOND)  # the bond holds for the next passphrase
        again.close()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        assert code_of(lambda: opening.unlock(folder, SECOND, clock)) is Code.VAULT_DEVICE_MISSING
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        again = opening.unlock(folder, SECOND, clock)
        device.unbind(again, SECOND)
        assert acts(again)[0] is Act.DEVICE_UNBOUND
        device.bind(again, SECOND)
        again.close()
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert code_of(lambda: opening.unlock(folder, SECOND, clock)) is Code.VAULT_DEVICE_MISSING
    recovery.use(folder, typed(sheet), NEW, clock).close()
    again = opening.unlock(folder, NEW, clock)  # and is bound no more
    assert not device.look(again).bound
    again.close()
