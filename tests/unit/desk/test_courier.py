"""A bag's way: closed with a strip, handed over in two names, compared where it arrives, counted until answered."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    carrier_registers,
    contacts,
    courier,
    covers,
    home,
    paper_receipts,
    receive,
    seal,
    sharing,
    under_way,
)
from desktop_app.desk.courier import Bag, Terms, Way, Witnessed
from desktop_app.desk.home import Question, WaitingKind
from desktop_app.desk.session import Session
from desktop_app.desk.under_way import WayStage
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.records import Direction, PackageState
from desktop_app.domain.transit import Transit
from desktop_app.sealing import paper_receipt

pytestmark = pytest.mark.slow

Two = tuple[Session, Session]
Keep = Callable[[Session, Transit], None]
DAY = 24 * 60
CARRIED = Bag(Way.COURIERS, "巴特尔", "其木格")


def _code(act: object) -> Code:
    with pytest.raises(Fault) as caught:
        act()  # type: ignore[operator]
    return caught.value.code


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.fixture
def outcome(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> seal.SealedOutcome:
    unit, _ = introduced
    (tmp_path / "s").mkdir()
    return seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "s", Progress())


def _stages(session: Session) -> list[tuple[WayStage, int, bool]]:
    return [(one.stage, one.days, one.overdue) for one in under_way.under_way(session)]


def _kinds(session: Session) -> set[WaitingKind]:
    return {one.kind for one in home.overview(session).waiting}


def test_a_bag_goes_its_way_and_every_station_is_seen(
    introduced: Two, outcome: seal.SealedOutcome, clock: FixedClock, tmp_path: Path
) -> None:
    unit, committee = introduced
    package = outcome.record.id
    assert _stages(unit) == [(WayStage.NO_STRIP, 0, False)]
    assert _code(lambda: courier.hand_over(unit, package, CARRIED)) is Code.STRIP_NEEDED
    courier.put_strip(unit, package, " nmg-0083412 ")
    for document in (Document.SEAL_LABEL, Document.DELIVERY_SLIP, Document.OUTER_COVER):
        covers.save(unit, package, document, tmp_path / f"{document.value}.pdf", Progress())
        assert "NMG-0083412" in _text((tmp_path / f"{document.value}.pdf").read_bytes())
    head = unit.vault.audit.head()
    assert head is not None
    slip = "".join(_text(covers.slip_pdf(unit, package, Progress())).split())
    assert f"{head.sequence}{head.digest[:16]}" in slip  # by which a person notices an older copy elsewhere
    for alone in (
        Bag(Way.COURIERS, "巴特尔"),
        Bag(Way.COURIERS, "巴特尔", "巴特尔"),
        Bag(Way.CONFIDENTIAL_TRAFFIC, " "),
    ):
        assert _code(lambda one=alone: courier.hand_over(unit, package, one)) is Code.TRANSIT_NAMES
    courier.hand_over(unit, package, CARRIED)
    assert unit.vault.packages.get(package).state is PackageState.DELIVERED
    assert _code(lambda: courier.hand_over(unit, package, CARRIED)) is Code.PACKAGE_STATE
    assert _code(lambda: courier.put_strip(unit, package, "NMG-2", "破损")) is Code.PACKAGE_STATE
    clock.advance(minutes=courier.DAYS * DAY)
    assert _stages(unit) == [(WayStage.WAITS, courier.DAYS, False)]
    assert WaitingKind.RECEIPT_OUTSTANDING in _kinds(unit)
    clock.advance(minutes=DAY)
    assert _stages(unit) == [(WayStage.WAITS, courier.DAYS + 1, True)]
    assert WaitingKind.RECEIPT_OVERDUE in _kinds(unit)
    assert home.question(WaitingKind.RECEIPT_OVERDUE) is Question.WRONG
    register = _text(
        carrier_registers.drawn(unit, Document.TRANSIT_REGISTER, carrier_registers.Period.year(2026), Progress()).pdf
    )
    for words in ("巴特尔", "其木格", "两人专送", "NMG-0083412"):
        assert words in "".join(register.split())
    courier.arrive(committee, outcome.folder, Witnessed("NMG-0083412", "nmg-0083412", True, "巴特尔", "其木格"))
    assert _stages(committee) == [(WayStage.TO_OPEN, 0, False)]
    received = receive.open_(committee, outcome.folder, None, lambda line: None, Progress())
    assert _stages(committee) == [(WayStage.TO_ANSWER, 0, False)]
    sheet = _text(paper_receipts.pdf(committee, received.package.id, Progress()))
    assert "NMG-0083412" in sheet
    made, _ = receive.answer(committee, received.package.id)
    line = paper_receipt.qr_text(made, contacts.keys(committee))
    assert _code(lambda: paper_receipts.take(unit, line, "NMG-0083413")) is Code.STRIP_MISMATCH
    assert unit.vault.packages.get(package).state is PackageState.DELIVERED
    paper_receipts.take(unit, line, "nmg-0083412")
    assert _stages(unit) == []
    sums = under_way.balance(unit)
    assert (sums.given_out, sums.answered, sums.balanced) == (1, 1, True)


def test_nothing_is_entered_of_a_strip_that_nobody_looked_at(introduced: Two, outcome: seal.SealedOutcome) -> None:
    _, committee = introduced
    unseen = Witnessed("NMG-1", "NMG-1", None, "巴特尔")
    assert _code(lambda: courier.arrive(committee, outcome.folder, unseen)) is Code.STRIP_UNSEEN
    assert courier.of(committee, outcome.record.id).arrived is None


def test_a_folder_that_cannot_be_read_keeps_no_other_package_from_arriving(
    introduced: Two, outcome: seal.SealedOutcome
) -> None:
    """Anybody can put one onto a stick; where arrivals come first nothing on it could be opened."""
    _, committee = introduced
    stick = outcome.folder.parent
    spoilt = stick / "FJ-AAA-000001-00000000"
    spoilt.mkdir()
    (known,) = courier.arrive(committee, stick, Witnessed("NMG-1", "NMG-1", True, "巴特尔"))
    assert known.package == outcome.record.id
    assert _code(lambda: courier.arrive(committee, spoilt, Witnessed("NMG-1", "NMG-1", True, "巴特尔"))) is (
        Code.PACKAGE_INCOMPLETE
    )


def test_a_stopped_package_put_in_the_place_of_another_stays_shut(
    introduced: Two,
    submitted: ApplicationId,
    outcome: seal.SealedOutcome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hand changes the folder after its bag was looked up and before it is read."""
    unit, committee = introduced
    (tmp_path / "t").mkdir()
    stopped = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "t", Progress())
    wrong = Witnessed("NMG-1", "NMG-2", True, "巴特尔")
    assert _code(lambda: courier.arrive(committee, stopped.folder, wrong)) is Code.STRIP_MISMATCH
    really = courier.require_may_open

    def looked_up(session: Session, folder: Path) -> None:
        really(session, folder)
        shutil.rmtree(folder)
        shutil.copytree(stopped.folder, folder)

    monkeypatch.setattr(courier, "require_may_open", looked_up)
    assert _code(lambda: receive.open_(committee, outcome.folder, None, lambda line: None, Progress())) is (
        Code.STRIP_MISMATCH
    )
    assert committee.vault.packages.all(Direction.IN) == []
    assert committee.vault.check(Progress()).sound
    refusals = [one for one in committee.vault.audit.entries() if one.act is Act.PACKAGE_REFUSED]
    assert refusals[0].objects["package"] == stopped.record.id


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (Witnessed("NMG-1", "NMG-2", True, "巴特尔"), Code.STRIP_MISMATCH),
        (Witnessed("NMG-1", "NMG-1", False, "巴特尔"), Code.STRIP_BROKEN),
    ],
)
def test_a_wrong_strip_stops_the_package_until_it_is_settled(
    introduced: Two, outcome: seal.SealedOutcome, seen: Witnessed, code: Code
) -> None:
    _, committee = introduced
    assert _code(lambda: courier.arrive(committee, outcome.folder, seen)) is code
    assert _stages(committee) == [(WayStage.STRIP_WRONG, 0, False)]
    assert WaitingKind.STRIP_WRONG in _kinds(committee)
    again = Witnessed("NMG-2", "NMG-2", True, "巴特尔")
    assert _code(lambda: courier.arrive(committee, outcome.folder, again)) is code  # not entered away
    package = under_way.under_way(committee)[0].package
    assert _code(lambda: receive.open_(committee, outcome.folder, None, lambda line: None, Progress())) is code
    assert committee.vault.packages.all(Direction.IN) == []
    refusals = [one for one in committee.vault.audit.entries() if one.act is Act.PACKAGE_REFUSED]
    assert refusals[-1].objects["package"] == package
    assert _code(lambda: courier.settle(committee, package, "查明", "")) is Code.STRIP_REASON
    courier.settle(committee, package, "发件方写错号码，已书面说明", "保密负责人")
    receive.open_(committee, outcome.folder, None, lambda line: None, Progress())
    assert courier.of(committee, package).arrived is not None
    assert _code(lambda: courier.settle(committee, outcome.record.id + "X", "a", "b")) is Code.STRIP_SOUND


