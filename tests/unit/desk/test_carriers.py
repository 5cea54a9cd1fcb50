"""Carriers at real desks: what packages, copies and officers make of them, and that the vault's check knows them."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CarrierId
from desktop_app.core.progress import Progress
from desktop_app.desk import carriers, fates, formal_print, keep, makings, print_, receive, retention, seal
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import Carrier, CarrierKind, CarrierMove, CarrierState, Details
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import NOT_SECRET, UNDECIDED, SecrecyLevel, marked
from desktop_app.domain.retention import Retention, due
from tests.support.ipp_printer import LoopbackPrinter
from tests.unit.desk.conftest import PASSPHRASE

Two = tuple[Session, Session]
SECRET = marked(SecrecyLevel.SECRET, 60)
DESTROYED = Details(
    way="粉碎", place="销毁中心", approved_by="段知白", first_witness="甲", second_witness="乙", reason="旧版"
)
DECIDED = Details(approved_by="葛景明", reason="登记有误")
SEEN = structs.replace(DECIDED, second_witness="白音其劳")


def code(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def stick(session: Session, number: str = "") -> Carrier:
    return carriers.add(session, CarrierKind.STICK, SECRET, "申报材料备份", number=number)


def steps(session: Session, number: str) -> list[CarrierMove]:
    return [one.move for one in carriers.life(session, carriers.find(session, number))]


def sealed(session: Session, application: ApplicationId, folder: Path, carrier: str = "") -> seal.SealedOutcome:
    folder.mkdir(exist_ok=True)
    peer = seal.recipients(session)[0].id
    return seal.seal(session, [application], peer, folder, Progress(), carrier=carrier)


@pytest.fixture
def printed(unit: Session, submitted: ApplicationId) -> list[Carrier]:
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
    return carriers.of_copies(unit)


def test_numbers_run_by_kind_and_year_and_none_is_used_twice(unit: Session) -> None:
    assert stick(unit).number == "U2026-0001"
    assert stick(unit, "u2026-0002").number == "U2026-0002"  # the office's own
    assert stick(unit).number == "U2026-0003"
    assert carriers.add(unit, CarrierKind.DISC, SECRET, "").number == "G2026-0001"
    assert code(lambda: stick(unit, "U2026-0001")) is Code.CARRIER_NUMBER_TAKEN
    assert code(lambda: carriers.find(unit, "U2026-0099")) is Code.CARRIER_UNKNOWN


def test_an_undecided_carrier_or_one_above_the_machine_is_not_entered(open_desk: Callable[..., Session]) -> None:
    desk = open_desk(Desk.UNIT, "LOW001", SecrecyLevel.CONFIDENTIAL)
    assert code(lambda: carriers.add(desk, CarrierKind.DISC, UNDECIDED, "")) is Code.MARKING_UNDECIDED
    assert code(lambda: carriers.add(desk, CarrierKind.DISC, SECRET, "")) is Code.MARKING_ABOVE_MACHINE
    assert carriers.all_(desk) == []


def test_a_life_from_making_to_destruction_is_kept_and_the_log_has_ids_only(unit: Session, clock: FixedClock) -> None:
    made = stick(unit)
    due = unit.today() + timedelta(days=7)
    carriers.move(unit, [made], CarrierMove.LEND, Details(counterpart="高永胜", due=due))
    lent = carriers.find(unit, made.number)
    assert (lent.state, lent.holder, lent.due) == (CarrierState.LENT, "高永胜", due)
    assert code(lambda: carriers.move(unit, [lent], CarrierMove.DESTROY, DESTROYED)) is Code.CARRIER_MOVE
    clock.advance(days=8)
    assert [one.number for one in carriers.overdue(unit, unit.today())] == [made.number]
    carriers.move(unit, [lent], CarrierMove.RETURN, Details())
    back = carriers.find(unit, made.number)
    assert (back.state, back.holder, back.due) == (CarrierState.IN_HAND, "", None)
    carriers.move(unit, [back], CarrierMove.DESTROY, DESTROYED)
    assert steps(unit, made.number) == [CarrierMove.MAKE, CarrierMove.LEND, CarrierMove.RETURN, CarrierMove.DESTROY]
    assert carriers.life(unit, made)[-1].second_witness == "乙"
    said = " ".join(str(one.objects) for one in unit.vault.audit.entries(limit=50))
    assert made.id in said
    assert not any(name in said for name in ("高永胜", "段知白", "销毁中心"))
    assert keep.check_vault(unit, Progress()).sound


def test_all_are_moved_or_none(unit: Session) -> None:
    first, second = stick(unit), stick(unit)
    carriers.move(unit, [second], CarrierMove.LOSE, Details(reason="下落不明"))
    both = [first, carriers.find(unit, second.number)]
    assert code(lambda: carriers.move(unit, both, CarrierMove.DESTROY, DESTROYED)) is Code.CARRIER_MOVE
    assert carriers.find(unit, first.number).state is CarrierState.IN_HAND
    assert steps(unit, first.number) == [CarrierMove.MAKE]


def test_a_copy_is_made_with_approval_and_both_say_so(unit: Session) -> None:
    made = stick(unit)
    said = Details(approved_by="段知白", reason="报送评委会")
    assert code(lambda: carriers.copied(unit, made, CarrierKind.DISC, Details(reason="报送"))) is (
        Code.CARRIER_INCOMPLETE
    )
    taken = carriers.add(unit, CarrierKind.DISC, SECRET, "旧盘", number="G-7")
    assert code(lambda: carriers.copied(unit, made, CarrierKind.DISC, said, taken.number)) is Code.CARRIER_NUMBER_TAKEN
    assert steps(unit, made.number) == [CarrierMove.MAKE]  # no copying without a copy
    copy = carriers.copied(unit, made, CarrierKind.DISC, said)
    assert (copy.number, copy.copied_from, copy.marking) == ("G2026-0001", made.number, SECRET)
    assert steps(unit, made.number) == [CarrierMove.MAKE, CarrierMove.COPY]


def test_what_is_kept_longer_is_destroyed_early_only_with_a_reason(unit: Session, clock: FixedClock) -> None:
    made = stick(unit)
    silent = structs.replace(DESTROYED, reason=" ")
    with pytest.raises(Fault) as caught:
        carriers.move(unit, [made], CarrierMove.DESTROY, silent)
    assert caught.value.code is Code.CARRIER_EARLY
    assert caught.value.fields == {"number": made.number, "day": "2028-07-06"}
    carriers.move(unit, [made], CarrierMove.DESTROY, DESTROYED)
    later = stick(unit)
    clock.advance(days=731)
    carriers.move(unit, [later], CarrierMove.DESTROY, silent)
    assert carriers.find(unit, later.number).state is CarrierState.DESTROYED


def test_a_mistake_is_put_right_by_a_step_of_its_own(unit: Session) -> None:
    made, twice = stick(unit), stick(unit)
    assert code(lambda: carriers.move(unit, [twice], CarrierMove.CANCEL, Details(reason="登记了两次"))) is (
        Code.CARRIER_INCOMPLETE
    )
    carriers.move(unit, [twice], CarrierMove.CANCEL, DECIDED)
    assert carriers.find(unit, twice.number).state is CarrierState.VOID
    assert code(lambda: stick(unit, twice.number)) is Code.CARRIER_NUMBER_TAKEN  # a number means one thing for ever
    (gone,) = carriers.move(unit, [made], CarrierMove.DESTROY, DESTROYED)
    assert code(lambda: carriers.move(unit, [gone], CarrierMove.REINSTATE, DECIDED)) is Code.CARRIER_INCOMPLETE
    alone = structs.replace(DECIDED, second_witness=unit.user)
    assert code(lambda: carriers.move(unit, [gone], CarrierMove.REINSTATE, alone)) is Code.TWO_NAMES_NEEDED
    (back,) = carriers.move(unit, [gone], CarrierMove.REINSTATE, SEEN)
    assert back.state is CarrierState.IN_HAND
    assert steps(unit, made.number) == [CarrierMove.MAKE, CarrierMove.DESTROY, CarrierMove.REINSTATE]
    assert keep.check_vault(unit, Progress()).sound


def test_a_mark_is_changed_on_a_decision_and_the_change_is_kept(unit: Session, clock: FixedClock) -> None:
    made = stick(unit)
    assert code(lambda: carriers.remark(unit, made, NOT_SECRET, Details(reason="期满"))) is Code.CARRIER_INCOMPLETE
    assert code(lambda: carriers.remark(unit, made, UNDECIDED, DECIDED)) is Code.MARKING_UNDECIDED
    clock.advance(days=5 * 366)
    rules = retention.rules(unit)
    assert due(made, rules, unit.today()) is Retention.TERM_OVER
    open_ = carriers.remark(unit, made, NOT_SECRET, DECIDED)
    assert carriers.find(unit, made.number) == open_
    assert due(open_, rules, unit.today()) is not Retention.TERM_OVER
    assert carriers.life(unit, made)[-1].way == "机密★5年→不属于国家秘密"
    assert keep.check_vault(unit, Progress()).sound


def test_a_numbered_copy_is_neither_marked_nor_cancelled_here(unit: Session, printed: list[Carrier]) -> None:
    assert code(lambda: carriers.move(unit, [printed[0]], CarrierMove.CANCEL, DECIDED)) is Code.CARRIER_MOVE
    assert code(lambda: carriers.move(unit, [printed[0]], CarrierMove.REINSTATE, SEEN)) is Code.CARRIER_MOVE
    assert code(lambda: carriers.remark(unit, printed[0], NOT_SECRET, DECIDED)) is Code.CARRIER_MOVE


def test_a_numbered_copy_that_was_not_destroyed_is_put_right_by_two_and_nothing_is_taken_out(
    unit: Session, printed: list[Carrier], clock: FixedClock
) -> None:
    good, spoiled = (copy.id for copy in print_.register(unit))
    fates.spoil(unit, [spoiled], "缺页")
    fates.destroy(unit, [good, spoiled], DESTROYED)
    both = [carriers.find(unit, one.number) for one in printed]
    clock.advance(hours=1)
    assert code(lambda: carriers.move(unit, both, CarrierMove.REINSTATE, SEEN)) is Code.PRINT_CONFIRM_NEEDED
    assert all(copy.fate is CopyFate.DESTROYED for copy in print_.register(unit))
    assert code(lambda: carriers.move(unit, both, CarrierMove.REINSTATE, DECIDED)) is Code.CARRIER_INCOMPLETE
    formal_print.confirm(unit, PASSPHRASE)
    done = carriers.move(unit, both, CarrierMove.REINSTATE, SEEN)
    assert [one.state for one in done] == [CarrierState.IN_HAND] * 2
    entry = unit.vault.audit.entries(limit=1)[0]
    assert (entry.act, entry.objects) == (Act.CARRIER_REINSTATED, {"carriers": "2"})
    fate = {copy.id: copy for copy in print_.register(unit)}
    assert (fate[good].fate, fate[spoiled].fate) == (CopyFate.IN_HAND, CopyFate.SPOILED)  # what each was before
    assert fate[good].witnesses == "白音其劳"
    assert "登记有误" in fate[good].reason
    assert steps(unit, printed[0].number) == [CarrierMove.MAKE, CarrierMove.DESTROY, CarrierMove.REINSTATE]
    last = carriers.life(unit, printed[0])[-1]
    assert (last.approved_by, last.second_witness, last.reason) == ("葛景明", "白音其劳", "登记有误")
    fates.destroy(unit, [good], DESTROYED)  # and this time it was
    assert carriers.find(unit, printed[0].number).state is CarrierState.DESTROYED
    assert keep.check_vault(unit, Progress()).sound


def test_a_copy_destroyed_before_steps_were_kept_comes_back_spoiled(unit: Session, printed: list[Carrier]) -> None:
    """Of such a copy nobody knows what it was: it is here, and may not be used."""
    copy = print_.register(unit)[0]
    with unit.vault.act(Act.COPY_FATE_CHANGED, {}):
        unit.vault._ledger.update("copies", {"id": copy.id}, fate=CopyFate.DESTROYED.value)
    gone = carriers.find(unit, printed[0].number)
    carriers.move(unit, [gone], CarrierMove.REINSTATE, SEEN)
    assert steps(unit, gone.number) == [CarrierMove.MAKE, CarrierMove.DESTROY, CarrierMove.REINSTATE]
    assert print_.register(unit)[0].fate is CopyFate.SPOILED
    assert keep.check_vault(unit, Progress()).sound


def test_how_it_was_made_is_kept_completed_and_never_written_over(unit: Session, printed: list[Carrier]) -> None:
    asked = Making(applicant=" 高永胜 ", purpose="报送评委会", pages=12)
    made = carriers.add(unit, CarrierKind.DOSSIER, SECRET, "卷宗", making=asked)
    copy = carriers.copied(unit, made, CarrierKind.DOSSIER, DECIDED, making=Making(applicant="乌兰"))
    kept = unit.vault.makings.all()
    assert kept[made.id] == Making(applicant="高永胜", purpose="报送评委会", pages=12)
    assert kept[copy.id] == Making(applicant="乌兰", approved_by="葛景明", purpose="登记有误", pages=12)
    both = [made, copy]
    assert code(lambda: makings.complete(unit, both, Making(approved_by="葛景明"))) is Code.MAKING_KNOWN
    assert unit.vault.makings.get(made.id).approved_by == ""  # none of them
    makings.complete(unit, [made], Making(applicant="别人", approved_by="葛景明"))
    assert unit.vault.makings.get(made.id) == Making(
        applicant="高永胜", approved_by="葛景明", purpose="报送评委会", pages=12
    )
    assert unit.vault.makings.get(printed[0].id).pages > 1  # the program counted them
    assert unit.vault.audit.entries(limit=1)[0].objects == {"carriers": "1", "carrier": made.id}
    assert keep.check_vault(unit, Progress()).sound


def test_a_package_registers_its_medium_once_at_each_end(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    outcome = sealed(unit, submitted, tmp_path / "stick")
    assert outcome.record.medium == "U2026-0001"
    medium = carriers.find(unit, "U2026-0001")
    assert (medium.marking.printed(), medium.state) == ("机密★5年", CarrierState.IN_HAND)
    again = sealed(unit, submitted, tmp_path / "stick")
    assert again.record.medium == "U2026-0001"  # known by what lies on it
    seal.deliver(unit, again.record.id)
    gone = carriers.find(unit, "U2026-0001")
    assert (gone.state, gone.holder) == (CarrierState.HANDED_OVER, "测试PWH001")
    received = receive.open_(committee, outcome.folder, None, lambda line: None, Progress())
    assert received.package.medium == "U2026-0001"  # the other office's own number
    theirs = carriers.find(committee, "U2026-0001")
    assert carriers.life(committee, theirs)[0].counterpart == "测试UNIT01"
    answer = receive.receipt(committee, received.package.id, tmp_path / "stick", Progress())
    seal.take_receipt(unit, answer, Progress())
    home = carriers.find(unit, "U2026-0001")
    assert home.state is CarrierState.IN_HAND  # it is in this desk's hands again
    assert home.marking.printed() == "机密★5年"  # a receipt takes nothing off what is still on it
    assert steps(unit, "U2026-0001")[-3:] == [CarrierMove.HAND_OVER, CarrierMove.RETURN, CarrierMove.RECEIVE]
    for desk in (unit, committee):
        assert len(carriers.all_(desk)) == 1
        assert keep.check_vault(desk, Progress()).sound


def test_an_officers_number_stands_and_a_destroyed_medium_is_refused_before_a_byte_is_written(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, _ = introduced
    assert sealed(unit, submitted, tmp_path / "one", "BM-17").record.medium == "BM-17"
    assert sealed(unit, submitted, tmp_path / "two", "bm-17").record.medium == "BM-17"
    carriers.move(unit, [carriers.find(unit, "BM-17")], CarrierMove.DESTROY, DESTROYED)
    (tmp_path / "three").mkdir()
    assert code(lambda: sealed(unit, submitted, tmp_path / "three", "BM-17")) is Code.CARRIER_MOVE
    assert list((tmp_path / "three").iterdir()) == []
    assert sealed(unit, submitted, tmp_path / "one").record.medium == "U2026-0001"  # the number is another stick's now


def test_copies_are_carriers_without_being_entered_again(unit: Session, printed: list[Carrier]) -> None:
    assert len(printed) == 2
    first = printed[0]
    assert first.number.startswith("RF-")
    assert first.number.endswith("-000001")
    assert "沈砚舟" in first.title
    assert first.marking.printed() == "机密★5年"
    assert code(lambda: carriers.add(unit, CarrierKind.COPY, SECRET, "")) is Code.CARRIER_ONE_LIFE
    carriers.move(unit, [first], CarrierMove.LEND, Details(counterpart="高永胜", due=date(2026, 7, 20)))
    assert carriers.find(unit, first.number).state is CarrierState.LENT
    copies = print_.register(unit)
    assert code(lambda: fates.destroy(unit, [copies[0].id], DESTROYED)) is Code.CARRIER_MOVE  # it must come back first
    carriers.move(unit, [carriers.find(unit, first.number)], CarrierMove.RETURN, Details())
    carriers.move(unit, [carriers.find(unit, first.number)], CarrierMove.DESTROY, DESTROYED)
    copy = print_.register(unit)[0]
    assert (copy.fate, copy.witnesses) == (CopyFate.DESTROYED, "甲、乙")
    assert "段知白" in copy.reason
    assert keep.check_vault(unit, Progress()).sound


def test_what_the_register_of_copies_does_is_a_step_of_the_carrier(unit: Session, printed: list[Carrier]) -> None:
    copies = print_.register(unit)
    away = Details(counterpart="市人社局", way="机要交通")
    carriers.move(unit, [printed[0]], CarrierMove.HAND_OVER, away)
    assert print_.register(unit)[0].fate is CopyFate.HANDED_OVER
    fates.spoil(unit, [copies[0].id], "随退件返还")
    assert carriers.find(unit, printed[0].number).state is CarrierState.IN_HAND
    assert code(lambda: fates.destroy(unit, [copies[0].id], Details(reason="旧版"))) is Code.CARRIER_INCOMPLETE
    fates.destroy(unit, [copies[0].id], DESTROYED)
    carriers.move(unit, [printed[1]], CarrierMove.HAND_OVER, away)
    fates.destroy(unit, [copies[1].id], DESTROYED)
    for one in printed:
        assert carriers.find(unit, one.number).state is CarrierState.DESTROYED
    assert steps(unit, printed[1].number) == [
        CarrierMove.MAKE,
        CarrierMove.HAND_OVER,
        CarrierMove.RETURN,
        CarrierMove.DESTROY,
    ]
    last = carriers.life(unit, printed[0])[-1]
    assert (last.first_witness, last.approved_by, last.place) == ("甲", "段知白", "销毁中心")


def test_the_check_of_the_vault_finds_a_carrier_that_was_moved_by_hand(unit: Session) -> None:
    made = stick(unit)
    with unit.vault.act(Act.CARRIER_MOVED, {}):
        unit.vault._ledger.update("carriers", {"id": made.id}, state=CarrierState.DESTROYED.value)
    report = keep.check_vault(unit, Progress())
    assert [(one.kind.value, one.where) for one in report.problems] == [("carrier", made.id)]


def test_a_step_of_nothing_is_an_orphan(unit: Session) -> None:
    with unit.vault.act(Act.CARRIER_MOVED, {}):
        carriers._record_step(unit, CarrierId("X"), CarrierMove.LEND, Details())
    found = [one.where for one in keep.check_vault(unit, Progress()).problems]
    assert len(found) == 1
    assert found[0].startswith("carrier step ")
