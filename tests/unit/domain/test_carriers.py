"""The life of a carrier: legal moves, what each must say, balances that come out, the count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import CarrierId
from desktop_app.domain.carrier_balance import balances
from desktop_app.domain.carriers import (
    MOVES,
    REQUIRED,
    Carrier,
    CarrierEvent,
    CarrierKind,
    CarrierMove,
    CarrierState,
    Details,
    moved,
    replayed,
    require_said,
    said,
)
from desktop_app.domain.inventory import Seen, compared, numbers
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.retention import DEFAULT, Retention, RetentionRule, due, may_go_from

START = datetime(2025, 3, 31, 1, 0, tzinfo=UTC)
STICK = Carrier(
    id=CarrierId("A"),
    number="U2025-0001",
    kind=CarrierKind.STICK,
    marking=marked(SecrecyLevel.SECRET, 12),
    title="封装",
    state=CarrierState.IN_HAND,
    made_by="陆怀谷",
    made_at=START,
)


def step(move: CarrierMove, day: int = 0, carrier: str = "A") -> CarrierEvent:
    at = START + timedelta(days=day)
    return CarrierEvent(id=f"{move.value}{day}", carrier=CarrierId(carrier), move=move, at=at, by="陆怀谷")


def test_what_is_gone_takes_no_further_step() -> None:
    for state in CarrierState:
        leads_on = {move for (before, move) in MOVES if before is state}
        assert (leads_on <= {CarrierMove.REINSTATE}) is state.final
        for move in set(CarrierMove) - leads_on:
            with pytest.raises(Fault) as caught:
                moved("U2025-0001", state, move)
            assert caught.value.code is Code.CARRIER_MOVE


def test_only_what_is_in_hand_is_destroyed_and_only_before_two() -> None:
    assert [before for (before, move) in MOVES if move is CarrierMove.DESTROY] == [CarrierState.IN_HAND]
    whole = Details(way="粉碎", place="销毁中心", approved_by="段知白", first_witness="甲", second_witness="乙")
    require_said(CarrierMove.DESTROY, whole, START.date())
    with pytest.raises(Fault) as caught:
        require_said(CarrierMove.DESTROY, structs.replace(whole, second_witness=" 甲"), START.date())
    assert caught.value.code is Code.TWO_NAMES_NEEDED


@pytest.mark.parametrize("move", list(REQUIRED))
def test_each_step_says_what_its_register_asks(move: CarrierMove) -> None:
    whole = Details(
        counterpart="市人社局",
        due=START.date(),
        way="专人",
        place="销毁中心",
        approved_by="段知白",
        first_witness="甲",
        second_witness="乙",
        reason="归档",
    )
    require_said(move, whole, START.date())
    for name in REQUIRED[move]:
        with pytest.raises(Fault) as caught:
            require_said(move, structs.replace(whole, **{name: None if name == "due" else " "}), START.date())
        assert caught.value.code is Code.CARRIER_INCOMPLETE
        assert caught.value.fields["what"] == said(move, name)


def test_nothing_is_lent_until_yesterday() -> None:
    with pytest.raises(Fault) as caught:
        require_said(CarrierMove.LEND, Details(counterpart="甲", due=START.date()), START.date() + timedelta(days=1))
    assert caught.value.code is Code.CARRIER_DUE


@given(st.lists(st.tuples(st.sampled_from(list(CarrierMove)), st.integers(0, 5)), max_size=14), st.data())
def test_opening_and_in_are_out_and_in_hand_for_any_life_and_period(
    wanted: list[tuple[CarrierMove, int]], data: st.DataObject
) -> None:
    events = [step(CarrierMove.MAKE)]
    state, day = CarrierState.IN_HAND, 0
    for move, later in wanted:
        if (state, move) in MOVES:
            day += later
            events.append(step(move, day))
            state = MOVES[state, move]
    first = data.draw(st.integers(-3, day + 3))
    last = data.draw(st.integers(first, day + 5))
    carrier = structs.replace(STICK, state=state)
    today = START.date() + timedelta(days=day)
    (found,) = balances(
        [carrier],
        {carrier.id: events},
        START.date() + timedelta(days=first),
        START.date() + timedelta(days=last),
        today,
    )
    assert found.balanced
    assert replayed(carrier.number, events) is state


def test_a_period_counts_what_came_and_went_within_it_and_nothing_else() -> None:
    lives = {
        "lent and back": [step(CarrierMove.MAKE, 0), step(CarrierMove.LEND, 12), step(CarrierMove.RETURN, 14)],
        "made on the first day": [step(CarrierMove.MAKE, 10)],
        "gone on the last day": [step(CarrierMove.MAKE, 0), step(CarrierMove.DESTROY, 20)],
        "gone on the day after": [step(CarrierMove.MAKE, 0), step(CarrierMove.DESTROY, 21)],
        "gone the day before": [step(CarrierMove.MAKE, 0), step(CarrierMove.DESTROY, 9)],
        "lost, found and lost again": [
            step(CarrierMove.MAKE, 1),
            step(CarrierMove.LOSE, 11),
            step(CarrierMove.FIND, 13),
            step(CarrierMove.LOSE, 15),
        ],
        "made after": [step(CarrierMove.MAKE, 21)],
    }
    carriers = [structs.replace(STICK, id=CarrierId(name), state=replayed(name, life)) for name, life in lives.items()]
    first, last, today = (START.date() + timedelta(days=day) for day in (10, 20, 30))
    (found,) = balances(carriers, {CarrierId(name): life for name, life in lives.items()}, first, last, today)
    assert (found.opening, found.in_hand) == (4, 3)
    assert found.moves == {
        CarrierMove.MAKE: 1,
        CarrierMove.LEND: 1,
        CarrierMove.RETURN: 1,
        CarrierMove.DESTROY: 1,
        CarrierMove.LOSE: 2,
        CarrierMove.FIND: 1,
    }
    assert (found.came, found.went, found.balanced) == (3, 4, True)


def test_a_period_that_is_not_over_is_held_against_the_register() -> None:
    life = [step(CarrierMove.MAKE, 0)]
    lost = structs.replace(STICK, state=CarrierState.MISSING)
    day = START.date() + timedelta(days=5)
    for today, in_hand in ((day, 0), (day - timedelta(days=1), 0), (day + timedelta(days=1), 1)):
        (found,) = balances([lost], {lost.id: life}, START.date(), day, today)
        assert (found.in_hand, found.balanced) == (in_hand, in_hand == 1)


def test_a_register_that_says_otherwise_than_its_steps_does_not_balance() -> None:
    events = [step(CarrierMove.MAKE), step(CarrierMove.LEND, 3)]
    day = date(2025, 12, 31)
    (found,) = balances([STICK], {STICK.id: events}, date(2025, 1, 1), day, day)
    assert not found.balanced


def test_numbers_are_typed_one_by_one_or_as_spans_of_copies() -> None:
    assert numbers(" u2025-0001、Ｕ2025-0002\nrf-7k3m9q-2-4 ") == (
        "U2025-0001",
        "U2025-0002",
        "RF-7K3M9Q-000002",
        "RF-7K3M9Q-000003",
        "RF-7K3M9Q-000004",
    )
    for wrong in ("", " 、", "RF-7K3M9Q-9-2", "RF-7K3M9Q-0-2", "RF-7K3M9Q-1-99999"):
        with pytest.raises(Fault) as caught:
            numbers(wrong)
        assert caught.value.code is Code.CARRIER_NUMBERS


def test_a_count_takes_two_thousand_numbers_at_most() -> None:
    assert len(numbers("RF-7K3M9Q-1-2000")) == len(numbers("RF-7K3M9Q-7001-9000")) == 2000
    many = 60 * "x"
    for more, told in (
        ("RF-7K3M9Q-1-2001", "RF-7K3M9Q-1-2001"),
        (f"RF-7K3M9Q-1-100000 {many}", "RF-7K3M9Q-1-100000"),
        (f"RF-7K3M9Q-1-2000 {many}", f"RF-7K3M9Q-1-2000 {many}"[:40]),
    ):
        with pytest.raises(Fault) as caught:
            numbers(more)
        assert caught.value.fields["typed"] == told


def test_the_count_tells_each_difference() -> None:
    register = [
        structs.replace(STICK, id=CarrierId(str(at)), number=f"U2025-000{at}", state=state)
        for at, state in enumerate(CarrierState)
    ]
    lost = structs.replace(STICK, number="U2025-0008")
    here = [one.number.lower() for one in register]
    found = {one.number: one.seen for one in compared([*register, lost], [*here, "U2025-0000", "U2025-0099"])}
    assert found == {
        "U2025-0000": Seen.DOUBLED,
        "U2025-0001": Seen.AWAY,
        "U2025-0002": Seen.AWAY,
        "U2025-0003": Seen.AWAY,
        "U2025-0004": Seen.IMPOSSIBLE,
        "U2025-0005": Seen.MISSING,
        "U2025-0006": Seen.IMPOSSIBLE,
        "U2025-0007": Seen.IMPOSSIBLE,
        "U2025-0008": Seen.LOST,
        "U2025-0099": Seen.UNKNOWN,
    }


def test_the_day_from_which_a_carrier_may_go_is_the_offices() -> None:
    assert may_go_from(STICK, DEFAULT) == date(2027, 3, 31)
    assert may_go_from(structs.replace(STICK, kind=CarrierKind.RECOVERY), DEFAULT) is None  # for ever
    assert may_go_from(STICK, ()) is None  # nobody set anything


def test_retention_reminds_and_by_default_never_compels() -> None:
    plain = structs.replace(STICK, marking=marked(SecrecyLevel.INTERNAL))
    assert due(plain, DEFAULT, date(2027, 3, 30)) is Retention.KEEP
    assert due(plain, DEFAULT, date(2027, 3, 31)) is Retention.MAY_GO
    assert not any(rule.must_go_after for rule in DEFAULT)
    rules = (RetentionRule(kind=CarrierKind.STICK, may_go_after=1, must_go_after=11),)
    assert due(plain, rules, date(2025, 4, 29)) is Retention.KEEP
    assert due(plain, rules, date(2025, 4, 30)) is Retention.MAY_GO  # the last of the month: no 31st of April
    assert due(plain, rules, date(2026, 2, 28)) is Retention.MUST_GO
    assert due(structs.replace(plain, state=CarrierState.LENT), rules, date(2025, 6, 1)) is Retention.KEEP
    assert due(structs.replace(plain, state=CarrierState.DESTROYED), rules, date(2030, 1, 1)) is Retention.KEEP
    assert due(STICK, DEFAULT, date(2026, 3, 31)) is Retention.TERM_OVER