def test_an_office_may_ask_for_the_arrival_first(introduced: Two, outcome: seal.SealedOutcome) -> None:
    _, committee = introduced
    courier.change_terms(committee, Terms(3, arrivals_first=True))
    opening = lambda: receive.open_(committee, outcome.folder, None, lambda line: None, Progress())  # noqa: E731
    assert _code(opening) is Code.ARRIVAL_NEEDED
    courier.arrive(committee, outcome.folder, Witnessed("A1", "A1", True, "巴特尔"))
    opening()
    for days in (0, 61):
        assert _code(lambda days=days: courier.change_terms(committee, Terms(days))) is Code.ARGUMENT
    assert courier.terms(committee) == Terms(3, arrivals_first=True)


def test_a_strip_is_used_once_and_replaced_only_with_a_reason(
    introduced: Two, outcome: seal.SealedOutcome, tmp_path: Path
) -> None:
    unit, _ = introduced
    package = outcome.record.id
    courier.put_strip(unit, package, "A1")
    for typed in ("", " ", "A" * 21, "A\u202e1"):
        assert _code(lambda typed=typed: courier.put_strip(unit, package, typed)) is Code.STRIP_NUMBER
    assert _code(lambda: courier.put_strip(unit, package, "A2")) is Code.STRIP_REASON
    assert courier.put_strip(unit, package, "A2", "装袋时扯破").strip == "A2"
    (tmp_path / "t").mkdir()
    other = sharing.seal(unit, sharing.card(unit), seal.recipients(unit)[0].id, tmp_path / "t", Progress())
    assert _code(lambda: courier.put_strip(unit, other.id, "A1")) is Code.STRIP_TAKEN  # taken off, but used
    courier.hand_over(unit, other.id, Bag(Way.CONFIDENTIAL_POST, "机要员"))  # not classified: no strip asked for
    assert [one.stage for one in under_way.under_way(unit)] == [WayStage.TO_HAND_OVER]  # nobody answers a card
    assert under_way.balance(unit).balanced


def test_what_lies_on_one_medium_for_one_desk_is_one_bag(
    introduced: Two, submitted: ApplicationId, outcome: seal.SealedOutcome, tmp_path: Path
) -> None:
    unit, _ = introduced
    peer = seal.recipients(unit)[0].id
    second = sharing.seal(unit, sharing.card(unit), peer, tmp_path / "s", Progress())
    assert second.medium == outcome.record.medium
    courier.put_strip(unit, second.id, "B1")
    assert courier.of(unit, outcome.record.id).strip == "B1"
    courier.hand_over(unit, outcome.record.id, CARRIED)
    assert unit.vault.packages.get(second.id).state is PackageState.DELIVERED
    (tmp_path / "t").mkdir()
    again = lambda strip: seal.seal(unit, [submitted], peer, tmp_path / "t", Progress(), strip=strip)  # noqa: E731
    assert _code(lambda: again("b1")) is Code.STRIP_TAKEN
    assert list((tmp_path / "t").iterdir()) == []
    assert courier.of(unit, again("B2").record.id).strip == "B2"


def test_a_power_cut_leaves_no_half_of_a_bag_handed_over_or_arrived(
    introduced: Two, outcome: seal.SealedOutcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, committee = introduced
    stick = outcome.folder.parent
    second = sharing.seal(unit, sharing.card(unit), seal.recipients(unit)[0].id, stick, Progress())
    both = (outcome.record.id, second.id)
    courier.put_strip(unit, second.id, "B1")
    seen = Witnessed("B1", "B1", True, "巴特尔", "其木格")
    for desk, act in (
        (unit, lambda: courier.hand_over(unit, second.id, CARRIED)),
        (committee, lambda: courier.arrive(committee, stick, seen)),
    ):
        before, calls, keep = desk.vault.audit.count(), [], courier._keep

        def cut(session: Session, transit: Transit, calls: list[Transit] = calls, keep: Keep = keep) -> None:
            keep(session, transit)
            calls.append(transit)
            if len(calls) == 2:
                raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(courier, "_keep", cut)
            with pytest.raises(KeyboardInterrupt):
                act()
        assert desk.vault.audit.count() == before
        assert not any(courier.of(desk, one).handed or courier.of(desk, one).arrived for one in both)
        act()
        assert desk.vault.audit.count() >= before + 2
        assert desk.vault.check(Progress()).sound
    assert {unit.vault.packages.get(one).state for one in both} == {PackageState.DELIVERED}


def test_another_strip_than_was_sealed_in_is_found_without_slip_or_label(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    stick = tmp_path / "t"
    stick.mkdir()
    sent = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, stick, Progress(), strip=" nmg-０083412 ")
    assert courier.of(unit, sent.record.id).strip == "NMG-0083412"
    assert json.loads((sent.folder / "seal.fengjuan").read_bytes())["strip"] == "NMG-0083412"
    swapped = Witnessed("NMG-9", "NMG-9", True, "巴特尔")  # with a slip that was swapped as well
    assert _code(lambda: courier.arrive(committee, sent.folder, swapped)) is Code.STRIP_MISMATCH
    opening = lambda: receive.open_(committee, sent.folder, None, lambda line: None, Progress())  # noqa: E731
    assert _code(opening) is Code.STRIP_MISMATCH
    courier.settle(committee, sent.record.id, "发件方换过封签，已书面说明", "保密负责人")
    assert not any("封签号" in words.zh for words in opening().warnings)


def test_the_strip_in_the_seal_serves_where_no_slip_came(
    introduced: Two, submitted: ApplicationId, outcome: seal.SealedOutcome, tmp_path: Path
) -> None:
    unit, committee = introduced
    silent = Witnessed("NMG-1", "", True, "巴特尔")
    assert _code(lambda: courier.arrive(committee, outcome.folder, silent)) is Code.STRIP_NUMBER
    peer = seal.recipients(unit)[0].id
    sent = []
    for strip in ("NMG-2", "NMG-3"):
        stick = tmp_path / strip
        stick.mkdir()
        sent.append(seal.seal(unit, [submitted], peer, stick, Progress(), strip=strip))
    warned = receive.open_(committee, sent[0].folder, None, lambda line: None, Progress()).warnings
    assert "NMG-2" in warned[0].zh  # nobody entered how the bag came
    (known,) = courier.arrive(committee, sent[1].folder, Witnessed("nmg-3", "", True, "巴特尔"))
    assert known.arrived is not None
    assert not known.arrived.wrong


def test_a_number_that_was_lost_does_not_balance(introduced: Two, outcome: seal.SealedOutcome) -> None:
    unit, _ = introduced
    assert under_way.balance(unit).balanced
    with unit.vault.act(Act.PACKAGE_SEALED, {}):
        unit.vault.packages.next_sequence(outcome.record.peer)  # given out, and nothing came of it
    assert not under_way.balance(unit).balanced
